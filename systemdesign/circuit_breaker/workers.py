"""A hundred seconds of a front: one of the services that it asks hangs for sixty of them."""

from itertools import count
from typing import NamedTuple

from systemdesign.circuit_breaker.breaker import Breaker
from systemdesign.circuit_breaker.front import Front, Hanging
from systemdesign.kernel.run import now, run
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Request, ServiceError, with_timeout
from systemdesign.sim.workload import open_loop, poisson

RATE, QUICK, UNTIL = 50.0, 0.05, 100.0  # requests a second, s for one that doesn't hang, s in all
HANGS, BACK = 20.0, 80.0
IN_A_ROW, OPEN_FOR = 5, 5.0


class Asked(NamedTuple):
    """One request: when it came, whether it needs the service that hangs, how many workers it found busy, and whether
    it was answered."""

    time: float
    needs: bool
    busy: int
    answered: bool


def guarded(service, limit, breaks):
    """The service as the front asks it: with a time limit, and behind a breaker or not."""
    limited = with_timeout(service, limit)
    return Breaker(limited, IN_A_ROW, OPEN_FOR) if breaks else limited


def requests(share):
    """Endless requests, of which a share needs the service."""
    chance = stream("needs").random
    for number in count():
        yield Request(number, key=Front.NEEDS if chance() < share else None)


def day(workers, share, limit, breaks, seed=None):
    """All requests, in the order in which they were settled."""
    front, asked = Front(guarded(Hanging(HANGS, BACK, QUICK), limit, breaks), workers, QUICK), []

    async def noted(request):
        time, busy, answered = now(), front.busy, False
        try:
            await front(request)
            answered = True
        except ServiceError:
            pass
        asked.append(Asked(time, request.key == Front.NEEDS, busy, answered))

    run(open_loop(noted, poisson(RATE), requests(share), until=UNTIL), seed)
    return asked


def others(asked, start, end):
    """The share of the requests of this time, that don't need the service, that are answered; 1 where there are none.
    """
    found = [one.answered for one in asked if not one.needs and start <= one.time < end]
    return sum(found) / len(found) if found else 1.0


def by_time(asked, step=2):
    """(times, values), at the middle of each stretch of so many seconds: how many workers a request finds busy, on
    average, and how many of the others are answered in a second."""
    stretches = [[] for _ in range(int(UNTIL / step))]
    for one in asked:
        stretches[int(one.time / step)].append(one)
    times = [step * (number + 0.5) for number in range(len(stretches))]
    busy = [round(sum(one.busy for one in some) / max(1, len(some)), 3) for some in stretches]
    return (times, busy), (times, [sum(one.answered and not one.needs for one in some) / step for some in stretches])
