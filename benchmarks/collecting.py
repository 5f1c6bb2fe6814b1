"""An hour of latencies in the guide's collector and in chapter 15's histogram: their size, and what a look costs."""

import sys

from benchmarks.shortcuts import least
from systemdesign.kernel import stream
from systemdesign.observability.promql import histogram_quantile
from systemdesign.observability.series import Histogram
from systemdesign.observability.sketch import MetricsCollector
from systemdesign.sim.trace import nearest_rank

SECONDS, RATE, MEDIAN, SPREAD = 3600, 1000, 0.126, 0.5
BYTES = 115_000_000
"""What the chapter says that an hour at this rate takes in the guide's collector."""
BAR = 10_000
"""Times as small as the list, and times as fast to be read."""


def main():
    """Print the table; 1 if a histogram isn't as small and as quick as it must be, else 0."""
    draw = stream("latencies", seed=0).lognormvariate
    latencies = [MEDIAN * draw(0, SPREAD) for _ in range(SECONDS * RATE)]
    collector, histogram = MetricsCollector(), Histogram()
    for latency in latencies:
        collector.record_histogram("latency", latency)
        histogram.observe(latency)
    kept = collector.histograms["latency"]
    looks = [least(lambda: nearest_rank(sorted(kept), 0.99)),
             least(lambda: histogram_quantile(0.99, histogram.buckets()))]
    sizes = [sum(map(sys.getsizeof, kept)) + sys.getsizeof(kept), held(histogram)]
    print(f"\nAn hour of {RATE:,} latencies a second\n")
    for name, size, (seconds, p99) in zip(("the guide's list", "a histogram"), sizes, looks):
        print(f"{name:20}{size:14,} bytes{1000 * seconds:12.4f} ms a look   p99 {1000 * p99:6.1f} ms")
    (slow, _), (quick, _) = looks
    print(f"{'':20}{sizes[0] / sizes[1]:14,.0f} times{slow / quick:12,.0f} times")
    same = abs(sizes[0] - BYTES) < 0.05 * BYTES
    return int(not same or sizes[0] / sizes[1] < BAR or slow / quick < BAR)


def held(histogram):
    """Bytes of a histogram's bounds, counts and sum."""
    parts = [histogram.bounds, histogram.counts]
    return sum(sys.getsizeof(part) + sum(map(sys.getsizeof, part)) for part in parts) + sys.getsizeof(histogram.sum)


if __name__ == "__main__":
    sys.exit(main())
