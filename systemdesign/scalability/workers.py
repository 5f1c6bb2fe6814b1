"""Workers that share a lock, without the event loop: each job is work alone, then work under the lock."""

from heapq import heapify, heappop, heappush
from math import log

from systemdesign.kernel.streams import stream


def shares(workers, contention, coherency):
    """The parts of a job, whose whole is 1 for a worker by itself: alone, and under the lock."""
    return 1 - contention, contention + coherency * (workers - 1)


def in_step(workers, contention, coherency, rounds=10):
    """Jobs per unit of time where nobody begins a new job before all have finished theirs; nothing is random."""
    alone, locked = shares(workers, contention, coherency)
    begun = 0.0
    for _ in range(rounds):
        free = begun
        for _ in range(workers):
            free = max(free, begun + alone) + locked
        begun = free
    return rounds * workers / begun


def own_pace(workers, contention, coherency, jobs=2000, seed=None):
    """Jobs per unit of time where each worker begins again at once; all times are exponential.

    The first quarter of the jobs is left out: all begin at the same moment.
    """
    done = finishes(workers, contention, coherency, jobs, seed)
    skipped = jobs // 4
    return (jobs - skipped) / (done[-1] - done[skipped - 1])


def finishes(workers, contention, coherency, jobs, seed=None):
    """When each of so many jobs is done, in order: the lock is first come, first served."""
    alone, locked = shares(workers, contention, coherency)
    apart, under = (stream(name, seed).random for name in ("alone", "lock"))
    asking = [-alone * log(1 - apart()) for _ in range(workers)]
    heapify(asking)
    free, done = 0.0, []
    while len(done) < jobs:
        time = heappop(asking)
        free = (free if free > time else time) - locked * log(1 - under())
        done.append(free)
        heappush(asking, free - alone * log(1 - apart()))
    return done
