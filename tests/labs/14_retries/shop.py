"""Part 4 of lab 14 is judged at a shop, which keeps to its script."""

import asyncio
from random import Random

from systemdesign import now, run
from systemdesign.sim.request import Reply

from .scene import settled


class Shop:
    """A service that does what its script says, one entry per call: seconds to answer in, or an error to raise."""

    name = "shop"

    def __init__(self, *script):
        self.script, self.calls = list(script), []

    async def __call__(self, request):
        self.calls.append((now(), request))
        step = self.script.pop(0) if self.script else 0.0
        if isinstance(step, float):
            await asyncio.sleep(step)
            return Reply("shop", len(self.calls))
        raise step("no")

    @property
    def times(self):
        return [time for time, _ in self.calls]


def client(lab, service, *, ratio=1.0, least=1_000, base=1e-9, cap=1e-9, **options):
    """The student's client; by default its pauses are nothing to speak of, and its budget has no end."""
    budget = lab.Budget(ratio=ratio, least=least, window=1_000.0)
    return lab.Client(service, lab.FullJitter(Random(1), base=base, cap=cap), budget, **options), budget


def outcome(lab, service, request, within=5.0, **options):
    """What the caller got, and when."""

    async def main():
        made, _ = client(lab, service, **options)
        return await settled(made(request, within=within)), now()

    return run(main)


def offered(service):
    """A service as the student's code may call it."""

    async def shop(request):
        return await service(request)

    return shop
