"""Lab 04, part 1: single flight."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import ORDERS, shuffled
from systemdesign.kernel import at

from .scene import ALIKE, FALSE, Load, same, settled, started


def together(lab, keys, load):
    """What callers for these keys get who come at once, and when the last has it."""

    async def main():
        flight = lab.SingleFlight(load)
        return await asyncio.gather(*(settled(flight(key)) for key in keys)), now()

    return run(main)


@pytest.mark.rule(2)
def test_a_lone_caller_gets_the_value(lab):
    [found], _ = together(lab, ["lamp"], Load())
    assert found == "lamp 1", f"The caller gets the value of the load, `await load(key)`; yours got {found!r}."


@pytest.mark.rule(1)
@pytest.mark.parametrize("key", ["lamp", ("shop", 7), 0])
@pytest.mark.parametrize("order", ORDERS)
def test_callers_at_the_same_time_share_one_load(lab, key, order):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        first = await started(flight(key), flight(key))
        await at(0.63)
        found = await asyncio.gather(*map(settled, [*first, flight(key), flight(key)]))
        return load.count, found, now()

    count, found, took = run(main, shuffle=order)
    assert count == 1, (
        f"Four callers for {key!r} during one load caused {count} loads{shuffled(order)}: "
        "let those who come later wait for it."
    )
    assert found == [f"{key} 1"] * 4, f"All who wait for {key!r} get the value of the one load; yours got {found}."
    assert took == pytest.approx(1.0, abs=0.02), "Callers who come later wait only until the load under way has ended."


@pytest.mark.rule(1)
def test_callers_for_other_keys_are_not_held_up(lab):
    load = Load(seconds=lambda loading: {"a": 1.37, "b": 0.41}.get(loading.key, 0.9))
    found, took = together(lab, "abcdefgh", load)
    assert [str(value)[:1] for value in found] == [*"abcdefgh"], (
        f"Each key has a flight of its own: callers for eight keys, 'a' to 'h', got {found}, another key's value."
    )
    _, took_many = together(lab, range(130), load)
    assert took == pytest.approx(1.37, abs=0.02) and took_many == pytest.approx(0.9, abs=0.02), (
        f"Loads of eight keys, of 1.37 s at most, took {took:.2f} s in all, and of 130 keys, of 0.9 s, "
        f"{took_many:.2f} s: callers for other keys are not held up, so load different keys at the same time."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("keys", ALIKE)
def test_keys_that_look_alike_are_other_keys(lab, keys):
    load = Load()
    found, _ = together(lab, keys, load)
    assert load.count == 2 and found == [f"{key} {number}" for number, key in enumerate(keys, 1)], (
        f"The keys {keys[0]!r} and {keys[1]!r} look alike, and are different keys with a load each; yours caused "
        f"{load.count} and gave {found}. Take the key itself for the dict's key, not a text or a number made of it."
    )


@pytest.mark.rule(1)
def test_two_flights_have_nothing_in_common(lab):
    async def main():
        loads = Load(pages={"lamp": "one"}), Load(pages={"lamp": "two"})
        flights = [lab.SingleFlight(load) for load in loads]
        return await asyncio.gather(*(settled(flight("lamp")) for flight in flights)), now()

    found, took = run(main)
    assert found == ["one", "two"], (
        f"Two SingleFlights, each with a load of its own, gave {found}: callers of another SingleFlight are not held "
        "up and don't share its loads. Keep what is under way in the object, not in the class."
    )
    assert took == pytest.approx(1.0, abs=0.02), (
        f"Two SingleFlights loaded one key each, which takes 1 s, and together it took {took:.2f} s: callers of "
        "another SingleFlight are not held up."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("value", FALSE)
def test_a_false_value_reaches_all_who_wait(lab, value):
    async def main():
        load = Load(pages={"lamp": value})
        flight = lab.SingleFlight(load)
        found = await asyncio.gather(*(settled(flight("lamp"), patience=5.0) for _ in range(3)))
        return found, load.count

    found, count = run(main)
    assert all(same(one, value) for one in found) and count == 1, (
        f"The load's value was {value!r}, and three who waited for it got {found} from {count} loads: all who wait get "
        f"the value, {value!r} like any other."
    )


@pytest.mark.rule(1)
def test_one_key_s_end_is_no_other_key_s(lab):
    async def main():
        load = Load(seconds=lambda loading: {"a": 0.41}.get(loading.key, 1.37))
        flight = lab.SingleFlight(load)
        calls = await started(flight("a"), flight("b"))
        await at(0.77)
        calls += await started(flight("b"))
        return await asyncio.gather(*map(settled, calls)), load.count

    found, count = run(main)
    assert count == 2 and found == ["a 1", "b 2", "b 2"], (
        f"The load of 'a' ended while one of 'b' was under way, and the next caller for 'b' caused another: {found}. "
        "Forget the flight of the key whose load has ended, and no other."
    )


@pytest.mark.rule(1)
def test_a_load_is_shared_though_another_key_s_began_after_it(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(flight("a"), flight("b"), flight("c"), flight("a"), flight("b"))
        return [await settled(call) for call in calls], load.count

    found, count = run(main)
    assert count == 3 and found == ["a 1", "b 2", "c 3", "a 1", "b 2"], (
        f"Callers for 'a', 'b', 'c', then 'a' and 'b' again, caused {count} loads: remember the load under way of each "
        "key, not the last one's alone; all callers for a key wait for it."
    )
