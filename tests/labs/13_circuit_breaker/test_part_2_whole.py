"""Lab 13, part 2: all rules at once. Every order in which calls can end, many drawn stories, and an outage."""

import asyncio
from itertools import permutations, product
from random import Random

import pytest

from systemdesign import run
from systemdesign.grading.outcomes import settled
from systemdesign.kernel import at

from .model import Model, differs, misnoted, seen
from .scene import BESIDE, WIDE, at_once, call, leave, ordered
from .test_part_2 import Echo

FAR = 30
"""Of so many stories, one is played at the judge."""
HOWS = list(product(["fine", "Lost"], ["fine", "Lost"], ["fine", "Lost", None], ["fine", "Lost", None]))
"""How two calls of before it opened end, and how two trials: None where the caller leaves."""


def compared(lab, stories):
    """Stories (script, options, window) in one message; fails with the first that differs from its model."""
    for bring, part in lab.in_turn(stories, FAR):
        found = bring(BESIDE).breakers([list(story) for story in part])
        for one, (script, options, window) in zip(found, part, strict=True):
            was, due = seen(one), Model(script, options, window).play()
            wrong = differs(was, due) or misnoted(was, due)
            assert wrong is None, (
                f"With {options or 'the defaults'} and a window of {window}: {wrong}. The calls: {told(script)}."
            )


def told(script):
    """A story's calls, as short as can be."""
    calls = [
        f"{row[2]} at {row[0]:.3f} s ({row[3][0][0]:.3f} s: {row[3][0][1]!r})" for row in script if row[1] == "call"
    ]
    return ", ".join(calls[:12]) + (" …" if len(calls) > 12 else "")


def long_calls(ends):
    """Four calls, of which two begin before it opens and two are its first trials, which end at these times so."""
    for who, (begun, (over, how)) in enumerate(zip([0.0, 0.0625, 6.0, 6.0625], ends, strict=True), 1):
        if how is None:
            yield from [call(begun, who, (99.0, "fine")), leave(over, who)]
        else:
            yield call(begun, who, (over - begun, how))


@pytest.mark.rule(5, 6, 7, 8, 9)
@pytest.mark.parametrize("order", list(permutations(range(4))), ids=str)
def test_calls_of_two_eras_end_in_any_order(lab, order):
    stories = []
    for hows in HOWS:
        ends = [(7.0 + 2.75 * order[n], hows[n]) for n in range(4)]
        more = [row for n in range(9) for row in at_once(7.5 + 1.375 * n, 2, (0.125, "fine"), who=50 + 2 * n)]
        script = ordered(*long_calls(ends), *first_failures(), *more)
        stories.append((script, {"least": 2, "probes": 2, "slow": 50.0}, WIDE))
    compared(lab, stories)


def first_failures():
    """What opens it: two failures, at 0.25 and 0.5 s."""
    return [call(0.25 * n, 20 + n, (0.125, "Lost")) for n in (1, 2)]


def drawn(seed):
    """A story of three minutes' calls that come and go at odd moments, and the options of its breaker."""
    rng = Random(seed)
    options = {
        "rate": rng.choice([0.25, 0.5, 0.8, 1.0]),
        "least": rng.choice([1, 2, 3, 6]),
        "slow": rng.choice([0.4, 1.0, 3.0]),
        "open": rng.choice([0.7, 2.0, 5.0]),
        "probes": rng.choice([1, 2, 3]),
    }
    rows, time = [], 0.0
    for who in range(1, rng.choice([12, 60, 90])):
        time += rng.choice([0.0, 0.01, 0.3, 2.0]) * rng.uniform(0.5, 1.5) + rng.uniform(0.0, 0.001)
        plans = [plan(rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        rows.append(call(time, who, *plans))
        rows += [leave(time + rng.uniform(0.001, 2.0), who)] if rng.random() < 0.15 else []
    window = {"seconds": rng.choice([5.0, 10.0, 40.0]), "buckets": rng.choice([1, 4, 10])}
    return ordered(*rows), options, window


def plan(rng):
    how = rng.choice(["fine", "fine", "fine", 0, None, "Lost", "Unavailable", "ValueError", "TimeoutError", "Refused"])
    return rng.choice([0.05, 0.5, 2.0]) * rng.uniform(0.5, 1.9), how


@pytest.mark.rule(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
@pytest.mark.parametrize("seed", range(12))
def test_any_story_goes_as_the_rules_say(lab, seed):
    compared(lab, [drawn(20 * seed + number) for number in range(20)])


@pytest.mark.rule(3, 4, 6)
def test_two_breakers_have_each_their_own(lab):
    async def main():
        service = Echo()
        first = lab.Breaker(service, lab.Window(), least=2, open=3.0, probes=1)
        second = lab.Breaker(service, lab.Window(), least=3, open=7.0, probes=2)
        found = []
        for time in (0.0, 1.5, 3.0, 4.5, 6.0, 7.5):
            await at(time)
            asked = -1 if time < 4.0 else 1
            calls = [asyncio.ensure_future(settled(breaker(asked))) for breaker in (first, second)]
            found.append(tuple(how for how, _ in await asyncio.gather(*calls)))
        return found, (first.state, second.state)

    found, states = run(main)
    due = [("Lost", "Lost")] * 2 + [("Refused", "Lost"), ("Refused", "Refused"), (1, "Refused"), (1, "Refused")]
    assert (found, states) == (due, ("closed", "open")), (
        f"Two breakers, with `least` 2 and 3 and open for 3 and 7 s, were called in turn and came to {found}, in "
        f"states {states}; it should be {due}. Each opens and closes by its own window, for its own `open` seconds."
    )


def outage(mode):
    """Calls, 20 a second, of a service that is away from 20 to 80 s: all fail at once, or late, or are slow."""
    rng, rows, time = Random(mode), [], 0.0
    for who in range(1, 2_000):
        time += rng.expovariate(20.0)
        seconds, how = rng.uniform(0.01, 0.1), "fine"
        if 20.0 <= time < 80.0:
            seconds, how = {"fails": (0.01, "Lost"), "hangs": (0.5, "TimedOut"), "is slow": (1.05, "late")}[mode]
        rows.append(call(time, who, (seconds + rng.uniform(0.0, 0.001), how)))
    return rows


@pytest.mark.rule(3, 4, 5, 6, 7)
@pytest.mark.parametrize("mode", ["fails", "hangs", "is slow"])
def test_an_outage_of_a_minute_costs_few_calls(lab, mode):
    script, window = outage(mode), {"seconds": 2.0, "buckets": 4}
    (found,) = lab.bring(BESIDE, every=6).breakers([[script, {"probes": 1}, window]])
    calls = [row[0] for row in script if 20.0 <= row[0] < 80.0]
    asked = [row for row in found["asked"] if 20.0 <= row[1] < 80.0]
    spared = 1 - len(asked) / len(calls)
    assert spared > 0.95, (
        f"A service {mode} for a minute, {len(calls)} calls come, and {len(asked)} were passed on: open, nobody "
        f"is asked for `open` seconds, and then at most `probes` trials at a time; only {spared:.0%} were spared."
    )
    back = [row[1] for row in found["ended"] if row[1] >= 87.0 and row[3] == "Refused"]
    assert not back, (
        f"The service was back at 80 s, and calls of {back[0]:g} s were refused: when its `open` seconds are over it "
        "becomes half-open, and `probes` good trials close it."
    )
