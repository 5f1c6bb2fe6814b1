"""The same farms without the event loop: a recursion over arrivals, for charts that move under a hot slider."""

from heapq import heappop, heappush, heapreplace
from itertools import islice

from systemdesign.sim.trace import Trace


class Lane:
    """One server of a farm as a policy sees it: `name`, `weight` and `in_flight`."""

    __slots__ = ("name", "weight", "in_flight", "index", "speed", "free")

    def __init__(self, index, name, weight, speed, workers):
        self.index, self.name, self.weight, self.speed = index, name, weight, speed
        self.in_flight = 0
        self.free = [0.0] * workers  # when each worker is next free, as a heap


def farm(arrivals, works, policy=None, servers=1, *, count, workers=1, speeds=None, weights=None, requests=None):
    """The trace of `count` requests through a farm of first-come-first-served servers.

    `arrivals` yields gaps and `works` service times, in seconds; `policy` is any of the balancer's
    (its `choose(request, servers)` is the very rule that `LoadBalancer` uses) and may be left out
    for one server. `servers` is a number or a list of names; `workers` counts each server's; `speeds`
    and `weights` are lists. `requests`, if given, is what the policy sees, one for each arrival.

    With one worker a request starts when it arrives or when the one before it leaves, whichever is
    later (Lindley, 1952); with several, when the first of them is free (Kiefer and Wolfowitz, 1955).
    """
    names = [f"s{i + 1}" for i in range(servers)] if isinstance(servers, int) else list(servers)
    n = len(names)
    if policy is None and n > 1:
        raise ValueError(f"{n} servers need a policy to choose between them: farm(..., RoundRobin(), {n})")
    traits = zip(names, weights or [1] * n, speeds or [1.0] * n, strict=True)
    lanes = [Lane(i, *each, workers) for i, each in enumerate(traits)]
    choose = policy.choose if policy else lambda request, lanes: lanes[0]
    seen = iter(requests) if requests is not None else None
    arrived, latency, by = _columns(
        islice(zip(arrivals, works), count), choose, lanes, seen, getattr(policy, "counts", True)
    )
    return Trace.of(arrived, latency, by)


def _columns(traffic, choose, lanes, requests, counts):
    """Columns of arrival times, times in system and names. `counts`: the policy looks at `in_flight`."""
    arrived, latency, by = [], [], []
    departures, request, now = [], None, 0.0
    for gap, work in traffic:
        now += gap
        if counts:
            while departures and departures[0][0] <= now:
                lanes[heappop(departures)[1]].in_flight -= 1
        if requests:
            request = next(requests)
        lane = choose(request, lanes)
        free = lane.free
        finish = (free[0] if free[0] > now else now) + work / lane.speed
        heapreplace(free, finish)
        if counts:
            lane.in_flight += 1
            heappush(departures, (finish, lane.index))
        arrived.append(now)
        latency.append(finish - now)
        by.append(lane.name)
    return arrived, latency, by
