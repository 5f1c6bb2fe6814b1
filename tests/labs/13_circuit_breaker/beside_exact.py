"""What runs beside the student in parts 2 to 4: calls of which each object is looked at, and callers who leave.

It reports what it saw. What should be is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import now, run, stream
from systemdesign.sim.request import Lost, Refused


class Full(Refused):
    """A server's own way to say no."""


OUTCOMES = {
    "a value": object(),
    "an error that was returned": ValueError("a value"),
    "Lost": Lost("it failed", by="it"),
    "Refused": Refused("no", by="it"),
    "a Refused of its own kind": Full("it is full"),
    "an OSError": OSError("it failed"),
    "an ExceptionGroup": ExceptionGroup("two", [ValueError("one"), Lost("other")]),
    "a StopAsyncIteration": StopAsyncIteration(),
    "a CancelledError of its own": asyncio.CancelledError(),
}


class Asked:
    """A service, or a breaker that stays closed, which hands out what it was given and logs what it was asked."""

    state = "closed"

    def __init__(self, outcome=None, raises=False, seconds=0.0):
        self.outcome, self.raises, self.seconds, self.log = outcome, raises, seconds, []

    async def __call__(self, request):
        row = [request, now(), None, "over"]
        self.log.append(row)
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            row[3] = "cancelled"
            raise
        finally:
            row[2] = now()
        if self.raises:
            raise self.outcome
        return self.outcome


def before(what, asked):
    """The student's breaker, ramp or set of breakers before this."""
    if what == "Breaker":
        return book.Breaker(asked, book.Window(), least=1)  # noqa: F821
    if what == "Ramp":
        return book.Ramp(asked, stream("ramp"))  # noqa: F821
    return book.Breakers(asked, id, lambda service: asked)  # noqa: F821


def exact(what):
    """For each outcome [its name, whether the request came itself, what came back, the state after it]."""

    async def one(name, outcome):
        raises = isinstance(outcome, BaseException) and "returned" not in name
        request, asked = object(), Asked(outcome, raises)
        service = before(what, asked)
        try:
            came, raised = await service(request), False
        except BaseException as error:
            came, raised = error, True
        left = isinstance(came, asyncio.CancelledError) and isinstance(outcome, asyncio.CancelledError)  # a task's own
        back = f"{'another' if came is not outcome else 'a raised'} {type(came).__name__}"
        same = len(asked.log) == 1 and asked.log[0][0] is request
        return [name, same, "itself" if raised == raises and (came is outcome or left) else back, state(service)]

    async def main():
        return [await one(name, outcome) for name, outcome in OUTCOMES.items()]

    return run(main)


def state(service):
    return getattr(service, "state", None)


def twice(what):
    """How often it was asked for one request that came twice at one moment, and when both calls ended."""

    async def main():
        request, asked, times = object(), Asked(seconds=1.0), []
        service = before(what, asked)

        async def caller():
            await service(request)
            times.append(now())

        await asyncio.gather(caller(), caller())
        return len(asked.log), times

    return run(main)


def left(what):
    """A call of 5 s is cancelled after 1 s: how and when it ended for whom it had reached, and for its caller."""

    async def main():
        asked, ended = Asked("fine", seconds=5.0), []
        service = before(what, asked)

        async def caller():
            try:
                ended.append(["came to a value", await service("a request"), now()])
            except BaseException as error:
                ended.append([type(error).__name__, now()])

        task = asyncio.ensure_future(caller())
        await asyncio.sleep(1.0)
        task.cancel()
        await asyncio.sleep(9.0)
        return [row[2:][::-1] for row in asked.log], ended

    return run(main)


def one_moment(pause):
    """A breaker, `probes` 2, closes in the moment in which a third trial begins, just after it. That fails 1 s later.

    `pause` is how long the first two trials take. The states: half-open, closed, and after the third trial's end.
    """

    async def main():
        waiting = {name: asyncio.get_running_loop().create_future() for name in "fabc"}

        async def service(request):
            return await waiting[request]

        breaker, tasks, states = book.Breaker(service, book.Window(), least=1, probes=2), [], []  # noqa: F821

        async def begin(name):
            tasks.append(asyncio.ensure_future(breaker(name)))
            await steps()

        async def end(name, error=None):
            waiting[name].set_exception(error) if error else waiting[name].set_result("fine")
            await steps()

        await begin("f")
        await end("f", Lost("it failed"))
        await asyncio.sleep(6.0)
        await begin("a")
        await begin("b")
        await asyncio.sleep(pause)
        await end("a")
        await begin("c")
        states.append(breaker.state)
        await end("b")
        states.append(breaker.state)
        await asyncio.sleep(1.0)
        await end("c", Lost("it failed"))
        await asyncio.gather(*tasks, return_exceptions=True)
        return [*states, breaker.state]

    return run(main)


async def steps():
    """Enough of the loop's steps for what can happen at this moment."""
    for _ in range(9):
        await asyncio.sleep(0)
