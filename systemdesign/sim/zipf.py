"""Which keys are asked for: a few very often, most hardly ever."""

from array import array
from bisect import bisect_left
from itertools import accumulate


class Zipf:
    """Popularity after Zipf: a sampler of keys 1 to `keys`, key k with a probability proportional to 1/k^s.

    Call it with a `random.Random` to draw one. Inverts the cumulative weights, which it keeps: 8 bytes a key.
    """

    def __init__(self, keys, s=1.0):
        if keys < 1:
            raise ValueError(f"there must be at least one key to ask for, not {keys}")
        self.keys, self.s = keys, s
        self._cumulative = array("d", accumulate(k**-s for k in range(1, keys + 1)))

    def __call__(self, rng):
        return bisect_left(self._cumulative, rng.random() * self._cumulative[-1]) + 1

    def probability(self, key):
        """The share of requests that ask for this key."""
        return key**-self.s / self._cumulative[-1]
