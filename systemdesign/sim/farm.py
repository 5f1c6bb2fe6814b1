"""The same farms without the event loop: a recursion over arrivals, for charts that move under a hot slider."""

from heapq import heappop, heappush, heapreplace
from itertools import islice
from math import inf

from systemdesign.sim.trace import Trace


class Lane:
    """One server of a farm as a policy sees it: `name`, `weight` and `in_flight`."""

    __slots__ = ("name", "weight", "in_flight", "index", "speed", "free")

    def __init__(self, index, name, weight, speed, workers):
        self.index, self.name, self.weight, self.speed = index, name, weight, speed
        self.in_flight = 0
        self.free = [0.0] * workers  # when each worker is next free, as a heap


def farm(
    arrivals,
    works,
    policy=None,
    servers=1,
    *,
    count=None,
    until=inf,
    warm_up=0,
    workers=1,
    speeds=None,
    weights=None,
    requests=None,
    renewed=0.0,
    offset=0.0,
):
    """The trace of requests through a farm of first-come-first-served servers, which is empty at first.

    `arrivals` yields gaps and `works` service times, in seconds; it ends after `count` requests, or with the last
    arrival within `until` seconds, and the first `warm_up` requests are left out. `policy` is any of the balancer's
    (its `choose(request, servers)` is the rule that `LoadBalancer` uses) and may be left out for one server.
    `servers` is a number or a list of names; `workers` counts each server's; `speeds` and `weights` are lists.
    `requests`, if given, is what the policy sees, one for each arrival. It reads `in_flight` off a board that is
    `renewed` every so many seconds, first at `offset`; at 0 it sees what is true now.

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
    counts, board = getattr(policy, "counts", True), (renewed, offset)
    columns = _columns(islice(zip(arrivals, works), count), until, choose, lanes, seen, counts, board)
    return Trace.of(*(column[warm_up:] for column in columns))


def _columns(traffic, until, choose, lanes, requests, counts, board):
    """Columns of arrival times, times in system and names. `counts`: the policy looks at `in_flight`."""
    arrived, latency, by = [], [], []
    departures, joined, request, now = [], [], None, 0.0
    (renewed, offset), renewal = board, -inf
    for gap, work in traffic:
        now += gap
        if now > until:
            break
        if counts and now >= renewal:
            written = now - (now - offset) % renewed if renewed else now
            renewal = written + renewed
            for lane in joined:
                lane.in_flight += 1
            joined.clear()
            while departures and departures[0][0] <= written:
                lanes[heappop(departures)[1]].in_flight -= 1
        if requests:
            request = next(requests)
        lane = choose(request, lanes)
        free = lane.free
        finish = (free[0] if free[0] > now else now) + work / lane.speed
        heapreplace(free, finish)
        if counts:
            joined.append(lane)
            heappush(departures, (finish, lane.index))
        arrived.append(now)
        latency.append(finish - now)
        by.append(lane.name)
    return arrived, latency, by
