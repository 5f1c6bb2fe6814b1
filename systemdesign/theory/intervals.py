"""How sure a simulated number is: confidence intervals from independent seeds or from batches of one run."""

from math import cos, fsum, pi, sin, sqrt, tan
from typing import NamedTuple


class Interval(NamedTuple):
    """A mean and the interval that covers the true one with the confidence asked for."""

    mean: float
    low: float
    high: float

    @property
    def width(self):
        """The interval's whole width as a share of the mean."""
        return (self.high - self.low) / abs(self.mean)

    def __contains__(self, value):
        return self.low <= value <= self.high


def interval(samples, level=0.95):
    """Student's interval for the mean of independent samples, such as one number per seed. Needs two of them."""
    samples = list(samples)
    n = len(samples)
    if n < 2:
        raise ValueError(f"an interval needs at least 2 samples, and there are {n}: use more seeds")
    mean = fsum(samples) / n
    deviation = sqrt(fsum((sample - mean) ** 2 for sample in samples) / (n - 1))
    half = student_t(level, n - 1) * deviation / sqrt(n)
    return Interval(mean, mean - half, mean + half)


def batch_means(values, batches=30, level=0.95, of=None):
    """Interval from one long run: `of` (the mean by default) is taken of each of `batches` stretches in a row.

    The values in a queue depend on their neighbours, long stretches hardly do. Law, Simulation Modeling
    and Analysis, 9.5.3. What is left over after equal stretches is dropped from the front, with the warm-up.
    """
    size = len(values) // batches
    if size < 1:
        raise ValueError(f"{len(values)} values do not fill {batches} batches: run longer, or use fewer batches")
    start = len(values) - size * batches
    of = of or (lambda stretch: fsum(stretch) / len(stretch))
    return interval((of(values[at : at + size]) for at in range(start, len(values), size)), level)


def student_t(level, degrees):
    """The t that Student's distribution keeps within, on both sides, with probability `level`."""
    low, high = 0.0, pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, degrees) < level else (low, middle)
    return sqrt(degrees) * tan(high)


def _within(angle, degrees):
    """P(|T| <= √degrees·tan(angle)), a finite sum for whole degrees. Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    odd = degrees % 2
    term = total = cos(angle) if odd else 1.0
    for k in range(3 if odd else 2, degrees, 2):
        term *= (k - 1) / k * cos(angle) ** 2
        total += term
    if not odd:
        return sin(angle) * total
    return 2 / pi * (angle + (sin(angle) * total if degrees > 1 else 0.0))
