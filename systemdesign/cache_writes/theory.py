"""Loss, coalescing, races and the price of a sync, in closed form."""

from math import exp, expm1, fsum, isclose


def lost(rate, age):
    """Mean writes that a crash loses, `age` seconds after the last flush: they come `rate` a second. Exact.

    If they are Poisson, their number is: more than rate times the interval happens.
    """
    return rate * age


def reach(rate, every, popularity):
    """Mean writes a second that reach the database, if each key is written at most once a flush. Exact.

    `rate` Poisson writes a second, `popularity` each key's share of them; a key is written in an interval with
    probability 1 - e^(-rate share every).
    """
    return fsum(-expm1(-rate * every * share) for share in popularity) / every


def different(gap, first, second):
    """Probability that two writers, `gap` seconds apart, leave two places different. Exact.

    Each writes to one place and then to the other, after exponential times with means `first` and `second` in seconds.
    With D the second writer's lead at the first place, another Laplace variable of scale `second` must exceed it:
    the mean of e^(-abs(D)/second)/2. It is e^(-gap/second)/2 where `first` is 0.
    """
    here, there = exp(-gap / first), exp(-gap / second)
    if isclose(first, second, rel_tol=1e-6):
        return exp(-gap / second) * (1 + gap / second) / 4
    return second / 4 * ((there + here) / (first + second) + (there - here) / (second - first))


def shared_sync(rate, sync):
    """(mean seconds of a commit, syncs a second) if one sync of `sync` seconds serves all who wait. Exact.

    `rate` Poisson commits a second. A sync starts when there is something to do and the last one has ended; it serves
    those who came before it began. So the disk is a queue with bulk service: a sync is followed by another at once
    with probability 1 - e^(-a), a = rate sync, and an idle spell lasts 1/rate.
    """
    load = rate * sync
    busy = load / (load + exp(-load))
    return sync * (1 + busy / 2), busy / sync
