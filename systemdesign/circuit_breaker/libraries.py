"""Three breakers from their packages, unmodified, the guide's and ours: all asked the same in virtual time."""

import asyncio
from contextlib import suppress
from dataclasses import astuple, dataclass
from importlib.metadata import version

from systemdesign.circuit_breaker.breaker import Breaker
from systemdesign.circuit_breaker.sketch import CircuitBreaker
from systemdesign.kernel import clocks
from systemdesign.kernel.run import now, run
from systemdesign.sim.request import Unavailable

IN_A_ROW = 5
OPEN_FOR = 60  # s
CALLERS = 20
GAP = 0.1  # s, between callers
TRIAL = 5.0  # s, which a call takes in half-open: all callers come meanwhile


@dataclass(frozen=True)
class Finding:
    """What one breaker does, opened by IN_A_ROW failures for OPEN_FOR seconds.

    `admitted` counts those who were let through of CALLERS that come while the first call after that is out. `late` is
    the state in which it is found when a call from before it opened has succeeded: "closed" or "open". If such a call
    fails instead, in the middle of the open time, the next one let through comes `away` seconds after it opened.
    """

    name: str
    admitted: int
    late: str
    away: int


@dataclass(eq=False)
class Call:
    """A request that says what becomes of it, after `takes` seconds; and whether it came `through` to the service."""

    takes: float
    good: bool
    through: bool = False


def breakers():
    """How each is put before a service, by its name."""
    # Imported before the clocks follow a run: what is imported meanwhile would keep the run's clock for ever.
    import aiobreaker
    import circuitbreaker
    import purgatory

    def with_purgatory(service):
        factory = purgatory.AsyncCircuitBreakerFactory(default_threshold=IN_A_ROW, default_ttl=OPEN_FOR)

        async def call(request):
            async with await factory.get_breaker("service"):
                return await service(request)
        return call

    def with_circuitbreaker(service):
        return circuitbreaker.CircuitBreaker(failure_threshold=IN_A_ROW, recovery_timeout=OPEN_FOR)(service)

    def with_aiobreaker(service):
        breaker = aiobreaker.CircuitBreaker(fail_max=IN_A_ROW)  # if nobody says otherwise, it opens for OPEN_FOR
        return lambda request: breaker.call_async(service, request)

    def with_the_guides(service):
        breaker = CircuitBreaker(failure_threshold=IN_A_ROW, timeout=OPEN_FOR)
        return lambda request: breaker.call(service, request)

    return {f"purgatory {version('purgatory')}": with_purgatory,
            f"circuitbreaker {version('circuitbreaker')}": with_circuitbreaker,
            f"aiobreaker {version('aiobreaker')}": with_aiobreaker,
            "the guide's CircuitBreaker": with_the_guides,
            "Breaker": lambda service: Breaker(service, in_a_row=IN_A_ROW, open_for=OPEN_FOR)}


async def obedient(call):  # a function, for circuitbreaker takes nothing else to be asynchronous
    """A service that does as it is told."""
    call.through = True
    await asyncio.sleep(call.takes)
    if not call.good:
        raise Unavailable("told to fail")


async def let_through(breaker, takes=0.0, good=True, after=0.0):
    """Whether a call that is made so many seconds later comes through to the service, whatever becomes of it."""
    await asyncio.sleep(after)
    call = Call(takes, good)
    with suppress(Exception):  # each breaker has one of its own to refuse with
        await breaker(call)
    return call.through


async def fail(breaker):
    """Have as many calls fail as it takes to open it."""
    for _ in range(IN_A_ROW):
        await let_through(breaker, good=False)


async def admitted(make):
    """How many are let through of CALLERS who come, one after another, while the first one's call is out."""
    breaker = make(obedient)
    await fail(breaker)
    await asyncio.sleep(OPEN_FOR + 1)
    return sum(await asyncio.gather(*(let_through(breaker, TRIAL, after=i * GAP) for i in range(CALLERS))))


async def after_late(make, good):
    """A breaker half its open time after it opened, just when a call from before has ended; and when it opened."""
    breaker = make(obedient)
    late = asyncio.create_task(let_through(breaker, OPEN_FOR / 2 + 1, good))
    await asyncio.sleep(1)
    await fail(breaker)
    opened = now()
    await late
    return breaker, opened


async def late(make):
    """Whether an open breaker is closed by the success of a call from before it opened."""
    breaker, _ = await after_late(make, good=True)
    return "closed" if await let_through(breaker) else "open"


async def away(make):
    """How many whole seconds after it opened a call is let through again, where one from before fails meanwhile."""
    breaker, opened = await after_late(make, good=False)
    await asyncio.sleep(0.5)
    while not await let_through(breaker):
        await asyncio.sleep(1)
    return int(now() - opened)


def compare():
    """A Finding for each of the five."""
    made = breakers()

    async def main():
        with clocks.follow():
            return [Finding(name, await admitted(make), await late(make), await away(make))
                    for name, make in made.items()]

    return run(main)


def table(findings):
    """The findings as lines of text, below a line that says what they are."""
    return [f"{'':28}let through  after a late success  after a late failure"] + [
        f"{name:28}{f'{let_in} of {CALLERS}':>11}  {state:>20}  {f'refuses for {seconds} s':>20}"
        for name, let_in, state, seconds in map(astuple, findings)]
