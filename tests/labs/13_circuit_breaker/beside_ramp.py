"""What runs beside the student in part 3: breakers in the states that they are told, and a ramp, asked as scripted.

It reports what it saw. What should be is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import at, now, run, stream
from systemdesign.sim.request import Lost, Refused, TimedOut

ERRORS = {kind.__name__: kind for kind in (Lost, Refused, TimedOut, ValueError)}

BUGS = (NotImplementedError, NameError, TypeError, AttributeError, KeyError, IndexError, ValueError)
"""What the answer does not raise on purpose: it is told with its line."""


class Chance:
    """Numbers that are drawn as given, the last for ever, and when."""

    def __init__(self, numbers):
        self.numbers, self.log = list(numbers) or [0.5], []

    def random(self):
        self.log.append(now())
        return self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]


def puppet(plans, log, raised):
    """A breaker whose state is what its calls' plans say: [seconds, how, state as it comes, state as it ends]."""

    class Breaker:
        state = "closed"

        async def __call__(self, request):
            seconds, how, comes, ends = plans[request]
            row = [request, now(), None, None]
            log.append(row)
            if comes and self.state == "open":
                self.state = comes
            try:
                await asyncio.sleep(seconds)
                row[3] = how
            except asyncio.CancelledError:
                row[3] = "cancelled"
                raise
            finally:
                row[2] = now()
                if ends == "open" or (ends and self.state == "half-open"):
                    self.state = ends
            if how.__class__ is str and how in ERRORS:
                raised.append(ERRORS[how](f"{request} failed"))
                raise raised[-1]
            return how

    return Breaker()


async def caller(service, request, again, raised, ended):
    """Calls, and once more in the step in which that is over, so many times: [request, time, outcome, state]."""
    for _ in range(again + 1):
        try:
            how = await service(request)
        except asyncio.CancelledError:
            how = "CancelledError"
        except Exception as error:
            own = any(error is one for one in raised)
            if isinstance(error, BUGS) and not own:
                raise
            how = type(error).__name__ if own or isinstance(error, Refused) else f"another {type(error).__name__}"
        ended.append([request, now(), how, getattr(service, "state", None)])


def echo():
    """A closed breaker that returns what it is asked."""

    class Breaker:
        state = "closed"

        async def __call__(self, request):
            return request

    return Breaker()


def flips():
    """A breaker that opens with its first call, and closes with its second."""

    class Breaker:
        state, count = "closed", 0

        async def __call__(self, request):
            self.count += 1
            self.state = "open" if self.count == 1 else "closed"
            if self.count == 1:
                raise Lost("the first one")
            return "fine"

    return Breaker()


def numbers(*given):
    """A generator that draws these numbers, the last for ever."""
    return Chance(given)


def back():
    """When a breaker closed after an outage of 3 s, and when calls reached its service: 200 a second come to a ramp."""

    async def main():
        times, closed = [], None

        async def service(request):
            times.append(now())
            if now() < 3.0:
                raise Lost("away")

        breaker = book.Breaker(service, book.Window(), least=5, open=1.0, probes=1)  # noqa: F821
        ramp = book.Ramp(breaker, stream("ramp"))  # noqa: F821
        for number in range(4_000):
            await at(number / 200 + 0.001)
            before = breaker.state
            try:
                await ramp(number)
            except (Lost, Refused):
                pass
            if before != "closed" and breaker.state == "closed":
                closed = now()
        return closed, times

    return run(main)


def ramp(script, numbers, options):
    """One ramp: the script is of [time, "call", request, plan, again], ["leave", request] and ["look"]."""

    async def main():
        log, raised, ended, looks, tasks = [], [], [], [], {}
        plans = {row[2]: row[3] for row in script if row[1] == "call"}
        chance = Chance(numbers)
        made = book.Ramp(puppet(plans, log, raised), chance, **options)  # noqa: F821
        for time, verb, *rest in script:
            await at(time)
            if verb == "call":
                tasks[rest[0]] = asyncio.ensure_future(caller(made, rest[0], rest[2], raised, ended))
            elif verb == "leave":
                tasks[rest[0]].cancel()
            else:
                looks.append([now(), made.state])
        await asyncio.wait(tasks.values(), timeout=999.0)
        for task in tasks.values():
            if task.done() and not task.cancelled():
                task.result()
        return {"asked": log, "ended": ended, "draws": chance.log, "looks": looks}

    return run(main)


def ramps(stories):
    """Many ramps, each by itself."""
    return [ramp(*story) for story in stories]
