"""The schedules of lab 08: stories in which one mistake shows, and those that are generated."""

from hypothesis import strategies

from systemdesign.grading.schedules import SMALLEST
from systemdesign.grading.story import Event

COORDINATORS, NODES = ["A", "B"], ["1", "2", "3"]
LINES = [coordinator + node for coordinator in COORDINATORS for node in NODES]
TARGETS = [*COORDINATORS, *NODES, *LINES]
VERBS = ["promote", "write", "mend", "crash", "restart", "cut", "deafen"]
LASTING = [*VERBS, "read", "retry"]
SEEDS = range(4)
CHOICE = SMALLEST

ZOMBIE = "promote A at 1, write A at 2, promote B at 6, write B at 9, write A at 12, write B at 15, write A at 18"
LONGEST = (
    "promote A at 1, write A at 2, cut A2 at 5, cut A3 at 5, write A at 6, write A at 7, cut B1 at 14, "
    "promote B at 15, write B at 18, mend A at 22, crash 2 at 22, promote A at 23, write A at 26, restart 2 at 30"
)
POPPED = (
    "promote A at 1, write A at 2, cut A2 at 4, cut A3 at 4, write A at 5, mend A at 11, cut A1 at 11, write A at 12, "
    "crash 3 at 18, promote B at 20, write B at 23, restart 3 at 26"
)
"""A write reaches node 1 alone, the next one nodes 2 and 3; then 1 and 2 are asked."""
FIRST = (
    "promote A at 1, cut A2 at 2, write A at 3, write A at 5, write A at 7, crash 2 at 12, restart 2 at 13, "
    "cut B3 at 14, promote B at 15, write B at 18"
)
"""Node 2 has nothing of what nodes 1 and 3 acknowledged."""
LOOKED = "promote A at 1, write A at 3, promote B at 6, write A at 6, write A at 7, write B at 10"
FIGURE_8 = (
    "promote A at 1, cut A2 at 3, cut A3 at 3, write A at 4, cut B1 at 9, promote B at 10, cut B2 at 12, write B at "
    "13, crash 3 at 20, mend A at 20, promote A at 21, retry A at 24, restart 3 at 30, crash 1 at 30, mend B at 30, "
    "promote B at 31, write B at 34"
)
"""Node 1 alone has a write, node 3 one of a newer epoch; the first is tried again, and then 2 and 3 are asked."""
FIGURE_8_READ = FIGURE_8.replace("retry A at 24", "read A at 24")
STALE = "promote A at 1, write A at 2, promote B at 6, write B at 9, read A at 12, read B at 15, read A at 18"
TWICE = (
    "promote A at 1, deafen A1 at 2, deafen A2 at 2, deafen A3 at 2, write A at 3, promote B at 9, retry B at 12, "
    "write B at 15, retry B at 18"
)


def story(text):
    """The events of "cut A1 at 1, write A at 2"."""
    parts = [one.replace(" at ", " ").split() for one in text.split(", ")]
    return [Event(int(time), verb, target) for verb, target, time in parts]


def script(*texts):
    """Each of the stories under several seeds."""
    return [(seed, story(text)) for text in texts for seed in SEEDS]


def found(more=(), until=40, most=24):
    """Lists of events in order: what coordinators do most of all, and faults. `more` are verbs of coordinators."""
    kinds = [
        (["write", "write", "promote", "mend", *more], COORDINATORS, 5),
        (["crash", "restart"], NODES, 2),
        (["cut", "cut", "deafen"], LINES, 3),
    ]
    events = [
        strategies.builds(
            Event, strategies.integers(3, until), strategies.sampled_from(verbs), strategies.sampled_from(targets)
        )
        for verbs, targets, weight in kinds
        for _ in range(weight)
    ]
    begin = [Event(1, "promote", "A")]
    return strategies.lists(strategies.one_of(events), max_size=most).map(
        lambda events: begin + sorted(events, key=lambda event: event.time)
    )
