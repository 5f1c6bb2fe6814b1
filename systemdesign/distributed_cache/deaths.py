"""Writes that were acknowledged, and four deaths: how old the youngest is that survives. Without the event loop."""

from math import inf
from statistics import fmean

from systemdesign.distributed_cache import theory
from systemdesign.kernel.streams import stream
from systemdesign.sim.counts import poisson_count

NO, EVERYSEC, ALWAYS, BOTH = POLICIES = ["no", "everysec", "always", "always + WAIT"]
SYNCED, WAITS = (ALWAYS, BOTH), (BOTH,)
PROCESS, POWER, MACHINE, LINE = DEATHS = ["process", "power", "machine", "line then machine"]
KERNEL, SECOND = 30.0, 1.0
"""So often the system writes files back by itself, and `everysec` begins a sync."""
CUT = 0.5
"""For so long the line has been cut when the machine dies."""
TIMES = 2000
"""Deaths at each setting."""


def window(death, policy, lag, sync):
    """(least, most): all that was made in the last A seconds is lost, and A is uniform between them.

    A process leaves its file to the system. Power leaves what a finished sync took, and each takes `sync` seconds. A
    replica has what was made `lag` seconds ago, unless the line was cut. Under `always` a write counts as made when it
    is on the disk: only then do its answer and its copy leave, as Valkey's one thread does it.
    """
    if death == PROCESS or (death == POWER and policy in SYNCED):
        return 0.0, 0.0
    if death == POWER:
        return (0.0, KERNEL) if policy == NO else (sync, sync + SECOND)
    return (lag, lag) if death == MACHINE else (CUT + lag, CUT + lag)


def heard(policy, death, lag):
    """How long after a write is made its OK is heard: WAIT is there and back, and in vain while the line is cut."""
    if policy not in WAITS:
        return 0.0
    return 2 * lag + (CUT if death == LINE else 0.0)


def ages(death, policy, lag, sync, seed=0):
    """At each death: all writes are lost whose OK was heard less than so many seconds before it."""
    random, (least, most) = stream("deaths", seed).random, window(death, policy, lag, sync)
    late = heard(policy, death, lag)
    return [max(0.0, least + (most - least) * random() - late) for _ in range(TIMES)]


def lost(found, rate, seed=0):
    """How many acknowledged writes are lost at each death, if they come as a Poisson process."""
    rng = stream("writes", seed)
    return [poisson_count(rng, rate * age) for age in found]


def surviving(found, age):
    """Share of the deaths that a write survives whose OK was heard so long before."""
    return fmean(age >= one for one in found)


def curve(death, policy, lag, sync, ages):
    """(ages, shares surviving) by theory, with the corners of the curve among the ages."""
    span, late = window(death, policy, lag, sync), heard(policy, death, lag)
    ends = [min(max(end - late, ages[0]), ages[-1]) for end in span]
    foot = [(ends[0], 0.0)] if ends[0] > ages[0] else []
    found = sorted(foot + [(age, theory.survives(age, span, late)) for age in [*ages, *ends]])
    return [age for age, _ in found], [share for _, share in found]


def expected(death, policy, rate, lag, sync):
    """The mean number of writes lost, by theory."""
    return rate * theory.lost_age(window(death, policy, lag, sync), heard(policy, death, lag))[0]


def answer(policy, rate, lag, sync, seed=0):
    """The mean time until an OK, in seconds: until a sync that began after the write ends, and there and back.

    One sync at a time, and each takes all that has come before it begins.
    """
    if policy not in SYNCED:
        return 0.0
    random, waits, time, begun, ends = stream("syncs", seed), [], 0.0, -inf, -inf
    while len(waits) < 1000:
        time += random.expovariate(rate)
        if time > begun:  # the sync that is being waited for has begun without this write
            begun = max(time, ends)
            ends = begun + sync
        waits.append(ends - time)
    return fmean(waits) + heard(policy, MACHINE, lag)


def worst(policy, rate, lag, sync):
    """The mean number of writes lost at that death which costs most, by theory."""
    return max(expected(death, policy, rate, lag, sync) for death in DEATHS)
