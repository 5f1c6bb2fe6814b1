"""A day of lab 02, part 4, played with one autoscaler: what it wanted, what came of it, and what it cost."""

import asyncio
from typing import NamedTuple

from systemdesign import now

from .staffing import least
from .world import GRACE, GROWTH, LENGTH, OBJECTIVE, PERIOD, Site, rate_at

ORDERED = 140  # machines in a day, by rule 3
MOST = 2_000  # machines that anybody sells


class Look(NamedTuple):
    """What the autoscaler was told, and what it wanted."""

    time: int
    rate: float | None
    waiting: int
    ready: int
    booting: int
    wanted: int


def machines(wanted):
    """The answer of `decide`, where it is one."""
    assert type(wanted) is int and wanted >= 1, (
        f"By rule 5 `decide` returns a whole number of machines, 1 or more, in every call; yours returned {wanted!r}."
    )
    return wanted


class Day:
    """One autoscaler in charge of one site."""

    def __init__(self, scaler, story):
        self.scaler, self.story, self.events = scaler, story, story.events
        self.site, self.looks, self.seconds = Site(story.seed, story.events), [], 0

    async def play(self):
        """The whole day, to the last request that is begun."""
        for time in range(PERIOD, LENGTH, PERIOD):
            await asyncio.sleep(time - now())
            self.step(time)
        self.site.advance(LENGTH)
        self.late = self.site.pool.late + self.site.pool.times[self.site.pool.begun :]

    def step(self, time):
        self.site.advance(time)
        rate, waiting = self.site.look(time)
        seen = time, rate, waiting, self.site.ready, len(self.site.booting)
        wanted = machines(self.scaler.decide(*seen))
        assert wanted <= MOST, (
            f"By rule 3 at most {ORDERED} machines are ordered in a day; at {time} s you want {wanted}, and nobody "
            f"sells so many."
        )
        self.site.want(time, wanted)
        self.seconds += PERIOD * (self.site.ready + len(self.site.booting))
        self.looks.append(Look(*seen, wanted))

    def judged(self, time):
        """Whether a request that comes then counts: in the first minutes of a crowd nobody can help."""
        return not any(event.verb in GROWTH and 0 <= time - event.time < GRACE for event in self.events)

    @property
    def lost(self):
        """When those requests came that count and were late."""
        return list(filter(self.judged, self.late))

    @property
    def in_time(self):
        """The share in time of the requests that count."""
        return 1 - len(self.lost) / sum(map(self.judged, self.site.pool.times))

    @property
    def oracle(self):
        """Machine-seconds of one that knows the rate."""
        return sum(enough(rate_at(second + 0.5, self.events)) for second in range(LENGTH))

    def worst(self):
        """The time at which the most late requests of a quarter of a minute came."""
        quarters = [int(time // PERIOD) * PERIOD for time in self.lost]
        return max(set(quarters), key=quarters.count)

    def at(self, time):
        """The look nearest to this time."""
        return min(self.looks, key=lambda look: abs(look.time - time))

    def due(self, time):
        """The oracle's machines."""
        return enough(rate_at(time, self.events))

    def tell(self, times):
        """A line to the story for each look at about these times."""
        for look in sorted({self.at(time) for time in times}):
            rate = "missing" if look.rate is None else f"{look.rate:.1f}/s"
            late = sum(look.time - PERIOD <= time < look.time for time in self.late)
            self.story.lines.append(
                f"{look.time:6} s  rate {rate}, {look.waiting} waiting, {look.ready} ready, {look.booting} booting: "
                f"you want {look.wanted}, the oracle {self.due(look.time)}; {late} of the last {PERIOD} s were late"
            )


def enough(rate):
    """The oracle's machines for a rate, known to an eighth of a request."""
    return least(-(-rate * 8 // 1) / 8, 1.0, OBJECTIVE)
