"""What runs beside the student in part 4: breakers that know who made them, and sets of them, asked as scripted.

It reports what it saw. What should be is judged on the other side of the line.
"""

import asyncio
import gc
import weakref

from systemdesign.kernel import at, now, run, stream
from systemdesign.sim.request import Lost, Refused

ERRORS = {kind.__name__: kind for kind in (Lost, Refused, ValueError)}

BUGS = (NotImplementedError, NameError, TypeError, AttributeError, KeyError, IndexError, ValueError)
"""What the answer does not raise on purpose: it is told with its line."""


async def caller(service, request, raised, ended):
    """Calls: [request, time, value or error's name]."""
    try:
        how = await service(request)
    except Exception as error:
        own = any(error is one for one in raised)
        if isinstance(error, BUGS) and not own:
            raise
        how = type(error).__name__ if own else f"another {type(error).__name__}"
    ended.append([request, now(), how])


class Maker:
    """Makes breakers that are numbered as they are made, and knows which of them are still there."""

    def __init__(self):
        self.made, self.alive, self.calls = [], [], []

    def make(self, service):
        number, maker = len(self.alive), self

        class Breaker:
            state = "closed"

            async def __call__(self, request):
                maker.calls.append([now(), number, request])
                return await service((number, request))

        breaker = Breaker()
        self.made.append([now(), number])
        self.alive.append(weakref.ref(breaker))
        return breaker

    def turn(self, number, state):
        """Put a breaker into a state, if there is one of that number."""
        breaker = self.alive[number]() if number < len(self.alive) else None
        if breaker is not None:
            breaker.state = state

    def kept(self):
        gc.collect()
        return [number for number, one in enumerate(self.alive) if one() is not None]


def shards(script, options):
    """One set of breakers: the script is of [time, "call", key, seconds, how], ["state", number, state] and ["kept"].

    A call's request is (key, its number). What is reported: calls as [time, number of its breaker, request], what
    was made when, callers as [request, time, outcome], how often `key` was asked, and which breakers are kept.
    """

    async def main():
        maker, asked, ended, kept, tasks, raised = Maker(), [], [], [], [], []

        def key(request):
            asked.append(request)
            return request[0]

        async def service(told):
            _, (_, number) = told
            seconds, how = plans[number]
            await asyncio.sleep(seconds)
            if how.__class__ is str and how in ERRORS:
                raised.append(ERRORS[how](f"{number} failed"))
                raise raised[-1]
            return how

        plans = {}
        made = book.Breakers(service, key, maker.make, **options)  # noqa: F821
        for time, verb, *rest in script:
            await at(time)
            if verb == "call":
                plans[len(plans)] = rest[1:]
                request = (rest[0], len(plans) - 1)
                tasks.append(asyncio.ensure_future(caller(made, request, raised, ended)))
            elif verb == "state":
                maker.turn(*rest)
            else:
                for error in raised:
                    error.__traceback__ = None  # it holds on to the frames it went through, and their breakers
                kept.append(maker.kept())
        await asyncio.gather(*tasks)
        return {"calls": maker.calls, "made": maker.made, "ended": ended, "kept": kept, "asked": asked}

    return run(main)


def many_shards(stories):
    """Many sets, each by itself."""
    return [shards(*story) for story in stories]


def two_sets():
    """Which breakers of two sets had calls: each set has its own `make`, and is asked for a, b, a, b."""

    async def main():
        makers = [Maker(), Maker()]

        async def service(told):
            return told[0]

        sets = [book.Breakers(service, lambda request: request, maker.make) for maker in makers]  # noqa: F821
        for key in "abab":
            for one in sets:
                await one(key)
        return [[number for _, number, _ in maker.calls] for maker in makers]

    return run(main)


def four_shards():
    """For each of four shards, of which the last is dead: calls answered, passed on, and in all. Two minutes."""

    async def main():
        answered, asked, all_, calls = [0] * 4, [0] * 4, [0] * 4, []

        async def service(request):
            asked[request] += 1
            await asyncio.sleep(0.01)
            if request == 3:
                raise Lost("dead")
            return "fine"

        def make(service):
            return book.Breaker(service, book.Window(), rate=0.2)  # noqa: F821

        breakers, rng = book.Breakers(service, lambda request: request, make), stream("shards")  # noqa: F821

        async def customer(shard):
            all_[shard] += 1
            try:
                await breakers(shard)
                answered[shard] += 1
            except (Lost, Refused):
                pass

        for number in range(3_000):
            await at(number / 25)
            calls.append(asyncio.ensure_future(customer(rng.randrange(4))))
        await asyncio.gather(*calls)
        return answered, asked, all_

    return run(main)
