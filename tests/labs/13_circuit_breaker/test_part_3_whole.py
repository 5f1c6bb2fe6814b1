"""Lab 13, part 3: all rules at once, and a ramp before a breaker."""

from random import Random

import pytest

from .rising import SHARE, call, compared
from .scene import RAMP


def drawn(seed):
    """A story: a breaker that opens and closes a few times, and calls at odd moments, some long, some again at once."""
    rng, time, rows, number = Random(seed), 0.0, [], 0
    for round_ in range(rng.choice([1, 2, 3])):
        for _ in range(rng.choice([0, 3, 12])):
            time, number = time + rng.choice([0.01, 0.4, 1.7]) * rng.uniform(0.5, 1.5), number + 1
            how = rng.choice(["fine", 0, None, "Lost", "Refused", "ValueError"])
            rows.append(call(time, number, rng.choice([0.03, 0.9, 6.0]), how, again=rng.choice([0, 0, 0, 2])))
        begun = time + 0.17
        rows += [call(begun, 800 + round_, 0.011, "Lost", ends="open")] if round_ or rng.random() < 0.8 else []
        rows += [call(begun + 0.1 + n, 700 + 9 * round_ + n, 0.02, "Refused") for n in range(3)]
        rows.append(call(begun + 4.3, 600 + round_, 0.31, comes="half-open", ends="closed", again=rng.choice([0, 1])))
        time = begun + 4.62 + rng.choice([0.0, 0.0, 15.0])
    return rows, [rng.random() for _ in range(200)], {"ramp": rng.choice([2.5, 10.0, 60.0])}


@pytest.mark.rule(1, 2, 3, 4, 5)
@pytest.mark.parametrize("seed", range(4))
def test_any_story_goes_as_the_rules_say(lab, seed):
    stories = [drawn(25 * seed + n) for n in range(25)]
    compared(lab, [("A breaker opened and closed", SHARE, *story) for story in stories])


@pytest.mark.rule(2, 4)
def test_before_a_breaker_it_lets_more_callers_in_with_every_second(lab):
    closed, times = lab.beside(RAMP).back()
    counts = [sum(second <= time - closed < second + 1 for time in times) for second in range(13)]
    wrong = [second for second, count in enumerate(counts) if abs(count - 200 * min(1.0, (second + 0.5) / 10)) > 45]
    assert not wrong and counts[-2:] == [200, 200], (
        f"Before a breaker that closed at {closed:g} s after an outage there is a ramp of 10 s, and 200 calls came in "
        f"each second, of which {counts} reached the service: a share that grows, and then all calls are passed on."
    )
