"""The ranks of part 2 in whole numbers, without a logarithm or a float."""

from fractions import Fraction
from functools import cache


@cache
def ranks(n, q, level="0.95"):
    """(r, s) of `n` values: of the lower bound, 0 for none, and of the upper one, n + 1 for none.

    q = a/b, and b**n * P(B = k) = C(n, k) * a**k * (b - a)**(n - k) is a whole number.
    """
    q, tail = Fraction(q), (1 - Fraction(level)) / 2
    good, bad = q.numerator, q.denominator - q.numerator
    most = tail * q.denominator**n
    return lower(n, good, bad, most), n + 1 - lower(n, bad, good, most)


def lower(n, good, bad, most):
    """The highest r for which the terms of fewer than r successes come to `most` or less."""
    term, total, rank = bad**n, 0, 0
    while rank <= n and (total := total + term) <= most:
        term = term * (n - rank) * good // ((rank + 1) * bad)
        rank += 1
    return rank


def nearest(n, q):
    """The rank of the quantile."""
    return max(1, -(-Fraction(q).numerator * n // Fraction(q).denominator))
