"""The board in words, as a figure's controls say it, and what a figure shows of a day."""

from functools import lru_cache
from typing import NamedTuple

from systemdesign.capstone.board import KNOBS, checked, cost
from systemdesign.capstone.day import day
from systemdesign.capstone.score import parts
from systemdesign.capstone.settings import END, REPAIR, TAKEOVER
from systemdesign.capstone.traffic import FAULTS, fate

WORDS = {
    "ttl": {0: "no cache"} | {seconds: f"{seconds} s" for seconds in KNOBS["ttl"][1:]},
    "budget": {None: "none", 0.1: "a tenth"},
    "limit": {None: "patience only"} | {seconds: f"{seconds} s" for seconds in KNOBS["limit"][:-1]},
    "queue": {None: "no limit"},
}
"""What is said of settings that do not speak for themselves."""
LABELS = {
    "instances": "Instances",
    "replicas": "Replicas",
    "acknowledge": "Acknowledged by",
    "ttl": "Time to live",
    "payment": "Payment",
    "breaker": "Breaker",
    "policy": "Policy",
    "tries": "Tries",
    "budget": "Retry budget",
    "limit": "Limit of a try",
    "queue": "Queue holds",
}
"""What a figure calls the knobs."""
PARTS = {
    "unanswered": ("answered", 30),
    "p99": ("fast", 20),
    "lost": ("kept", 20),
    "stale": ("fresh", 10),
    "cost": ("cheap", 20),
}
"""{objective: (what a figure calls its points, and how many there are)}."""
WIDTH = 10.0
"""Of the stretches of a day that a chart shows, in seconds."""
TIMES = [WIDTH * (number + 0.5) for number in range(int(END / WIDTH))]
"""Their middles."""
MANY = 100
"""A queue longer than this is drawn at its height."""


def said(knob, setting):
    """One setting as a control offers it: a word, or a switch's True or False."""
    return setting if isinstance(setting, bool) else WORDS.get(knob, {}).get(setting, str(setting))


def options(knob):
    """All settings of a knob as its control offers them."""
    return [said(knob, setting) for setting in KNOBS[knob]]


def worded(design):
    """A design as the settings of a figure: {knob: option}."""
    return {knob: said(knob, setting) for knob, setting in design.items()}


def meant(**chosen):
    """The design that these options of the controls make: the reverse of `worded`."""
    return {knob: next(one for one in KNOBS[knob] if said(knob, one) == option) for knob, option in chosen.items()}


class Look(NamedTuple):
    """A day at a glance: its `points` by objective and what they are given for, its `cost` in credits; the shares
    `answered_by` stretch of WIDTH, and the most that `waited` in all queues together in it."""

    points: dict
    cost: int
    answered: float
    p99: float
    lost: int
    stale: float
    answered_by: list
    waited: list

    @property
    def score(self):
        """The points of the day, 0 to 100."""
        return sum(self.points.values())

    @property
    def others(self):
        """The points for all but the cost, 0 to 80."""
        return self.score - self.points["cost"]


def look(design, seed=0, without=()):
    """A Look at one day; remembered, for a figure asks again and again. Raises ValueError as `day` does."""
    return _looked(tuple(checked(design).items()), seed, frozenset(without))


@lru_cache(500)
def _looked(design, seed, without):
    one = day(dict(design), seed, without)
    return Look(
        parts(one),
        cost(one.design),
        one.answered,
        one.p99,
        one.lost,
        one.stale,
        one.by_time(WIDTH)[1],
        _most([waiting for _, waiting in one.waiting], int(WIDTH)),
    )


def _most(counts, width):
    """The largest of each so many, at most MANY."""
    return [min(MANY, max(counts[first : first + width])) for first in range(0, len(counts), width)]


def spans(design, seed=0, without=()):
    """{fault: (from, to)} of the faults that come; the primary's ends with its successor, an emptied cache at once."""
    times, _ = fate(seed, without)
    pause = TAKEOVER if design["replicas"] else REPAIR
    last = {"primary dies": pause}
    return {name: (times[name][0], times[name][1] + last.get(name, 0)) for name in FAULTS if name not in without}


def boxes(faults, height):
    """(xs, lows, highs) of a band that is as high as this while one of these `spans` lasts, and flat elsewhere."""
    corners = [
        (x, high)
        for first, last in faults.values()
        for x, high in ((first, 0), (first, height), (last, height), (last, 0))
    ]
    return [x for x, _ in corners], [0] * len(corners), [high for _, high in corners]


def numbered(faults, height):
    """(time, height, number) of each of these `spans`: its place in FAULTS, from 1 on, at its beginning."""
    return [(first, height, str(FAULTS.index(name) + 1)) for name, (first, _) in faults.items()]
