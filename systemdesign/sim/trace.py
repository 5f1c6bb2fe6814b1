"""What happened: every request's arrival, latency, server and outcome."""

import asyncio
from array import array
from collections import Counter
from dataclasses import dataclass
from math import ceil, fsum

ABANDONED = "Abandoned"


@dataclass(slots=True)
class Bucket:
    """The requests that arrived in one stretch of time; latencies of the answered in seconds, None without any."""

    start: float
    count: int
    errors: int
    mean: float | None
    p50: float | None
    p99: float | None


class Trace:
    """A record of requests, in columns, in the order in which they were settled.

    `outcome` is None for an answer, else the name of the error: "Refused", "Unavailable", "Lost", "TimedOut",
    or "Abandoned" where the caller stopped waiting.
    """

    def __init__(self, start=0.0):
        self.start = start
        self.arrived, self.latency = array("d"), array("d")
        self.by, self.outcome = [], []
        self._sorted = []

    @classmethod
    def of(cls, arrived, latency, by, start=0.0):
        """A trace of answered requests, from columns."""
        trace = cls(start)
        trace.arrived, trace.latency = array("d", arrived), array("d", latency)
        trace.by, trace.outcome = list(by), [None] * len(trace.arrived)
        return trace

    def watch(self, service):
        """The same service, with every request on record here."""
        record = self.record

        async def watched(request):
            loop = asyncio.get_running_loop()
            arrived = loop.time()
            try:
                reply = await service(request)
            except asyncio.CancelledError:
                record(arrived, loop.time() - arrived, None, ABANDONED)
                raise
            except Exception as error:
                record(arrived, loop.time() - arrived, getattr(error, "by", None), type(error).__name__)
                raise
            record(arrived, loop.time() - arrived, getattr(reply, "by", None))
            return reply

        return watched

    def record(self, arrived, latency, by, outcome=None):
        """Note one settled request."""
        self.arrived.append(arrived)
        self.latency.append(latency)
        self.by.append(by)
        self.outcome.append(outcome)

    def __len__(self):
        return len(self.arrived)

    def after(self, time):
        """The requests that arrived at `time` or later: the trace without its warm-up."""
        return self._where(lambda arrived, latency, by, outcome: arrived >= time, start=time)

    def answered_by(self, *names):
        """The requests that these servers answered."""
        return self._where(lambda arrived, latency, by, outcome: by in names and outcome is None, self.start)

    def _where(self, wanted, start):
        rest = Trace(start)
        for row in zip(self.arrived, self.latency, self.by, self.outcome):
            if wanted(*row):
                rest.record(*row)
        return rest

    @property
    def end(self):
        """When the last request was settled."""
        return max(map(float.__add__, self.arrived, self.latency), default=self.start)

    def answered(self):
        """Latencies of the answered requests, in seconds, in order of settlement."""
        if not self._failed():
            return self.latency[:]
        return array("d", (value for value, outcome in zip(self.latency, self.outcome) if outcome is None))

    def mean(self):
        """Mean latency of the answered requests."""
        values = self._some(self.answered())
        return fsum(values) / len(values)

    def quantile(self, q):
        """The latency that a share `q` of the answered requests did not exceed: an observed one (nearest rank)."""
        if not 0 < q <= 1:
            raise ValueError(f"a quantile lies above 0 and up to 1 (0.99 is the 99th percentile), and this is {q}")
        return nearest_rank(self._in_order(), q)

    def _in_order(self):
        if not self._sorted or len(self._sorted) != len(self) - self._failed():
            self._sorted = sorted(self.answered())
        return self._some(self._sorted)

    @staticmethod
    def _some(values):
        if not values:
            raise ValueError("no request was answered, so there is no latency to speak of")
        return values

    def _failed(self):
        return len(self.outcome) - self.outcome.count(None)

    def rate(self):
        """Arrivals a second, from the trace's start to its end."""
        return self._per_second(len(self))

    def throughput(self):
        """Answers a second, from the trace's start to its end."""
        return self._per_second(len(self) - self._failed())

    def _per_second(self, count):
        span = self.end - self.start
        return count / span if span > 0 else 0.0

    def in_system(self):
        """Time average of the number of requests under way: the L of Little's law, from the steps of that number."""
        steps = sorted([(time, 1) for time in self.arrived] + [(a + b, -1) for a, b in zip(self.arrived, self.latency)])
        areas, present, previous = [], 0, self.start
        for time, step in steps:
            areas.append(present * (time - previous))
            present, previous = present + step, time
        span = self.end - self.start
        return fsum(areas) / span if span > 0 else 0.0

    def counts(self):
        """Answers per server."""
        return Counter(by for by, outcome in zip(self.by, self.outcome) if outcome is None)

    def errors(self):
        """Failures per kind."""
        return Counter(outcome for outcome in self.outcome if outcome is not None)

    def error_share(self):
        """The share of requests that failed, 0 to 1."""
        return self._failed() / len(self) if len(self) else 0.0

    def series(self, width):
        """Buckets of `width` seconds by arrival time, empty ones included."""
        if width <= 0:
            raise ValueError(f"a bucket's width must be above 0 s, and it is {width}")
        buckets = {}
        for arrived, latency, outcome in zip(self.arrived, self.latency, self.outcome):
            buckets.setdefault(int((arrived - self.start) // width), []).append(None if outcome else latency)
        return [self._bucket(i, width, buckets.get(i, ())) for i in range(max(buckets, default=-1) + 1)]

    def _bucket(self, index, width, latencies):
        good = sorted(value for value in latencies if value is not None)
        mean, p50, p99 = (
            (fsum(good) / len(good), nearest_rank(good, 0.5), nearest_rank(good, 0.99)) if good else (None,) * 3
        )
        return Bucket(self.start + index * width, len(latencies), len(latencies) - len(good), mean, p50, p99)


def nearest_rank(ordered, q):
    """The least of the `ordered` values that a share `q` of them does not exceed."""
    rank = ceil(q * len(ordered) - 1e-9)  # 0.07 × 100 is a little over 7
    return ordered[max(rank, 1) - 1]
