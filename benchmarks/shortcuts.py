"""One M/M/1 queue, as the sliders of chapter 01 run it and as its real components do: requests a second, same times."""

import sys
import time
from math import isclose

from systemdesign import run
from systemdesign.latency_and_queues.queue import served
from systemdesign.sim import Request, Server, Trace, draws, exponential, farm, open_loop, poisson

COUNT, REPEATS, LOAD = 15_000, 5, 0.8
BAR = 10.0  # times as fast as the components, for a slider to move the figure at once
STATED = 0.04  # s of processor time on the reference machine: twice what chapter 01 counts with


def traffic():
    """Gaps between arrivals, and service times, in seconds."""
    gaps, works = poisson(LOAD, seed=1), draws(exponential(1.0), seed=1)
    return [next(gaps) for _ in range(COUNT)], [next(works) for _ in range(COUNT)]


def by_recursion(gaps, works):
    """Lindley's line, which a reader sees."""
    return served(works, [*gaps[1:], 0.0])


def by_farm(gaps, works):
    """The recursion for several servers and any policy, with one."""
    return farm(gaps, works, count=COUNT)


def by_components(gaps, works):
    """A server under open traffic in virtual time, watched."""
    trace, asked = Trace(), (Request(number, work=work) for number, work in enumerate(works))
    run(open_loop(trace.watch(Server("s")), gaps, asked))
    return trace


def least(model, *given):
    """The least seconds of processor time, and what the model returned."""
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        found = model(*given)
        spent.append(time.process_time() - start)
    return min(spent), found


def main():
    """Print the table; 1 if the recursion is not as fast as it must be, else 0."""
    gaps, works = traffic()
    found = {model: least(model, gaps, works) for model in (by_recursion, by_farm, by_components)}
    slow, trace = found[by_components]
    expected = trace.mean()
    print(f"\nM/M/1 at {LOAD:.0%} load, {COUNT:,} requests, mean time in system {expected:.6f} s in each\n")
    for model, (seconds, trace) in found.items():
        assert isclose(trace.mean(), expected, rel_tol=1e-9), f"{model.__name__}: {trace.mean()} s, not {expected} s"
        print(f"{model.__doc__:70}{1000 * seconds:9.1f} ms{slow / seconds:8.1f} times as fast")
    quick = found[by_recursion][0]
    return int(slow / quick < BAR or quick > STATED)


if __name__ == "__main__":
    sys.exit(main())
