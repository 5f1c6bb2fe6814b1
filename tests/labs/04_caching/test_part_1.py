"""Lab 04, part 1: single flight."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Unavailable

from .scene import Load, at, settled, started


def test_a_lone_caller_gets_the_value(lab):
    async def main():
        return await settled(lab.SingleFlight(Load())("a"))

    found = run(main)
    assert found == "a 1", f"Return what `load(key)` gives; you returned {found!r}."


def test_callers_at_the_same_time_share_one_load(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        first = await started(flight("a"), flight("a"))
        await at(0.6)
        found = await asyncio.gather(*map(settled, [*first, flight("a"), flight("a")]))
        return load.count, found, now()

    count, found, took = run(main)
    assert count == 1, f"Four callers during one load caused {count} loads: let the later ones wait for the first's."
    assert found == ["a 1"] * 4, f"All who wait get the value of the one load; yours got {found}."
    assert took == pytest.approx(1.0), "Those who come later wait only until the load under way has ended."


def test_callers_for_other_keys_are_not_held_up(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        found = await asyncio.gather(*(settled(flight(key)) for key in "abc"))
        return [value[0] for value in found], now()

    keys, took = run(main)
    assert keys == ["a", "b", "c"], "Each key has a flight of its own: these callers got another key's value."
    assert took < 1.5, "Different keys load at the same time: one flight for each key, not one for all."


def test_when_the_load_has_ended_the_next_caller_starts_afresh(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        return [await settled(flight("a")), await settled(flight("a"))], load.count

    found, count = run(main)
    assert count == 2 and found == ["a 1", "a 2"], (
        "This is no cache: once a load has ended, forget the flight, and the next caller loads again."
    )


def test_an_error_reaches_everybody_who_waits(lab):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(*(flight("a") for _ in range(3)))
        await at(0.5)
        load.crash()
        return await asyncio.gather(*(settled(call) for call in calls)), load.count

    found, count = run(main)
    assert "never" not in found, "The load failed, and some of those who waited still wait: give them the error."
    assert all(isinstance(error, Unavailable) for error in found), (
        f"When the load fails, all who wait get its error; yours got {found}."
    )
    assert count == 1, "The others share the first one's failure too: they don't all try again at once."


def test_after_a_failure_the_next_caller_loads_again(lab):
    async def main():
        load = Load()
        load.crash()
        flight = lab.SingleFlight(load)
        await settled(flight("a"))
        load.restart()
        return await settled(flight("a"))

    assert run(main) == "a 2", "A failed flight must be forgotten too: the next caller got the old failure again."


@pytest.mark.parametrize("leaver", [0, 1])
def test_a_caller_who_leaves_takes_nobody_down(lab, leaver):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(*(flight("a") for _ in range(4)))
        await at(0.5)
        calls.pop(leaver).cancel()
        return await asyncio.gather(*(settled(call) for call in calls)), load.count

    found, count = run(main)
    who = ["the first caller", "a caller who only waited"][leaver]
    assert "never" not in found, f"After {who} left, the others wait for ever: somebody has to see the load through."
    assert all(isinstance(value, str) for value in found), (
        f"When {who} is cancelled, the others must still get their value; yours got {found[0]!r}. "
        "Let nobody's departure cancel the load that others wait for."
    )
    assert count <= 2, (
        f"After {who} left, the {len(found)} others caused {count - 1} more loads: one of them is enough."
    )


def test_one_who_leaves_is_let_go_at_once(lab):
    async def main():
        flight = lab.SingleFlight(Load(seconds=10.0))
        calls = await started(flight("a"), flight("a"))
        await at(1.0)
        for call in calls:
            call.cancel()
        await asyncio.wait(calls)
        return now()

    assert run(main) < 1.5, "A caller who is cancelled must not be kept until the load ends."


@schedules("1.callers", targets="abc", verbs=["call", "call", "call", "leave", "crash", "restart"], until=12, most=10,
           examples=40)
def test_callers_who_stay_get_a_value_or_the_load_s_error(lab, story):
    async def main():
        load = Load(seconds=2.5)
        flight, calls, left = lab.SingleFlight(load), {name: [] for name in "abc"}, []
        for event in story.events:
            await at(event.time)
            story.note(str(event))
            if event.verb == "call":
                calls[event.target].append(asyncio.ensure_future(flight("page")))
            elif event.verb == "leave" and calls[event.target]:
                left.append(calls[event.target].pop())
                left[-1].cancel()
            elif event.verb in ("crash", "restart"):
                getattr(load, event.verb)()
            await asyncio.sleep(0.01)
        for name, staying in calls.items():
            for call in staying:
                check_stayer(story, name, await settled(call), load)
        await asyncio.gather(*left, return_exceptions=True)

    run(main, seed=story.seed)


def check_stayer(story, name, found, load):
    story.note(f"{name} gets {found!r}")
    assert found != "never", f"{name} waits for ever: whatever becomes of the load, all who wait must hear of it."
    fine = isinstance(found, str) or (isinstance(found, Unavailable) and load.crashes)
    assert fine, f"{name} neither left nor met a failing load, and gets {found!r}."
