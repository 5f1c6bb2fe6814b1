"""What an interval is worth, exactly: the binomial distribution says how often it covers the truth."""

from functools import cache
from math import comb, sqrt
from pathlib import Path

HERE = Path(__file__).parent
COUNTS, TRUTHS = (20, 50, 100, 200), range(50, 100)
TINY = 1e-6


def promised(lab, *several):
    return lab.bring(HERE / "beside_promise.py").promised([list(each) for each in several])


@cache
def intervals(lab, count):
    """(days, low, high) for each number of days of `count` that held."""
    return lab.bring(HERE / "beside_promise.py").counted([[held, count] for held in range(count + 1)])


def chances(count, truth):
    """How probable each number of days is, if so many in 100 hold."""
    share = truth / 100
    return [comb(count, held) * share**held * (1 - share) ** (count - held) for held in range(count + 1)]


def coverage(found, truth):
    """In how many of 100 repetitions these intervals cover the truth."""
    pairs = zip(chances(len(found) - 1, truth), found, strict=True)
    return 100 * sum(chance for chance, (_, low, high) in pairs if low - TINY <= truth <= high + TINY)


def width(found):
    """How wide they are, on average over the truths."""
    widths = [high - low for _, low, high in found]
    means = [sum(map(float.__mul__, chances(len(found) - 1, truth), map(float, widths))) for truth in TRUTHS]
    return sum(means) / len(means)


def wilson(held, count, z=1.959964):
    """The ends of Wilson's interval as the roots of a quadratic: the truths z of whose errors lie between."""
    a, b, c = count + z * z, -(2 * held + z * z), held * held / count
    root = sqrt(max(0.0, b * b - 4 * a * c))
    return 100 * held / count, 100 * (-b - root) / (2 * a), 100 * (-b + root) / (2 * a)
