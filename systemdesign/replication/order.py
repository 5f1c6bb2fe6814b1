"""Copies of one row's writes on their way to a replica, each by itself or in the order of a log: without the loop."""

from math import log

from systemdesign.kernel.streams import stream

LONG = 12
"""Mean delays after which a copy has arrived, but for six in a million."""
EACH, LOG = "a task each", "a log"
"""The two ways."""


def burst(rate, delay, replicas, random):
    """Writes up to the last one, at time 0: for each, (when it was made, when its copy arrives at each replica)."""
    time, writes = 0.0, []
    while time > -LONG * delay:
        writes.append((time, [time - delay * log(1 - random()) for _ in range(replicas)]))
        time += log(1 - random()) / rate
    return writes[::-1]


def steps(writes, replica, way):
    """(times, versions): what a replica holds when, where the last version is 0 and the one before it -1."""
    copies = [(arrives[replica], version) for version, (_, arrives) in enumerate(writes, 1 - len(writes))]
    if way == EACH:
        return tuple(zip(*sorted(copies)))
    times, latest = [], copies[0][0]
    for time, _ in copies:
        times.append(latest := max(latest, time))
    return tuple(times), tuple(version for _, version in copies)


def unlucky(rate, delay, seed=None):
    """The first burst after which a replica would end wrong without a log."""
    random = stream("an unlucky row", seed).random
    while not wrong(one := burst(rate, delay, 1, random)):
        pass
    return one


def wrong(writes):
    """At how many replicas a copy arrives after that of the last write."""
    latest = [max(times) for times in zip(*(arrives for _, arrives in writes))]
    return sum(mine < late for mine, late in zip(writes[-1][1], latest))


def endings(rate, delay, replicas, count, seed=None):
    """So many bursts: for each, (how many replicas end wrong without a log, when all has arrived at the first one)."""
    random, found = stream("endings", seed).random, []
    for _ in range(count):
        writes = burst(rate, delay, replicas, random)
        found.append((wrong(writes), max(arrives[0] for _, arrives in writes)))
    return found
