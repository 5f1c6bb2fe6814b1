"""Lab 07, part 4: a crowd, and schedules of callers, cancellations and lost commits."""

import pytest

from systemdesign.grading.schedules import schedules

from .orders import Ordering, asks, outcomes, played
from .scene import LEVELS, beside, steps, stocked


@pytest.mark.rule(3)
@pytest.mark.parametrize("isolation", LEVELS[1:])
def test_whoever_meets_many_has_not_too_many(lab, isolation):
    """Statements take so long that all meet each time, and the last of them give up."""
    crowd = [asks(1, f"c{n}", (n, f"c{n}", {"lamp": 1})) for n in range(16)]
    seen = played(lab, stocked(lamp=40), *crowd, isolation=isolation, pace=0.05, most=2)
    assert set(outcomes(seen)) <= {"returned", "Conflict"}, (
        f"Sixteen customers at once wanted a lamp each, of forty: {outcomes(seen)}. TooMany is raised for nothing else "
        "than too many: what `transact` raises when it gives up may go to the caller."
    )
    seen.walk()


ORDERS = {
    "k1": ("ann", {"lamp": 1}),
    "k2": ("ann", {"bulb": 1}),
    "k3": ("ann", {"bulb": 1, "lamp": 1}),
    "k4": ("bob", {"bulb": 2}),
}
VERBS = ["order", "order", "order", "leave", "drop", "miss"]


@pytest.mark.rule(1, 2, 3, 4)
@schedules("4.faults", targets=list(ORDERS), verbs=VERBS, until=25, most=14, examples=60)
def test_whatever_happens_nobody_has_too_many(lab, story):
    rows = stocked(lamp=5, bulb=3)
    script = list(steps(story, lambda verb, key: ["order", key, *ORDERS[key]]))
    options, level = {"most": 2}, LEVELS[story.seed % 3]
    told = beside(lab).play("LimitedCheckout", options, rows, level, script, story.seed, count=2, order=story.order)
    ordering = Ordering(told, rows, most=2)
    story.lines += ordering.lines()
    ordering.walk()
