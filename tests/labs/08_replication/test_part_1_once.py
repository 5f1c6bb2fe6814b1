"""Lab 08, part 1: what is done once, what is left alone, and what holds the second time round."""

import asyncio

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import heard, settled, started
from systemdesign.kernel import at

from .routers import made
from .scene import ERRORS, always


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("value", [None, 0, "", "text"], ids=repr)
@pytest.mark.parametrize("by", ["replica", "primary"])
def test_a_read_moves_the_session_whatever_the_value(lab, value, by):
    async def main():
        session = lab.Session((1, 1))
        router, _ = made(lab, [always(0.003, value, (1, 3))] if by == "replica" else [], always(0.004, value, (1, 3)))
        return (await settled(router.read(session, "x"), 9))[0], session.seen

    found, seen = heard(main)
    assert found == value and type(found) is type(value), (
        f"The {by} has the value {value!r} at (1, 3), the session had seen (1, 1), and the read came to {found!r}: an "
        "answer counts whatever its value is."
    )
    assert seen == (1, 3), (
        f"A read was answered with {value!r} at (1, 3), and then the session had seen {seen}: a read moves it to the "
        "position of its answer, whatever the value is."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", ["Lost", "Unavailable"])
def test_a_write_moves_the_session_when_it_has_its_position(lab, error):
    async def main():
        session = lab.Session((1, 1))
        router, _ = made(lab, [], always(0.2, error))
        writing = await started(settled(router.write(session, "x", 1), 9))
        return session.seen, (await writing)[0], session.seen

    before, how, after = heard(main)
    assert (before, how, after) == ((1, 1), error, (1, 1)), (
        f"A session had seen (1, 1) and its write came to {how!r}, for the primary failed with {error}; while it was "
        f"waiting the session had seen {before}, and then {after}: a write moves it to its position, when it has one."
    )


@pytest.mark.rule(6)
def test_what_one_session_wrote_is_nothing_to_another(lab):
    async def main():
        router, _ = made(lab, [always(0.003, "old", (1, 4))], always(0.004, "the primary's", (1, 5)))
        first = lab.Session()
        await router.write(first, "x", "new")
        return [(await settled(router.read(one, "x"), 9))[0] for one in (first, lab.Session(), lab.Session((1, 4)))]

    found = heard(main)
    assert found == ["the primary's", "old", "old"], (
        f"A session wrote at (1, 5); it, a new one and Session((1, 4)) read through the same router, before a replica "
        f"at (1, 4): {found}. A session is what it has `seen`, and nothing else."
    )


@pytest.mark.rule(1)
def test_what_was_seen_of_one_key_counts_for_every_key(lab):
    async def main():
        session = lab.Session()
        router, _ = made(lab, [lambda call: (0.003, "new", (1, 5)) if call.about == ("x",) else (0.003, "old", (1, 4))])
        return [(await settled(router.read(session, key), 9))[0] for key in ("x", "y", "z")]

    found = heard(main)
    assert found == ["new", "the primary's", "the primary's"], (
        f"A session read x at (1, 5), then y and z, of which a replica has older logs, (1, 4): {found}. An answer "
        "counts when its position is not before `session.seen`, whatever the key."
    )


@pytest.mark.rule(3)
def test_reads_at_once_have_an_order_each_and_ask_everybody_once(lab):
    async def main():
        router, log = made(lab, [always(0.003, "Lost")] * 4)
        for number in range(10):
            reads = [settled(router.read(lab.Session(), f"{number}{key}"), 9) for key in "abc"]
            await asyncio.gather(*reads)
        return [(call.about[0], call.name) for call in log if call.name != "primary"]

    asked, orders = heard(main), {}
    for key, name in asked:
        orders[key] = orders.get(key, "") + name
    strange = next((order for order in orders.values() if sorted(order) != list("1234")), None)
    assert strange is None, (
        f"Four replicas fail, three reads came at once, and one of them asked {strange}: each read asks the replicas "
        "one after the other, in a random order that is drawn anew for each read, and no other read changes it."
    )
    same = all(len({orders[f"{number}{key}"] for key in "abc"}) == 1 for number in range(10))
    assert not same, "Ten times three reads came at once, and had one order: in random order, drawn anew for each read."


@pytest.mark.rule(3)
def test_the_order_comes_from_the_stream(lab):
    async def main():
        router, log = made(lab, [always(0.003, "Lost")] * 5)
        for _ in range(6):
            await settled(router.read(lab.Session(), "x"), 9)
        return " ".join(call.name for call in log).replace("primary", "/")

    first, second = heard(main, 11), heard(main, 11)
    assert first == second, (
        f"Six reads of five failing replicas, with one seed, asked {first}, and the same again {second}: "
        '`stream("router")` draws the same in each run, so draw the random order from that.'
    )


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize("other", ["new", "Unavailable"])
def test_who_was_behind_and_then_fails_is_passed_over(lab, other):
    late = (0.003, other, (1, 2)) if other == "new" else (0.003, other)

    async def main():
        plans = [
            lambda call: (0.003, "old", (1, 1)) if now() < 0.01 else (0.003, "Lost"),
            lambda call: (0.003, "old", (1, 1)) if now() < 0.03 else late,
        ]
        router, log = made(lab, plans, patience=5.0)
        found = await settled(router.read(lab.Session((1, 2)), "x"), 9)
        return *found, [call.name for call in log]

    value, time, asked = heard(main)
    assert value == ("new" if other == "new" else "the primary's") and time < 0.1 and asked.count("1") == 2, (
        f"Two replicas were behind; asked again, one failed, and the other one, asked once more, "
        f"{'had caught up' if other == 'new' else 'failed too'}: the read asked {asked[:9]} and came to {value!r} at "
        f"{time:.3f} s, with a patience of 5 s. Who fails is passed over, in every round; and when all replicas have "
        "failed, the read asks the primary."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("error", ["Lost", "Refused", "TimedOut", "Unavailable"])
def test_a_primary_that_fails_is_asked_once(lab, error):
    async def main():
        router, log = made(lab, [always(0.003, "Lost")], always(0.004, error))
        return (await settled(router.read(lab.Session(), "x"), 9))[0], [call.name for call in log]

    how, asked = heard(main)
    assert asked.count("primary") == 1, (
        f"The primary failed with {error}, and the read asked {asked}: it asks the primary once."
    )
    assert how in ERRORS, (
        f"The replica and the primary failed, and the read came to {how!r}: when the primary fails, the read fails."
    )


@pytest.mark.rule(1, 5)
def test_the_answer_of_the_primary_is_held_against_what_was_seen_as_it_comes(lab):
    async def main():
        session = lab.Session()
        plan = always(0.2, "old", (1, 1)), always(0.05, None, (1, 2))
        router, _ = made(lab, [], lambda call: plan[len(call.about) - 1](call))
        reading = asyncio.ensure_future(settled(router.read(session, "x"), 9))
        await router.write(session, "x", "own")
        return (await reading)[0], session.seen

    how, seen = heard(main)
    assert how == "Unavailable" and seen == (1, 2), (
        f"A read was waiting for the primary's answer, of (1, 1), when a write at (1, 2) returned in its session; it "
        f"came to {how!r}, and the session has seen {seen}. An answer counts when, as it comes, its position is not "
        "before `session.seen`; if the primary is before that, the read raises Unavailable."
    )


@pytest.mark.rule(2)
def test_an_answer_that_comes_too_late_moves_nothing(lab):
    async def main():
        session = lab.Session()
        router, _ = made(lab, [always(0.3, "late", (1, 9))], always(0.004, "the primary's", (1, 5)), patience=0.05)
        value = (await settled(router.read(session, "x"), 9))[0]
        await at(2.0)
        return value, session.seen

    value, seen = heard(main)
    assert value == "the primary's" and seen == (1, 5), (
        f"A replica answered at (1, 9) when patience was long over; the read had come to {value!r}, at (1, 5), and in "
        f"the end the session has seen {seen}: a read moves it to the position of its answer."
    )
