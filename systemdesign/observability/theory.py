"""What is known of the witnesses: what a stall does to a percentile, who looks in time, and what an alarm spends."""

from math import ceil, exp, inf, log

MONTH = 30 * 86400.0  # s, over which an objective counts


def stalled(q, length, horizon, load, work=0.0):
    """The latency that a share `q` of the requests does not exceed, in a `horizon` with one stall of this length.

    A request that comes a seconds into the stall waits length - (1 - load) a, so those that wait longer than x are
    the ones of (length - x)/(1 - load) seconds. Exact for a flow of requests on one server, first come first served.
    """
    return max(work, length - (1 - q) * horizon * (1 - load))


def looked(length, load, every):
    """The chance that a look `every` so many seconds, at a random moment, falls into a stall or its backlog."""
    return min(1.0, length / (1 - load) / every)


def stalls_until_seen(chance, sure=0.95):
    """How many pass until one has been seen with so much certainty, each with this chance."""
    return 1 if chance >= sure else ceil(log(1 - sure) / log(1 - chance) - 1e-9)


def quantile(q, beyond, longest=1e3):
    """Where `beyond(x)`, the share that takes longer than x, comes down to 1 - q; by bisection."""
    low, high = 0.0, longest
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle) > 1 - q else (low, middle)
    return high


def exponential(mean):
    """The share that takes longer than x, if times are exponential."""
    return lambda x: exp(-x / mean)


def standing(length, horizon, load, mean):
    """The same of an instance that stands still once in the horizon, and takes exponential times otherwise."""
    share = length / (1 - load) / horizon
    usual = exponential(mean)
    return lambda x: (1 - share) * usual(x) + share * max(0.0, 1 - x / length)


def mixed(parts):
    """The same of all requests, of which a share goes to each: [(share, beyond)]."""
    return lambda x: sum(share * beyond(x) for share, beyond in parts)


def fires(burn, window, objective, failing):
    """After how many seconds an alarm over one window fires, if this share of the requests fails from now on.

    It fires when the share that failed within the window is `burn` times what the objective leaves: never, where that
    is more than fails. Exact for steady traffic in which nothing failed before.
    """
    share = burn * (1 - objective)
    return share * window / failing if failing > share else inf


def spent(burn, window, month=MONTH):
    """The share of a month's budget that is gone when it fires, however many fail."""
    return burn * window / month


def gone(seconds, failing, objective, month=MONTH):
    """The share of a month's budget that is gone when this share of steady traffic has failed for so long."""
    return seconds * failing / month / (1 - objective)
