"""Lab 07, part 3: a crowd, and schedules of callers, cancellations and lost commits."""

import pytest

from systemdesign.grading.schedules import schedules

from .orders import Ordering, asks, outcomes, played
from .scene import LEVELS, beside, steps, stocked

ORDERS = {
    "k1": ("ann", {"lamp": 1}),
    "k2": ("bob", {"lamp": 1, "bulb": 2}),
    "k3": ("ann", {"bulb": 1, "lamp": 2}),
    "k4": ("cas", {"bulb": 1}),
}
VERBS = ["order", "order", "order", "other", "leave", "drop", "miss"]


@pytest.mark.rule(4)
@pytest.mark.parametrize("isolation", LEVELS[1:])
def test_whoever_meets_many_is_not_sold_out(lab, isolation):
    """Statements take so long that all meet each time, and the last of them give up."""
    crowd = [asks(1, f"c{n}", (n, f"c{n}", {"lamp": 1})) for n in range(16)]
    seen = played(lab, stocked(lamp=40), *crowd, isolation=isolation, pace=0.05)
    assert set(outcomes(seen)) <= {"returned", "Conflict"}, (
        f"Sixteen at once wanted a lamp each, of forty: {outcomes(seen)}. What `transact` raises when it gives up says "
        "nothing about the stock: SoldOut is raised when a piece was missing."
    )
    seen.walk()


def wanted(verb, key):
    customer, items = ORDERS[key]
    return ["order", key, "eve" if verb == "other" else customer, items]


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("3.faults", targets=list(ORDERS), verbs=VERBS, until=25, most=14, examples=60)
def test_whatever_happens_there_is_one_order_to_a_key(lab, story):
    rows = stocked(lamp=3, bulb=3)
    script = list(steps(story, wanted))
    level = LEVELS[story.seed % 3]
    told = beside(lab).play("Checkout", {}, rows, level, script, story.seed, count=2, order=story.order)
    ordering = Ordering(told, rows)
    story.lines += ordering.lines()
    ordering.walk()
