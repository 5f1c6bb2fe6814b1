"""Part 4 of lab 14 is judged at a shop, which keeps to its script."""

import asyncio
from random import Random

from systemdesign import now, run
from systemdesign.sim.request import Lost, Refused, Reply, ServiceError, TimedOut, Unavailable

from .scene import SAID, settled

OPEN = [Lost, Unavailable, TimedOut, ServiceError, TimeoutError]
"""Failures that leave it open what was done."""

FAILURES = [Refused, *OPEN]
SLOW = 60.0  # s: longer than anybody waits


class Shop:
    """A service that does what its script says, one entry per call, and then answers at once.

    An entry is the seconds to answer in, or an error to raise, or (seconds, error or None). `scripts` holds the
    scripts of single requests by their id.
    """

    name = "shop"

    def __init__(self, *script, scripts=()):
        self.script, self.scripts, self.calls, self.given_up = list(script), dict(scripts), [], []

    async def __call__(self, request):
        self.calls.append((now(), request))
        script = self.scripts.get(request.id, self.script)
        step = script.pop(0) if script else 0.0
        seconds, error = step if isinstance(step, tuple) else (step, None) if isinstance(step, float) else (0.0, step)
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.given_up.append(now())
            raise
        if error:
            raise error(f"no, {SAID}")
        return Reply("shop", len(self.calls))

    @property
    def times(self):
        return [time for time, _ in self.calls]

    def times_of(self, number):
        return [time for time, request in self.calls if request.id == number]


def client(lab, service, *, ratio=1.0, least=1_000, base=1e-9, cap=1e-9, seed=1, **options):
    """The student's client; by default its pauses are nothing to speak of, and its budget has no end."""
    budget = lab.Budget(ratio=ratio, least=least, window=1_000.0)
    return lab.Client(service, lab.FullJitter(Random(seed), base=base, cap=cap), budget, **options), budget


def outcome(lab, service, request, options=(), **more):
    """What the caller got, and when; `options` are those of the call."""

    async def main():
        made, _ = client(lab, service, **more)
        return await settled(made(request, **dict(options))), now()

    return run(main)


def answered(reply):
    return getattr(reply, "by", None) == "shop"


def offered(service):
    """A service as the student's code may call it."""

    async def shop(request):
        return await service(request)

    return shop
