"""What runs beside the student: windows that are told and asked, and breakers before services that do as planned.

It reports what it saw. What should be is judged on the other side of the line.
"""

import asyncio
import tracemalloc
from types import SimpleNamespace

from systemdesign.kernel import at, now, run
from systemdesign.sim.request import Lost, Refused, TimedOut, Unavailable

ERRORS = {kind.__name__: kind for kind in (Lost, Refused, TimedOut, Unavailable, TimeoutError, ValueError, KeyError)}

BUGS = (NotImplementedError, NameError, TypeError, AttributeError, KeyError, IndexError, ValueError)
"""What the answer does not raise on purpose: it is told with its line."""


def windows(script, *made):
    """What windows say to each `ask`: `made` are [the moment, options], the script is of [time, which, verb, …]."""

    async def main():
        found, said = {}, []
        begun = [[when, number, "make", options] for number, (when, options) in enumerate(made)]
        for time, which, verb, *rest in sorted([*begun, *script], key=lambda row: row[0]):
            await at(time)
            if verb == "make":
                found[which] = book.Window(**rest[0])  # noqa: F821
            elif verb == "ask":
                said.append([getattr(found[which], what)() for what in rest[0]])
            else:
                getattr(found[which], verb)(*rest)
        return said

    return run(main)


def weight(options, apart, count, asks):
    """Bytes that a window holds after so many notes, so many seconds apart, beyond those after the first few."""

    async def main():
        window = book.Window(**options)  # noqa: F821
        for number in range(2 * count):
            if number == count // 10:
                tracemalloc.start()
                before = tracemalloc.get_traced_memory()[0]
            window.note(number % 3 > 0)
            if asks and number % 7 == 0:
                window.calls(), window.failures()
            if apart:
                await at((number + 1) * apart)
        return tracemalloc.get_traced_memory()[0] - before

    try:
        return run(main)
    finally:
        tracemalloc.stop()


class Planned:
    """A service that does as planned for each request, and logs [request, asked, over, how]."""

    def __init__(self, plans):
        self.plans, self.log, self.raised = plans, [], []

    async def serve(self, request):
        seconds, how = self.plans[request]
        row = [request, now(), None, None]
        self.log.append(row)
        try:
            await asyncio.sleep(seconds)
            row[3] = how
        except asyncio.CancelledError:
            row[3] = "cancelled"
            raise
        finally:
            row[2] = now()
        if how.__class__ is str and how in ERRORS:
            self.raised.append(ERRORS[how](f"{request} failed"))
            raise self.raised[-1]
        return how


def noted(window):
    """The window, and a log of what it is told and when."""
    log = []

    def note(good):
        log.append([now(), bool(good)])
        window.note(good)

    return SimpleNamespace(note=note, calls=window.calls, failures=window.failures, clear=window.clear), log


async def caller(service, who, count, planned, ended):
    """Makes its calls one after the other, each in the step in which the one before is over."""
    for number in range(count):
        row = [who * 100 + number, now()]
        try:
            row += [None, await service(row[0])]
            row[2] = now()
        except asyncio.CancelledError:
            row += [now(), "CancelledError"]
        except Exception as error:
            own = any(error is one for one in planned.raised)
            if isinstance(error, BUGS) and not own:
                raise
            name = type(error).__name__
            row += [now(), name if own or name == "Refused" else f"another {name} than the service's"]
        ended.append([*row, service.state])


def watched(make, script, order=None):
    """Calls as scripted, [time, "call", who, plans], ["leave", who] or ["look"]: what the service and the callers saw.

    A request is 100 times its caller's number, plus the number of the call. `make(serve)` makes what is called, and
    gives a report, which is called in the end.
    """

    async def main():
        calls = {row[2]: row[3] for row in script if row[1] == "call"}
        planned = Planned({who * 100 + n: plan for who, plans in calls.items() for n, plan in enumerate(plans)})
        service, report = make(planned.serve)
        ended, looks, tasks = [], [], {}
        for time, verb, *rest in script:
            await at(time)
            if verb == "call":
                tasks[rest[0]] = asyncio.ensure_future(caller(service, rest[0], len(rest[1]), planned, ended))
            elif verb == "leave":
                tasks[rest[0]].cancel()
            else:
                looks.append([now(), service.state])
        await asyncio.wait(tasks.values(), timeout=999.0)
        for task in tasks.values():
            if task.done() and not task.cancelled():
                task.result()
        return {"asked": planned.log, "ended": ended, "looks": looks, "report": report()}

    return run(main, shuffle=order)


def breaker(script, options, window, order=None):
    """One breaker with a window of these options, and what was noted in that."""

    def make(serve):
        kept, log = noted(book.Window(**window))  # noqa: F821
        return book.Breaker(serve, kept, **options), lambda: log  # noqa: F821

    return watched(make, script, order)


def breakers(stories):
    """Many stories, each by itself."""
    return [breaker(*story) for story in stories]
