"""A film: who was where when in a run in virtual time, recorded by watching its services, as plain data."""

import asyncio
from dataclasses import dataclass
from itertools import count
from math import inf

from systemdesign.show.errors import ChartError
from systemdesign.show.reel import reel, timeline
from systemdesign.show.watch import Leg, Watched


@dataclass(frozen=True)
class Place:
    """Where requests can be: a box of the stage, or a `"way"` between two of them, or an `"arc"` of a circle.

    A `"desk"` has `workers`: so many of those who are there are served, and the others wait in the order in which they
    came. A `"spot"` has none. An arc spans `turns` of the circle, from and to, from 0 to 1, clockwise from the top.
    """

    name: str
    kind: str = "spot"
    workers: int | None = None
    turns: tuple | None = None

    def __post_init__(self):
        if self.kind not in ("spot", "desk", "way", "arc"):
            raise ChartError(f'Place {self.name!r} is a "spot", a "desk", a "way" or an "arc", not {self.kind!r}.')
        if (self.kind == "desk") != (self.workers is not None) or (self.kind == "arc") != (self.turns is not None):
            raise ChartError(f"Place {self.name!r}: a desk, and nothing else, has workers; an arc turns.")


def desks(names, workers=1):
    """A column of servers, each with so many workers."""
    return [Place(name, "desk", workers) for name in names]


class Film:
    """What happened from `start` to `end`, in seconds of virtual time; it ends before more than `most` dots came.

    `stage` lists columns from left to right, each a list of places: a `Place`, or the name of a spot. Where a place is
    visited that stands on no column, it is a way. `stills` are (time, caption) pairs: the moments that stand for the
    film where nothing can move. `clock` says that the chart's x axis shows the film's time. `about` is a sentence for
    those who cannot see it.

    `by_number`: who calls is told by the request's number, for services that are called from another process, where
    the call has lost its context.

    A dot is one call on its way through nested places: it is at the innermost. A call that goes on although its caller
    has left it (see `watch`), and a second call beside a first, are dots of their own.
    """

    def __init__(self, stage, *, start=0.0, end, most=300, stills=(), clock=False, about="", by_number=False):
        if not 0 <= start < end < inf:
            raise ChartError(f"A film begins at 0 s or later and ends after that; this is from {start} to {end} s.")
        self.stage = [[place if isinstance(place, Place) else Place(place) for place in column] for column in stage]
        self.start, self.end, self.most, self.clock, self.about = start, end, most, clock, about
        self.stills = [(float(time), caption) for time, caption in stills]
        self.places = [place for column in self.stage for place in column]
        self.by_number = by_number
        self.dots, self.legs, self.states, self.visits = [], [], [], []
        self.numbers = count(1)
        if len({place.name for place in self.places}) < len(self.places):
            raise ChartError("Two places of a film have one name: give each its own.")

    def watch(self, service, place, *, keeps=False, role=""):
        """The same service, with all who call it on film at `place`.

        `service` is a service, or any async callable such as a method. `keeps`: it goes on with a call whose caller has
        given up, as a server does; the dot stays there until that is done. `role` is a word for what kind of call
        this is ("read", "copy"), or a function of the call's arguments that says so. The innermost place's word counts.
        """
        return Watched(self, service, self._index(place), keeps, role)

    def state(self, place, words):
        """From now on the place is in a state that these words tell: "down"; "" is nothing special."""
        self.note(asyncio.get_running_loop().time(), place, words)

    def note(self, time, place, words):
        """The same of another time, for states that are known beforehand or read from a record."""
        index = self._index(place)
        last = next((said for _, where, said in reversed(self.states) if where == index), "")
        if words != last:
            self.states.append((time, index, words))

    async def follow(self, every, **reads):
        """Look at states `every` so many seconds until the film ends: `follow(0.1, s1=lambda: words)`.

        Run it beside the workload: `asyncio.create_task(film.follow(...))`.
        """
        loop = asyncio.get_running_loop()
        while loop.time() <= self.end:
            for place, read in reads.items():
                self.state(place, read())
            await asyncio.sleep(every)

    def travel(self, who, role, origin, target, begin, end, how=None):
        """A message from one place to another, known from a record: a dot that is on its way and nowhere else."""
        self.legs.append(Leg(self.dot(who, role), self._index(origin), begin, end, how, self._index(target)))

    def stay(self, who, role, place, begin, end, how=None):
        """A visit that is known from a record, not watched: one dot at one place."""
        self.legs.append(Leg(self.dot(who, role), self._index(place), begin, end, how))

    def count(self, place, time):
        """How many dots are at a place at that time."""
        index = self._index(place)
        return sum(leg.place == index and leg.to is None and leg.begin <= time < leg.end for leg in self.legs)

    def dot(self, who, role):
        """The number of a new dot."""
        self.dots.append((str(who), role))
        return len(self.dots) - 1

    def recast(self, dot, role):
        """From its beginning on, this dot has had another role; "" leaves it."""
        self.dots[dot] = (self.dots[dot][0], role or self.dots[dot][1])

    def caller_of(self, who):
        """The innermost visit under way of the call with this number, if somebody still waits for it."""
        mine = (visit for visit in reversed(self.visits) if not visit.left and self.dots[visit.dot][0] == str(who))
        return next((visit for visit in mine if visit.leg.end == inf), None)

    def _index(self, name):
        for index, place in enumerate(self.places):
            if place.name == name:
                return index
        self.places.append(Place(name, "way"))
        return len(self.places) - 1

    def to_json(self):
        """The film as plain data; times in seconds from its start, and only what its window shows."""
        return reel(self)

    def __str__(self):
        return "\n".join(timeline(self.to_json()))
