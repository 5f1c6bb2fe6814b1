"""What a breaker does when calls come at awkward moments: each trial puts one before a service that does as it is told.

`guarded` is what makes a breaker of a service.
"""

import asyncio

from systemdesign.circuit_breaker.sketch import CircuitBreaker
from systemdesign.kernel.run import now
from systemdesign.sim.request import Lost


class Moody:
    """A service that takes so long, and fails or not, as it was told when the call came."""

    def __init__(self, takes=0.0, fails=True):
        self.calls, self.takes, self.fails = 0, takes, fails

    async def __call__(self, request):
        self.calls, fails = self.calls + 1, self.fails
        await asyncio.sleep(self.takes)
        if fails:
            raise Lost("no answer")


def guide(service):
    """The guide's breaker before a service, as a service."""
    breaker = CircuitBreaker()
    return lambda request: breaker.call(service, request)


async def outcomes(call, times=1):
    """What comes of so many calls at once: None for one that was answered, else its error."""
    return await asyncio.gather(*(call(None) for _ in range(times)), return_exceptions=True)


async def crowd(guarded, rate, trial):
    """How many calls reach a service in the `trial` seconds in which one is out to try it."""
    service = Moody()
    call = guarded(service)
    await outcomes(call, times=5)
    await asyncio.sleep(61)
    service.calls, service.takes = 0, trial
    callers = [asyncio.create_task(outcomes(call))]
    await asyncio.sleep(0.5 / rate)
    for _ in range(rate * trial):
        callers.append(asyncio.create_task(outcomes(call)))
        await asyncio.sleep(1 / rate)
    await asyncio.gather(*callers)
    return service.calls


async def asks_again(guarded, well):
    """When a call comes through again, where one from before it opened ends at 30 s."""
    service = Moody(30.0, fails=not well)
    call = guarded(service)
    old = asyncio.create_task(outcomes(call))
    await asyncio.sleep(0.5)
    service.takes, service.fails = 0.0, True
    await outcomes(call, times=5)
    before = service.calls
    while service.calls == before:
        await asyncio.sleep(1)
        await outcomes(call)
    await old
    return now()
