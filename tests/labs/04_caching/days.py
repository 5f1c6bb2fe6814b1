"""Long days, drawn from a seed: they meet what small schedules don't happen to."""

from contextlib import contextmanager
from random import Random

import pytest

from systemdesign.grading.story import Event, Story

SEEDS = pytest.mark.parametrize("seed", range(8))


def day(seed, targets, verbs, count=200, gap=0.5):
    """A story with so many events, `gap` apart on average, and now and then a pause."""
    chance, time, events = Random(seed), 0.0, []
    for _ in range(count):
        time += chance.expovariate(1 / gap) * chance.choice([1, 1, 1, 1, 1, 1, 1, 1, 1, 9])
        events.append(Event(round(time, 3), chance.choice(verbs), chance.choice(targets)))
    return Story("day", seed, events)


@contextmanager
def told(story, last=5):
    """Should the rules not hold, what came before is said too."""
    try:
        yield
    except AssertionError as error:
        lines = "; ".join(" ".join(line.split()) for line in story.lines[-last:])
        raise AssertionError(f"{error} Before that: {lines}.") from None
