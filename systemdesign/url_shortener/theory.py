"""Codes that meet by chance, totals that are read off a few numbers, and what caches leave to their origin."""

from math import exp, expm1, fsum, log, pi, sqrt


def shared(links, codes):
    """Probability that some two of so many links share one of the `codes` drawn for them.

    1 - exp(-n(n-1)/2M), which for n much smaller than M is as good as exact: Feller, I, II.3 (birthdays).
    """
    return -expm1(-pairs(links, codes))


def pairs(links, codes):
    """How many pairs of links share a code, on average. Exact."""
    return links * (links - 1) / 2 / codes


def even_odds(codes):
    """The links after which two share a code with a probability of one half."""
    return sqrt(2 * codes * log(2))


def first_shared(codes):
    """The link, counted from 1, that is the first to share a code, on average, where codes are many."""
    return sqrt(pi * codes / 2) + 2 / 3


def total(highest, seen):
    """How many numbers 1, 2, … were given out, if the highest of so many seen is this one. Unbiased, and the best.

    Goodman, Serial Number Analysis, JASA 47, 1952.
    """
    return highest * (1 + 1 / seen) - 1


def spread(seen):
    """The standard deviation of `total` as a share of the truth, where that is large."""
    return 1 / sqrt(seen * (seen + 2))


def blind(seen, times):
    """How far off `total` is, as a root mean square, of codes that are any of a space so many `times` the truth."""
    return sqrt((times - 1) ** 2 + (times * spread(seen)) ** 2)


def origin_share(popularity, rate, ttl, edges=1):
    """Share of all reads that `edges` caches pass on, each with its share of the Poisson reads. Exact.

    A code is read p rate / edges times a second at each; one miss is followed by ttl times as many hits.
    """
    each = rate * ttl / edges
    return fsum(p / (1 + p * each) for p in popularity)


def counted(clicks, load):
    """Share of a visitor's `clicks` that reach us, if each answer is kept for a time in which `load` more are made.

    Exact for clicks at exponential gaps. From a click that is counted to the next it is one more than a Poisson number
    of that mean.
    """
    chances = [1.0]
    while len(chances) < clicks:
        chances.append(fsum(chance * _poisson(len(chances) - k - 1, load) for k, chance in enumerate(chances)))
    return fsum(chances) / clicks


def astray(time, withdrawn, clicks, every):
    """Clicks after `withdrawn` and until `time` that a visitor makes who had clicked once before. Exact.

    The first click comes at any time from 0 to `withdrawn`; the others follow at exponential gaps, `every` on average.
    """
    def until(x):  # clicks by x after a first click at 0, integrated over x
        return fsum(x * _gamma(k, x / every) - k * every * _gamma(k + 1, x / every) for k in range(1, clicks))

    return (until(time) - until(time - withdrawn) - until(withdrawn)) / withdrawn


def _gamma(k, x):
    """Probability that the sum of k exponential gaps of mean 1 is at most x."""
    return 1 - fsum(_poisson(j, x) for j in range(k))


def _poisson(number, mean):
    chance = exp(-mean)
    for k in range(1, number + 1):
        chance *= mean / k
    return chance
