"""How long things take: random durations that know their mean and their variability."""

from math import exp, log, log1p, sqrt


class Distribution:
    """A random duration in seconds. Call it with a `random.Random` to draw one.

    `cv2` is the squared coefficient of variation, variance / mean²: 0 is constant, 1 exponential.
    """

    __slots__ = ("name", "mean", "cv2", "draw")

    def __init__(self, name, mean, cv2, draw):
        self.name, self.mean, self.cv2, self.draw = name, mean, cv2, draw

    def __call__(self, rng):
        return self.draw(rng)

    def __repr__(self):
        return f"<{self.name}, mean {self.mean:g} s, cv² {self.cv2:g}>"


def _check(what, value, least, strictly=False):
    if value < least or (strictly and value == least):
        raise ValueError(f"{what} must be {'above' if strictly else 'at least'} {least:g}, and it is {value:g}")


def constant(value):
    """Always `value` seconds."""
    _check("a duration", value, 0)
    return Distribution("constant", value, 0.0, lambda rng: value)


def exponential(mean):
    """Memoryless: what has lasted long is no nearer its end."""
    _check("the mean", mean, 0, strictly=True)
    return Distribution("exponential", mean, 1.0, lambda rng: -mean * log(1.0 - rng.random()))


def uniform(low, high):
    """Equally likely anywhere from `low` to `high` seconds."""
    _check("the lower end", low, 0)
    _check("the upper end", high, low, strictly=True)
    mean, width = (low + high) / 2, high - low
    return Distribution("uniform", mean, width**2 / 12 / mean**2, lambda rng: low + width * rng.random())


def gamma(mean, cv2):
    """Gamma: for cv² = 1/k the sum of k exponential stages, and smooth in between."""
    _check("the mean", mean, 0, strictly=True)
    _check("cv²", cv2, 0, strictly=True)
    shape, scale = 1 / cv2, mean * cv2
    return Distribution("gamma", mean, cv2, lambda rng: rng.gammavariate(shape, scale))


def erlang(stages, mean):
    """The sum of `stages` exponential stages, `mean` seconds in all; cv² = 1 / stages."""
    _check("the number of stages", stages, 1)
    return gamma(mean, 1 / stages)


def hyperexponential(mean, cv2):
    """Many short and a few long: two exponentials, each carrying half of the work (balanced means).

    Tijms, A First Course in Stochastic Models (2003), appendix B. Needs cv² of at least 1.
    """
    _check("the mean", mean, 0, strictly=True)
    _check("cv² of a hyperexponential", cv2, 1)
    short = (1 + sqrt((cv2 - 1) / (cv2 + 1))) / 2
    short_mean, long_mean = mean / (2 * short), mean / (2 * (1 - short))

    def draw(rng):
        branch = short_mean if rng.random() < short else long_mean
        return -branch * log(1.0 - rng.random())

    return Distribution("hyperexponential", mean, cv2, draw)


def lognormal(mean, cv2):
    """The product of many small factors; the usual shape of measured latencies."""
    _check("the mean", mean, 0, strictly=True)
    _check("cv²", cv2, 0)
    variance = log1p(cv2)
    middle, spread = log(mean) - variance / 2, sqrt(variance)
    return Distribution("lognormal", mean, cv2, lambda rng: exp(middle + spread * rng.gauss(0.0, 1.0)))


def with_variability(mean, cv2):
    """A duration with this mean and cv²: constant at 0, gamma below 1, exponential at 1, hyperexponential above."""
    _check("cv²", cv2, 0)
    if cv2 == 0:
        return constant(mean)
    if cv2 == 1:
        return exponential(mean)
    return gamma(mean, cv2) if cv2 < 1 else hyperexponential(mean, cv2)
