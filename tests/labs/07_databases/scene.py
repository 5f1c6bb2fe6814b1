"""What all parts of lab 07 are judged with: levels, a stock, and a line to the student's side."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
LEVELS = ["read committed", "repeatable read", "serializable"]
PACE = 0.001
"""Seconds that a statement takes where its time is given."""
STEP = 0.01
"""Seconds of a step in a story."""
EVERY_LEVEL = pytest.mark.parametrize("isolation", LEVELS)


def stocked(**pieces):
    """The rows of a ledger with so many pieces of each product."""
    return {("stock", product): count for product, count in pieces.items()}


def beside(lab, name="beside"):
    return lab.bring(HERE / f"{name}.py", every=20, first=2)


LAMPS = stocked(lamp=3, bulb=7)


def steps(story, wanted):
    """The script of a story: `wanted(verb, target)` is a call; who leaves is the last who has called for a target."""
    last = {}
    for number, event in enumerate(story.events):
        time = event.time * STEP
        if event.verb in ("drop", "miss"):
            yield (time, event.verb)
        elif event.verb == "leave":
            if event.target in last:
                yield (time + 0.3 * STEP, "leave", last[event.target])
        else:
            last[event.target] = f"caller {number + 1}"
            yield (time, "call", last[event.target], wanted(event.verb, event.target))
