"""The race of chapter 10, as its sliders run it and as its real components do: the same times, in less time."""

import sys
from math import isclose

from benchmarks.shortcuts import least
from systemdesign import run
from systemdesign.service_calls.hedge import Hedge
from systemdesign.service_calls.race import HEARS, WORKS_ON, race
from systemdesign.sim import Server, Trace, open_loop, poisson

SERVERS, LOAD, DELAY, UNTIL, SEED = 10, 0.6, 5.0, 2000, 1
BAR = 4.0
"""Times as fast as the components, for a slider to move the figure at once."""
STATED = {WORKS_ON: 0.03, HEARS: 0.065}
"""Seconds of processor time for 12,000 requests on the reference machine."""


def by_recursion(loser):
    """The mean of how long requests took, by the recursion over moments, which a reader sees."""
    took = race(LOAD, SERVERS, DELAY, loser, UNTIL, SEED).took
    return sum(took) / len(took)


def by_components(loser):
    """The same by servers and a hedge in virtual time, watched."""
    farm, trace = [Server(f"s{k + 1}", hears=loser == HEARS) for k in range(SERVERS)], Trace()
    run(open_loop(trace.watch(Hedge(farm, DELAY)), poisson(SERVERS * LOAD), until=UNTIL), SEED)
    return trace.mean()


def main():
    """Print the table; 1 if a recursion is not as fast as it must be, else 0."""
    print(f"\nTwo copies race through {SERVERS} queues at {LOAD:.0%}, {SERVERS * LOAD * UNTIL:,.0f} requests\n")
    missed = False
    for loser, stated in STATED.items():
        (quick, mean), (slow, expected) = (least(model, loser) for model in (by_recursion, by_components))
        assert isclose(mean, expected, rel_tol=1e-9), f"the recursion: {mean} s, and the components: {expected} s"
        print(f"the loser {loser:10}{1000 * quick:8.1f} ms{1000 * slow:10.1f} ms{slow / quick:8.1f} times as fast")
        missed |= quick > stated or slow / quick < BAR
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
