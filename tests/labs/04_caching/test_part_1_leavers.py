"""Lab 04, part 1: callers who leave, and callers of every kind in generated schedules."""

import asyncio
from random import Random

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.grading.objects import lingers
from systemdesign.grading.schedules import schedules
from systemdesign.kernel import at
from systemdesign.sim.request import Unavailable

from .callers import Callers
from .days import SEEDS, day, told
from .scene import ALIKE, LEFT, NEVER, Failed, Load, a_moment, settled, started

LEAVERS = {
    (0,): "the first caller",
    (1,): "a caller who only waited",
    (0, 1): "the first two callers",
    (0, 1, 2): "the first three callers",
}


def leaving(lab, leavers, error=None):
    """What those of four get who stay, what one gets who comes after the others have left, and all loads."""

    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(*(flight("lamp") for _ in range(4)))
        await at(0.53)
        for leaver in leavers:
            calls[leaver].cancel()
        await at(0.61)
        calls = [call for number, call in enumerate(calls) if number not in leavers]
        calls += await started(flight("lamp"))
        if error:
            load.fail(error)
        found = await asyncio.gather(*(settled(call, patience=9.0) for call in calls))
        return found[:-1], found[-1], load.loads

    with hint(f"{LEAVERS[leavers].capitalize()} left, and those who still wait get their value or error all the same."):
        return run(main)


@pytest.mark.rule(3)
@pytest.mark.parametrize("leavers", LEAVERS)
def test_a_caller_who_leaves_takes_nobody_down(lab, leavers):
    staying, _, _ = leaving(lab, leavers)
    who = LEAVERS[leavers]
    assert NEVER not in staying, f"After {who} left, others still wait for ever: somebody has to see the load through."
    assert LEFT not in staying, (
        f"When {who} left, those who still wait were cancelled too: they get their value all the same. "
        "Let nobody's departure cancel the load that others wait for."
    )
    assert all(isinstance(value, str) for value in staying), (
        f"After {who} left, those who still wait must get their value; yours got {staying}."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("leaver", [0, 1])
def test_who_leaves_is_gone_at_once(lab, leaver):
    async def main():
        flight = lab.SingleFlight(Load())
        calls = await started(flight("lamp"), flight("lamp"))
        await at(0.53)
        calls.pop(leaver).cancel()
        await settled(calls[0])
        return lingers(flight)

    assert not run(main), (
        "A caller was cancelled at 0.53 s, and its call went on until the load had ended, at 1 s: who leaves is gone "
        "at once. Let a CancelledError through."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("leavers", LEAVERS)
def test_who_comes_after_one_has_left_waits_with_those_who_stayed(lab, leavers):
    staying, newcomer, loads = leaving(lab, leavers)
    seen = [loading for loading in loads if loading.over]
    assert len(seen) == 1, (
        f"After {LEAVERS[leavers]} left, {len(seen)} loads were under way for the one who stayed and one who came "
        "later: who leaves does not end the flight for those who still wait."
    )
    assert {*staying, newcomer} == {seen[0].outcome}, (
        f"One who came after {LEAVERS[leavers]} had left got {newcomer!r}, those who stayed {staying}: all who wait "
        "for the load get its value."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", [Unavailable, ValueError])
def test_those_who_stay_hear_of_a_failure_too(lab, error):
    staying, newcomer, _ = leaving(lab, (0,), error)
    assert [*staying, newcomer] == [Failed(error.__name__)] * 4, (
        f"The first caller left, then the load failed with {error.__name__}, and those who still wait got "
        f"{[*staying, newcomer]}: they get the load's error all the same."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("later", [0.61, 1.73])
def test_when_all_have_left_the_next_caller_gets_a_value(lab, later):
    async def main():
        load = Load()
        flight = lab.SingleFlight(load)
        calls = await started(flight("lamp"), flight("lamp"))
        await at(0.53)
        for call in calls:
            call.cancel()
        await at(later)
        return await settled(flight("lamp"), patience=9.0), load.loads[-1].outcome, load.count

    found, due, count = run(main)
    assert found not in (NEVER, LEFT), (
        f"All callers had left, and one who came later got {'nothing, ever' if found == NEVER else repr(found)}: "
        "it waits for the load if that goes on, and starts another if that was cancelled."
    )
    assert found == due and (later < 1.0 or count == 2), (
        f"All callers had left, their load's time was over, and one who came later got {found!r}: it starts afresh."
    )


VERBS = ["call", "call", "call", "call", "first-leaves", "last-leaves", "fail", "mend"]
TARGETS = ["one.a", "one.a", "one.b", "two.a"]
ERRORS = [Unavailable, ValueError, TimeoutError]


@pytest.mark.rule(1, 2, 3)
@schedules("1.callers", targets=TARGETS, verbs=VERBS, until=12, most=12, examples=60)
def test_whoever_calls_and_leaves_each_load_answers_all_who_wait_for_it(lab, story):
    play(lab, story)


@pytest.mark.rule(1, 2, 3)
@SEEDS
def test_whoever_calls_and_leaves_on_a_busy_day_each_load_answers_all(lab, seed):
    story = day(seed, TARGETS, [*VERBS, "mend"])
    with told(story):
        play(lab, story)


def play(lab, story):
    """Two flights, of which one is asked for two keys."""

    async def main():
        chance = Random(story.seed)
        keys = dict(zip("ab", chance.choice(ALIKE), strict=True))
        seconds, error = chance.choice([0.617, 1.171, 2.539]), chance.choice(ERRORS)
        flights = {name: flight(lab, name, seconds, story) for name in ("one", "two")}
        for event in story.events:
            await at(0.37 + 0.73 * event.time)
            name, key = event.target.split(".")
            await do(event.verb, flights[name], keys[key], error)
        await asyncio.sleep(seconds + 9.0)
        for callers in flights.values():
            callers.judge()

    run(main, seed=story.seed, shuffle=story.order)


def flight(lab, name, seconds, story):
    load = Load(seconds)
    return Callers(name, lab.SingleFlight(load), load, story)


async def do(verb, callers, key, error):
    if verb == "call":
        await callers.call(key)
    elif verb == "first-leaves":
        await callers.leave(key, 0)
    elif verb == "last-leaves":
        await callers.leave(key, -1)
    elif verb == "mend":
        callers.load.mend()
    elif all(callers.waiting(loading.key) for loading in callers.load.loads if loading.ended == float("inf")):
        callers.story.note(f"the load of {callers.name} fails with {error.__name__}")
        callers.load.fail(error)
    await a_moment()
