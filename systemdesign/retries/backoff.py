"""How long to pause before trying again: five answers, each an endless run of pauses."""

from dataclasses import dataclass
from itertools import repeat


@dataclass(frozen=True)
class AtOnce:
    """No pause at all."""

    def pauses(self, rng):
        """One request's pauses, in seconds and in order, endlessly; chance comes from `rng`."""
        return repeat(0.0)


@dataclass(frozen=True)
class Exponential:
    """`base` seconds, then twice as long each time, up to `cap`; nothing is left to chance."""

    base: float = 0.1
    cap: float = 10.0

    def pauses(self, rng):
        return ceilings(self.base, self.cap)


@dataclass(frozen=True)
class EqualJitter(Exponential):
    """Half of the exponential pause for certain, and a random part of the other half."""

    def pauses(self, rng):
        return (ceiling / 2 + rng.uniform(0, ceiling / 2) for ceiling in ceilings(self.base, self.cap))


@dataclass(frozen=True)
class FullJitter(Exponential):
    """Anything from nothing to the exponential pause (Brooker, *Exponential Backoff and Jitter*, 2015)."""

    def pauses(self, rng):
        return (rng.uniform(0, ceiling) for ceiling in ceilings(self.base, self.cap))


@dataclass(frozen=True)
class Decorrelated(Exponential):
    """Anything from `base` to three times the pause before, up to `cap` (Brooker again)."""

    def pauses(self, rng):
        pause = self.base
        while True:
            pause = min(self.cap, rng.uniform(self.base, 3 * pause))
            yield pause


def ceilings(base, cap):
    """base, 2·base, 4·base, … seconds, none above `cap`, however many are asked for."""
    ceiling = min(base, cap)
    while True:
        yield ceiling
        ceiling = min(2 * ceiling, cap)


BACKOFFS = {
    "none": AtOnce,
    "exponential": Exponential,
    "equal jitter": EqualJitter,
    "full jitter": FullJitter,
    "decorrelated": Decorrelated,
}


def backoff(name, base=0.1, cap=10.0):
    """The back-off of this name, in seconds; its `pauses(rng)` gives one request's pauses, in order."""
    if name not in BACKOFFS:
        raise ValueError(f"there is no back-off called {name!r}: use one of {', '.join(BACKOFFS)}")
    if not 0 <= base <= cap:
        raise ValueError(f"the base ({base} s) must lie between 0 and the cap ({cap} s)")
    return AtOnce() if name == "none" else BACKOFFS[name](base, cap)
