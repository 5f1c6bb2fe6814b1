"""What runs beside the student: a budget and a delay that log who asks, and services that take a moment to let go.

It knows nothing of what should come of it: that is judged on the other side of the line. What an answer gets of it are
closures.
"""

import asyncio
from types import SimpleNamespace

from systemdesign.kernel import now, run
from systemdesign.sim.request import Lost, TimedOut


def purse(*says):
    """A budget that says what it is told to, one after the other, and then no; and a report of who asked it when."""
    says, log = list(says), []

    def asked():
        log.append(["asked", now()])

    def may_hedge():
        log.append(["may_hedge", now()])
        return says.pop(0) if says else False

    return SimpleNamespace(asked=asked, may_hedge=may_hedge), lambda: list(log)


def watch(*says):
    """A delay that says what it is told to, one after the other, the last for ever; and a report of [asked, notes]."""
    says, asked, notes = list(says), [], []

    def seconds():
        asked.append(now())
        return says.pop(0) if len(says) > 1 else says[0]

    def note(seconds):
        notes.append(seconds)

    return SimpleNamespace(seconds=seconds, note=note), lambda: [len(asked), list(notes)]


class Bug(Exception):
    """No failure of a service's."""


ENDS = {"value": None, "lost": Lost, "late": TimedOut, "bug": Bug}


def clerk(name, log, raised, seconds, how, letting_go, last):
    """A service that answers after so many seconds; cancelled, it takes a moment, and `last` is what it says then."""

    async def serve(request, within):
        row = [name, request, within, now(), None, None]
        log.append(row)
        try:
            return await answer(row)
        finally:
            row[4] = now()

    async def answer(row):
        try:
            await asyncio.sleep(seconds)
            row[5] = how
            return said(how)
        except asyncio.CancelledError:
            await asyncio.sleep(letting_go)
            row[5] = "cancelled"
            if last == "cancelled":
                raise
            return said(last)

    def said(how):
        if ENDS.get(how):
            raised.append(ENDS[how](f"{name}: {how}"))
            raise raised[-1]
        return name

    return serve


def clerks(plans):
    """Services by name, the log of their calls as [name, request, within, asked, over, how], and what they raised."""
    log, raised = [], []
    return {name: clerk(name, log, raised, *plan) for name, plan in plans}, log, raised


def made(kind, staff, plans, delay):
    if kind == "within":
        return lambda within: book.Within(within, delay).call(staff[plans[0][0]], "r")  # noqa: F821
    if kind == "hedged":
        hedged = book.Hedged(*staff.values(), watch(delay)[0], purse(*[True] * 9)[0])  # noqa: F821
        return lambda within: hedged("r", within=within)
    names = [[name for name, _ in plans if name.startswith(first)] for first in "ro"]
    page = book.Page(*({name: staff[name] for name in several} for several in names))  # noqa: F821
    return lambda within: page("r", within=within)


def played(kind, plans, within, delay=0.0, leaves=()):
    """One call before clerks: how it ended, when, all its calls as they stood then, and as they stood at last.

    `leaves` are the moments at which its caller is cancelled; `delay` is a hedge's, or the margin of a `Within`.
    """

    found = []

    async def main():
        staff, log, raised = clerks(plans)
        call, ended = asyncio.ensure_future(made(kind, staff, plans, delay)(within)), []
        call.add_done_callback(lambda call: ended.extend([now(), [list(row) for row in log]]))
        for moment in leaves:
            asyncio.get_running_loop().call_later(moment, call.cancel)
        await asyncio.wait([call], timeout=99.0)
        how, value = outcome(call, raised)
        await asyncio.sleep(99.0)
        found.extend([how, value, *(ended or [None, []]), [list(row) for row in log]])

    try:
        run(main)
    except (Exception, asyncio.CancelledError):
        if not found:  # else a call of a service's was left alone with its error: what was seen tells more
            raise
    return found


def noted(plans, within, delay):
    """What the delay heard of one hedged call before clerks."""

    async def main():
        watched, report = watch(delay)
        await book.Hedged(*clerks(plans)[0].values(), watched, purse(True)[0])("r", within=within)  # noqa: F821
        return report()[1]

    return run(main)


def at_once(withins):
    """When pages of one moment end that ask a service which never answers."""

    async def never(request, within):
        await asyncio.sleep(1e6)

    async def main():
        page = book.Page({}, {"news": never})  # noqa: F821

        async def ended(within):
            await page("r", within=within)
            return now()

        return await asyncio.gather(*map(ended, withins))

    return run(main)


def two_pages():
    """Two pages, one after the other, of services that answer what they are asked: as they stand in the end."""

    async def echo(request, within):
        return request

    async def main():
        page = book.Page({"user": echo}, {"news": echo})  # noqa: F821
        return [await page(request, within=1.0) for request in (1, 2)]

    return run(main)


def outcome(call, raised):
    """How it ended, and its value: of an error, None where that is the one which a service raised."""
    if not call.done():
        return "never", None
    if call.cancelled():
        return "CancelledError", None
    error = call.exception()
    if error is None:
        return "value", call.result()
    return type(error).__name__, None if any(error is one for one in raised) else "another error than the service's"
