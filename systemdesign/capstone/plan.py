"""What happens in half a minute of the worst day, as plain numbers, and the designs that are put through it."""

from dataclasses import dataclass
from heapq import merge
from itertools import accumulate, count, takewhile

from systemdesign.engines.measured import Plan
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Request
from systemdesign.sim.workload import poisson
from systemdesign.sim.zipf import Zipf

PRODUCT, ORDER = "product", "order"


@dataclass(frozen=True)
class Design:
    """What a design does.

    `policy` is the balancer's. Products stay in the cache for `ttl` seconds, None without one. An order is paid in
    line, or handed to a `queue`. At most `places` requests are with each worker, while others wait in the balancer, for
    `patience` seconds at most; None is no such limit. A request is tried up to `tries` times where a worker said no;
    after `failures` of that in a row a worker is left out for a while, None for never.
    """

    policy: str = "round robin"
    ttl: float | None = None
    queue: bool = False
    places: int | None = None
    patience: float = 0.5
    tries: int = 1
    failures: int | None = None


DESIGNS = {
    "naive": Design(),
    "least connections": Design("least connections"),
    "mended": Design("least connections", ttl=10.0, queue=True, places=2, tries=3, failures=3),
}


@dataclass(frozen=True, kw_only=True)
class MinutePlan(Plan):
    """`end` seconds of a shop whose `workers` have `slots` each, and three faults, each from one time to another.

    In `fast` the first worker says no to nine requests in ten, at once; in `crowd` there come `many` times as many
    customers; in `hang` the payment does not answer. Otherwise customers come at random (Poisson), `rate` a second; one
    in eight or so, `orders`, orders something, the others look at one of the `products` (Zipf). Each is to be
    answered within `goal` seconds, and leaves after `patience`.

    A request holds its slot for `work`, and for what it waits for: `read` in the database if no cache has its product,
    `write` for each change of an order, `pay` for the payment in line; all in seconds. A worker that is left out
    is so for `pause` seconds, give or take a third of them (see real_shop.py).
    """

    design: str = "naive"
    end: float = 25.0
    fast: tuple = (0.5, 5.5)
    crowd: tuple = (7.5, 12.5)
    hang: tuple = (17.0, 21.0)
    rate: float = 32.0
    many: float = 4.0
    orders: float = 0.12
    products: int = 100
    workers: int = 3
    slots: int = 2
    work: float = 0.03
    read: float = 0.03
    write: float = 0.01
    pay: float = 0.05
    goal: float = 1.0
    patience: float = 2.0
    pause: float = 3.0
    seed: int = 1

    def __post_init__(self):
        if self.design not in DESIGNS:
            raise ValueError(f"no design is called {self.design!r}; there are {', '.join(map(repr, DESIGNS))}")

    @property
    def knobs(self):
        """The design that the name stands for."""
        return DESIGNS[self.design]

    @property
    def names(self):
        """The workers' names; the first is the one that fails."""
        return [f"s{number}" for number in range(1, self.workers + 1)]

    @property
    def phases(self):
        """The stretches of time in which something is wrong, by what it is."""
        return {"fails fast": self.fast, "crowd": self.crowd, "payment hangs": self.hang}

    def arrivals(self):
        """When each request is due, in seconds from the start."""
        begin, over = self.crowd
        more = times(self.rate * (self.many - 1), over - begin, f"{self.seed} crowd")
        return list(merge(times(self.rate, self.end, self.seed), [begin + at for at in more]))

    def requests(self):
        """The requests, in that order: each has for a key what it is for, PRODUCT or ORDER, and a number.

        Its `work` is the payment's.
        """
        kinds, products, zipf = stream("kinds", self.seed), stream("keys", self.seed), Zipf(self.products)
        keys = [(ORDER, number) if kinds.random() < self.orders else (PRODUCT, zipf(products))
                for number, _ in zip(count(), self.arrivals())]
        return [Request(number, key=key, work=self.pay) for number, key in enumerate(keys)]


def times(rate, until, seed):
    """The times of a Poisson process, in seconds, up to one of them."""
    return list(takewhile(lambda at: at < until, accumulate(poisson(rate, seed))))
