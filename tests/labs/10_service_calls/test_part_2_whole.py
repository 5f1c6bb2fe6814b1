"""Lab 10, part 2: all rules at once. Many requests through one hedge, each compared with what the rules say."""

import asyncio
from random import Random

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.kernel import at
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .hedging import Scene, expected, same
from .scene import FOREVER, ended

OUTCOMES = ["value", 0, None, False, "", Lost, Refused, Unavailable, TimedOut, TimeoutError, ValueError]
RULES = {
    "copies": "when copies are sent, and what they are told (rules 1 and 2)",
    "asks": "when the budget is asked (rule 5)",
    "outcome": "which outcome is the call's, and when (rules 3 and 7)",
    "notes": "what the delay is told (rule 6)",
}


def answer(rng):
    outcome = rng.choice(OUTCOMES)
    seconds = FOREVER if rng.random() < 0.1 else rng.uniform(0.05, 1.5)
    return seconds, outcome if not isinstance(outcome, type) else outcome("said the service")


def drawn(seed, count):
    """So many requests: when each comes, its two answers, its delay and the time it has."""
    rng, moment = Random(seed), 0.0
    for number in range(count):
        moment += rng.choice([0.0, 0.31, 0.013])
        yield number, moment, answer(rng), answer(rng), rng.uniform(0.05, 1.0), rng.uniform(0.1, 3.0)


def differs(calls, asks, notes, found, due, moment):
    """The first thing in which a request differs from its model, or None."""
    copies = [(call.name, call.asked - moment, call.within) for call in calls]
    if len(copies) != len(due.copies) or any(
        one[0] != other[0] or one[1:] != pytest.approx(other[1:], abs=1e-6)
        for one, other in zip(copies, due.copies, strict=True)
    ):
        return "copies", copies, due.copies
    if not same(found[0], due.how) or found[1] - moment != pytest.approx(due.time, abs=1e-6):
        return "outcome", (found[0], round(found[1] - moment, 6)), (due.how, round(due.time, 6))
    for what, seen, right in (("asks", asks, due.asks), ("notes", notes, due.notes)):
        if seen != pytest.approx(right, abs=1e-6):
            return what, seen, right
    return None


@pytest.mark.rule(1, 2, 3, 5, 6, 7)
@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("says", [True, False])
def test_one_request_does_what_the_rules_say(lab, seed, says):
    ((_, moment, first, second, delay, within),) = drawn(seed * 2 + says, 1)

    async def main():
        await at(moment)
        scene = Scene(lab, first, second, delay, (says, True))
        found = await ended(scene.hedged(None, within=within))
        await asyncio.sleep(9)
        asks = [time - moment for time in scene.asks]
        return differs(scene.calls, asks, scene.notes, found, expected(first, second, delay, within, (says,)), moment)

    wrong = heard(main)
    assert wrong is None, (
        f"A call within {within:.3f} s, with a delay of {delay:.3f} s, asked a service that takes {first[0]:.3f} s and "
        f"then has {first[1]!r}, and a backup that takes {second[0]:.3f} s and has {second[1]!r}; the budget says "
        f"{says}. It differs in {RULES[wrong[0]]}: {wrong[1]}, and should be {wrong[2]}."
    )


@pytest.mark.rule(1, 2, 3, 4, 5, 6, 7)
@pytest.mark.parametrize("seed", range(4))
def test_many_requests_at_once_do_not_disturb_each_other(lab, seed):
    days = list(drawn(1000 + seed, 25))
    first, second = ({number: day[where] for number, *day in days} for where in (1, 2))

    async def main():
        delays = tuple(delay for *_, delay, _ in days)
        scene = Scene(lab, lambda call: first[call.request], lambda call: second[call.request], delays, [True] * 99)
        waiting = [asyncio.ensure_future(scene.call(day[5], day[0], day[1])) for day in days]
        found = await asyncio.gather(*waiting)
        await asyncio.sleep(9)
        for (number, moment, *plan), one in zip(days, found, strict=True):
            mine, due = [call for call in scene.calls if call.request == number], expected(*plan)
            wrong = differs(mine, due.asks, due.notes, one, due, moment)
            if wrong:
                return wrong
            over = [call.name for call in mine if call.ended > one[1] + 1e-6]
            if over:
                return "outcome", f"{over} ran on", "no copy runs on"
        return None

    wrong = heard(main)
    assert wrong is None, (
        "25 requests went through one `Hedged`, many at once, and one of them differs from what it should do alone, in "
        f"{RULES[wrong[0]]}: {wrong[1]}, and should be {wrong[2]}. What belongs to a request is kept with that, not "
        "in `self`."
    )
