"""What comes on one day: requests, changes of products, and seven faults, all drawn from the seed."""

from functools import lru_cache
from math import cos, inf, log, pi
from typing import NamedTuple

from systemdesign.capstone.settings import END, FLASH, ORDERS, PAY, PRODUCTS, READ, UPDATES, WORK, WRITE
from systemdesign.kernel.streams import stream
from systemdesign.sim.zipf import Zipf

FAULTS = (
    "fails fast",
    "flash crowd",
    "freeze",
    "slow database",
    "payment hangs",
    "primary dies",
    "cache emptied",
)
"""In the order in which they come."""
NEVER = inf, inf


def known(faults):
    """These names of faults, as a set. Raises ValueError where one is none of FAULTS."""
    for name in faults:
        if name not in FAULTS:
            raise ValueError(f"there is no fault {name!r}: there are {', '.join(FAULTS)}")
    return frozenset(faults)


class Asked(NamedTuple):
    """A request: when, which product (1 to 500, and 0 for an order), and the seconds of work it is for an instance,
    for a database node, and for the payment."""

    time: float
    product: int
    work: float
    store: float
    pay: float


def fate(seed, without=()):
    """(first, last moment) of each fault of this day by its name, and the number that draws who is hit.

    One `without` which the day goes on never comes.
    """
    random = stream("faults", seed)

    def between(low, high, lasts):
        start = random.uniform(low, high)
        return start, start + lasts

    times = {
        "fails fast": between(30, 50, 90),
        "flash crowd": between(150, 180, 50),
        "freeze": between(250, 270, 30),
        "slow database": between(300, 320, 12),
        "payment hangs": between(350, 380, 40),
        "primary dies": between(430, 460, 0),
        "cache emptied": between(500, 520, 0),
    }
    victim = random.randrange(10**6)
    return {name: NEVER if name in without else when for name, when in times.items()}, victim


def rate(time, flash):
    """Requests a second at this time: a slow wave from 12 to 20, and times FLASH in the flash crowd."""
    wave = 12 + 4 * (1 - cos(2 * pi * time / END))
    return wave * FLASH if flash[0] <= time < flash[1] else wave


@lru_cache(8)
def traffic(seed, crowd=True):
    """The requests of this day, in order: a Poisson process by thinning (Lewis and Shedler, 1979).

    Without the crowd the others are still the same ones.
    """
    flash, top = fate(seed)[0]["flash crowd"], 20 * FLASH
    arrive, kind, work, store, pay = (
        stream(name, seed).random for name in ("arrivals", "kinds", "work", "store", "pay")
    )
    time, found, product, pick = 0.0, [], Zipf(PRODUCTS), stream("products", seed)
    while (time := time - log(1 - arrive()) / top) < END:
        height = arrive() * top
        if height >= rate(time, flash):
            continue
        order = kind() < ORDERS
        asked = Asked(
            time,
            0 if order else product(pick),
            -WORK * log(1 - work()),
            -(WRITE if order else READ) * log(1 - store()),
            -PAY * log(1 - pay()),
        )
        if crowd or height < rate(time, NEVER):
            found.append(asked)
    return found


@lru_cache(8)
def updates(seed):
    """(time, product) of each change of a product, in order."""
    random, time, found = stream("updates", seed), 0.0, []
    while (time := time + random.expovariate(UPDATES)) < END:
        found.append((time, random.randrange(PRODUCTS) + 1))
    return found
