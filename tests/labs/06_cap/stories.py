"""The stories of lab 06: schedules in which one mistake shows."""

from systemdesign.grading.story import Event

CLIENTS, REPLICAS = ["A", "B", "C"], ["1", "2", "3"]
WIRES = [client + replica for client in CLIENTS for replica in REPLICAS]
TARGETS = [*CLIENTS, *REPLICAS, *WIRES]
VERBS = ["write", "read", "mend", "crash", "restart", "cut", "deafen", "delay", "only"]
SEEDS = range(4)


def story(text):
    """The events of "only A1 at 1, write A at 2"."""
    parts = [one.replace(" at ", " ").split() for one in text.split(", ")]
    return [Event(int(time), verb, target) for verb, target, time in parts]


def script(*texts):
    """Each of the stories under several seeds."""
    return [(seed, story(text)) for text in texts for seed in SEEDS]


DEAD_WRITER = "only A1 at 1, write A at 2, cut B3 at 10, read B at 11, cut C1 at 13, read C at 14"
DEAD_READER = "only A1 at 1, write A at 2, cut B3 at 10, only B1 at 10, read B at 11, cut C1 at 20, read C at 21"
LATE_WRITER = "write A at 1, write A at 6, write B at 12, read C at 18"
TWO_AT_ONCE = "write A at 1, write B at 1, read C at 6, read A at 8, read B at 10, read C at 12"
SAME_TAG = (
    "only A1 at 1, write A at 2, mend A at 9, cut A1 at 9, write A at 10, cut B3 at 20, read B at 21, "
    "cut C1 at 25, read C at 26, read B at 30"
)
SECOND_TAG = (
    "deafen A1 at 1, deafen A2 at 1, write A at 2, read B at 4, write C at 6, read B at 8, read B at 30, read C at 34"
)
