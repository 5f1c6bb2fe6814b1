"""What can befall the target of a load test, and the rules of part 1 once more, as plainly as they can be said."""

import asyncio
from heapq import heapify, heapreplace
from math import inf
from random import Random

from systemdesign import now
from systemdesign.sim.request import Refused, Reply, Unavailable

CALM = "mend"


class World:
    """The target's days: from each event to the next it works, stands still, refuses, is silent, or is down.

    Requests do not get in each other's way. All times are seconds from the start of the test.
    """

    name = "target"

    def __init__(self, seed, events, start=0.0):
        self.seed, self.start = seed, start
        self.turns = [(0.0, CALM), *((float(event.time), event.verb) for event in events), (inf, CALM)]
        self.sent, self.cancelled = {}, {}

    def work(self, number):
        return Random(f"{self.seed} {number}").uniform(0.05, 1.9)

    def ending(self, number, sent):
        """(when, error or None) of a request sent at that time."""
        state = [verb for time, verb in self.turns if time <= sent][-1]
        if state in ("refuse", "crash"):
            return sent, Refused if state == "refuse" else Unavailable
        if state == "hush":
            return inf, None
        left, time = self.work(number), sent
        for (begin, state), (end, _) in zip(self.turns, self.turns[1:]):
            if begin > sent and state == "crash":
                return begin, Unavailable
            if end > sent and state != "freeze":
                time = max(begin, sent)
                if time + left <= end:
                    return time + left, None
                left -= end - time
        return inf, None

    async def __call__(self, request):
        sent = round(now() - self.start, 9)
        self.sent[request.id] = sent
        end, error = self.ending(request.id, sent)
        try:
            await asyncio.sleep(min(end - sent, 1e9))
        except asyncio.CancelledError:
            self.cancelled[request.id] = round(now() - self.start, 9)
            raise
        if error:
            raise error("the target says so")
        return Reply("target")


def expected(world, times, connections, timeout):
    """(sent, latency, cancelled, settled) of each request; None for what does not happen."""
    free = [0.0] * min(connections or len(times), len(times))
    heapify(free)
    for number, due in enumerate(times):
        sent, limit = max(due, free[0]), due + timeout
        if sent > limit - 1e-6:
            yield None, inf, None, limit
            continue
        end, error = world.ending(number, round(sent, 9))
        late = end > limit
        heapreplace(free, min(end, limit))
        yield sent, inf if error or late else end - due, limit if late else None, min(end, limit)
