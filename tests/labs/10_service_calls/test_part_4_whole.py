"""Lab 10, part 4: all rules at once. Requests, alone and many together, each compared with what the rules say."""

import asyncio
from random import Random

import pytest

from systemdesign.grading.outcomes import heard
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

from .pages import Scene, expected, same
from .scene import FOREVER

OUTCOMES = ["value", 0, None, False, "", [], {}, *[Lost, Refused, Unavailable, TimedOut, TimeoutError] * 2, ValueError]


def answer(rng, good):
    outcome = rng.choice(OUTCOMES[:7] if rng.random() < good else OUTCOMES)
    seconds = FOREVER if rng.random() < 0.1 else rng.uniform(0.05, 1.5)
    return seconds, outcome if not isinstance(outcome, type) else outcome("said the service")


def drawn(rng):
    """Required and optional services with their answers, and the time of a request."""
    names = rng.sample("abcdefgh", 8)
    required = {name: answer(rng, 0.9) for name in names[: rng.randrange(4)]}
    optional = {name: answer(rng, 0.4) for name in names[4 : rng.randrange(4, 9)]}
    return required, optional, rng.uniform(0.4, 2.5)


def told(answers):
    return ", ".join(f"{name} ({seconds:.3f} s, {outcome!r})" for name, (seconds, outcome) in answers.items()) or "none"


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@pytest.mark.parametrize("seed", range(60))
def test_one_request_does_what_the_rules_say(lab, seed):
    required, optional, within = drawn(Random(seed))

    async def main():
        return await Scene(lab, required, optional).seen(within)

    found, due = heard(main), expected(required, optional, within)
    assert same(found.how, due.how) and found.time == pytest.approx(due.time, abs=1e-6), (
        f"A page within {within:.3f} s requires {told(required)}, and has as optional {told(optional)}. It came to "
        f"{found.how!r} at {found.time:.3f} s, and should come to {due.how!r} at {due.time:.3f} s (rules 2 to 5)."
    )
    assert not found.running, f"The page ended, and the calls of {found.running} were under way (rule 6)."


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@pytest.mark.parametrize("seed", range(4))
def test_many_requests_at_once_do_not_disturb_each_other(lab, seed):
    rng, names = Random(1000 + seed), ["zebra", "ape", "mouse", "cat", "bear"]
    plans = [{name: answer(rng, 0.8) for name in names} for _ in range(20)]
    moments = [rng.choice([0.0, 0.31, 0.42]) for _ in plans]

    async def main():
        by_name = {name: lambda call: plans[call.request][call.name] for name in names}
        scene = Scene(lab, {name: by_name[name] for name in names[:2]}, {name: by_name[name] for name in names[2:]})
        waiting = [asyncio.ensure_future(scene.call(1.2, n, moment)) for n, moment in enumerate(moments)]
        found = await asyncio.gather(*waiting)
        await asyncio.sleep(9)
        return found, scene.calls

    found, calls = heard(main)
    for number, ((how, time), moment, plan) in enumerate(zip(found, moments, plans, strict=True)):
        due = expected({n: plan[n] for n in names[:2]}, {n: plan[n] for n in names[2:]}, 1.2)
        assert same(how, due.how) and time - moment == pytest.approx(due.time, abs=1e-6), (
            f"20 requests went through one `Page`, and one came to {how!r} after {time - moment:.3f} s; alone it comes "
            f"to {due.how!r} after {due.time:.3f} s: what belongs to a request is kept with that, not in `self`."
        )
        over = [call.name for call in calls if call.request == number and call.ended > time + 1e-6]
        assert not over, f"A page of 20 at once ended, and the calls of {over} ran on."
