"""The virtual-time kernel beside its peers: requests a second, memory, and growth up to a million."""

import sys
import time
import tracemalloc
from math import isclose

from benchmarks.flight import FLIGHT
from benchmarks.mm4 import CONTENDERS, traffic

BARS = {
    "systemdesign: queue and workers": 2.0,
    "systemdesign: task a customer": 1.6,
    "systemdesign: tasks kept in a set": 1.3,
    "systemdesign: sim.Server": 1.1,
}
"""How many times SimPy's speed each must reach."""
BARRED = list(BARS)[:2]
AT_ONCE, FLIGHT_BAR = 100_000, 1.0
COUNT, REPEATS = 20_000, 7
ONCE = {"salabim"}  # a hundred times slower than the others
GROWTH = [10_000, 100_000, 1_000_000]


def timed(model, demands):
    """Mean wait and seconds of processor time: the machine may be busy with other things."""
    start = time.process_time()
    mean = model(demands)
    return mean, time.process_time() - start


def flight():
    """How many times as fast as SimPy so many requests are that are under way at once; the same end asserted."""
    demands, best, ends = traffic(AT_ONCE), {}, set()
    for _ in range(3):
        for name, model in FLIGHT.items():
            end, seconds = timed(model, demands)
            best[name] = min(seconds, best.get(name, seconds))
            ends.add(end)
    assert len(ends) == 1, f"the last request ends at {ends}"
    return best["SimPy"] / best["systemdesign"]


def race():
    """The least time of each contender, its runs interleaved with the others'; equal means asserted."""
    demands, best, means = traffic(COUNT), {}, {}
    for repeat in range(REPEATS):
        for name, model in CONTENDERS.items():
            if repeat and name in ONCE:
                continue
            means[name], seconds = timed(model, demands)
            best[name] = min(seconds, best.get(name, seconds))
    expected = means["SimPy"]
    for name, mean in means.items():
        assert isclose(mean, expected, rel_tol=1e-9), f"{name}: mean wait {mean} s, SimPy's {expected} s"
    return best, expected


def memory(model, demands):
    """Most memory held at once, in kB, above what the traffic takes."""
    model(demands[:100])  # everything is imported now
    tracemalloc.start()
    model(demands)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e3


def growth(model):
    """Seconds of processor time a request, and memory, for each of the numbers of requests."""
    for count in GROWTH:
        demands = traffic(count)
        yield timed(model, demands)[1] / count, memory(model, demands)


def main():
    """Print both tables; 1 if the kernel is not as fast as it must be, else 0."""
    best, mean = race()
    print(f"\nM/M/4 at 80 % load, {COUNT:,} requests, mean wait {mean:.6f} s in each\n")
    print(f"{'':42}{'requests/s':>12}{'SimPy = 1':>12}{'peak kB':>10}")
    for name, seconds in best.items():
        kept = memory(CONTENDERS[name], traffic(COUNT // 4))
        print(f"{name:42}{COUNT / seconds:12,.0f}{best['SimPy'] / seconds:12.2f}{kept:10,.0f}")
    print(f"\n{'µs a request and peak kB for':42}" + "".join(f"{count:>22,}" for count in GROWTH))
    for name in BARRED:
        cells = (f"{1e6 * seconds:13.2f}{kept:9,.0f}" for seconds, kept in growth(CONTENDERS[name]))
        print(f"{name:42}" + "".join(cells))
    ratios = {name: best["SimPy"] / best[name] for name in BARS}
    ratios[at_once := f"systemdesign: {AT_ONCE:,} requests in flight"] = flight()
    print(f"\n{at_once:42}{ratios[at_once]:24.2f}")
    slow = [name for name, bar in {**BARS, at_once: FLIGHT_BAR}.items() if ratios[name] < bar]
    for name in slow:
        print(f"\n{name} misses its bar of {BARS.get(name, FLIGHT_BAR)} times SimPy")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
