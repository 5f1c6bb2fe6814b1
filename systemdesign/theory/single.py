"""One server, first come first served, exactly: how its times in system spread, for equal and for uneven work.

Work has a mean of 1 s here, so that times are in service times. Each class below knows `mean`, `beyond(t)` (the share
of requests that take longer than t), `quantile(p)`, and `wait(rng)`: what one request waits in the steady state.
"""

from itertools import accumulate
from math import exp, fsum, sqrt

from systemdesign.theory.queues import gim1_root, pollaczek_khinchine, quantile


class NoWait:
    """D/D/1: arrivals on the beat, equal work. Below a load of 1 the server is free before the next one comes."""

    mean = 1.0

    def beyond(self, t):
        """All take their own service time."""
        return float(t < 1)

    def quantile(self, p):
        """The same for every p."""
        return 1.0

    def wait(self, rng):
        """None."""
        return 0.0


class Equal:
    """M/D/1: arrivals at random, equal work.

    The number who wait is found from the balance of steps up and down (every term is positive, so that nothing is
    lost to rounding), and the wait from it as Franx does: A simple solution for the M/D/c waiting time distribution,
    Operations Research Letters 29 (2001).
    """

    def __init__(self, load):
        self.load, self.mean = load, 1 + pollaczek_khinchine(load, 0)
        self._present, self._came = [1 - load], [exp(-load)]
        self._at_most = []  # how likely at most 0, 1, 2, … wait

    def beyond(self, t):
        """The wait is at most x, k service times less a rest r, if at most k-1-j wait and j come within that rest."""
        if t < 1:
            return 1.0
        k = int(t - 1) + 1
        rest, within = self.load * (k - (t - 1)), 0.0
        self._grow(k)
        chance = exp(-rest)
        for j in range(k):
            within += chance * self._at_most[k - 1 - j]
            chance *= rest / (j + 1)
        return max(0.0, 1 - within)

    def quantile(self, p):
        """The time that a share `p` of requests stays within."""
        return quantile(p, self.beyond)

    def wait(self, rng):
        """What is left of the work of those ahead: a geometric number of rests, each even over one service time.

        Beneš (1957): so the wait of every M/G/1 is made.
        """
        wait = 0.0
        while rng.random() < self.load:
            wait += rng.random()
        return wait

    def _grow(self, size):
        """Cut between n and n+1 requests: as many departures leave n behind as services see more than n come."""
        came, present = self._came, self._present
        while len(self._at_most) < size:
            n = len(present) - 1
            while len(came) < n + 2:
                came.append(came[-1] * self.load / len(came))
            more = [1 - total for total in accumulate(came[: n + 2])]  # more than 0, 1, … n+1 come
            up = present[0] * more[n] + sum(present[i] * more[n + 1 - i] for i in range(1, n + 1))
            present.append(up / came[0])
            below = self._at_most[-1] if self._at_most else present[0]
            self._at_most.append(below + present[-1])


class Uneven:
    """GI/H₂/1: work from two exponentials that each make half of it, and cv² from 1; at 1 it is one exponential.

    With A and B the transforms of the gaps and of the work, a root θ of A(θ)·B(-θ) = 1 lies below each rate μ of the
    work. The wait is the sum of two amounts, each nothing with probability θ/μ and else exponential with rate θ; the
    time in system is a mixture of two exponentials with the rates θ. Cohen, The Single Server Queue (1982), II.5.10.
    """

    def __init__(self, gaps, cv2):
        spread = sqrt((cv2 - 1) / (cv2 + 1))
        self._rates = 1 - spread, 1 + spread
        if cv2 == 1:
            self._rates, self._roots, self._weights = [1.0], [1 - gim1_root(gaps)], [1.0]
        else:
            slow, fast = self._roots = _roots(gaps, *self._rates)
            first = fast * self._left(slow) / (fast - slow)
            self._weights = first, 1 - first
        self.mean = fsum(weight / root for weight, root in zip(self._weights, self._roots))

    def beyond(self, t):
        """The share of requests that take longer than t."""
        return fsum(weight * exp(-root * t) for weight, root in zip(self._weights, self._roots))

    def quantile(self, p):
        """The time that a share `p` of requests stays within."""
        return quantile(p, self.beyond)

    def wait(self, rng):
        """What one request waits."""
        pairs = zip(self._roots, self._rates)
        return sum(rng.expovariate(root) for root, rate in pairs if rng.random() > root / rate)

    def _left(self, root):
        """The numerator of the work's transform at -root, over its value at 0."""
        slow, fast = self._rates
        return ((slow**2 + fast**2) / 2 * -root + slow * fast) / (slow * fast)


def _roots(gaps, slow, fast):
    """The root below each rate, where A(θ)·B(-θ) climbs once through 1."""

    def low_at(root, sign):  # times both denominators, of which the slow one's is below 0 between the rates
        work = slow**2 * (fast - root) + fast**2 * (slow - root)
        return sign * gaps(root) * work / 2 < sign * (slow - root) * (fast - root)

    return _climb(low_at, 0.0, slow, 1), _climb(low_at, slow, fast, -1)


def _climb(low_at, low, high, sign):
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if low_at(middle, sign) else (low, middle)
    return high
