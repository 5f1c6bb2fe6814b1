"""What runs beside the student: a purse and a watch that log who asks, and services that take a moment to let go.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import now, run
from systemdesign.sim.request import Lost


class Purse:
    """A budget that says what it is told to say, one after the other, and then no."""

    def __init__(self, *says):
        self.says, self.log = list(says), []

    def asked(self):
        self.log.append(["asked", now()])

    def may_hedge(self):
        self.log.append(["may_hedge", now()])
        return self.says.pop(0) if self.says else False


class Watch:
    """A delay that says what it is told to say, one after the other; the last for ever."""

    def __init__(self, *says):
        self.says, self.asked, self.notes = list(says), 0, []

    def seconds(self):
        self.asked += 1
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]

    def note(self, seconds):
        self.notes.append(seconds)


class Bug(Exception):
    """No failure of a service's."""


ENDS = {"value": None, "lost": Lost("lost"), "bug": Bug("a bug")}


class Clerk:
    """Answers after so many seconds; cancelled, it takes a moment to let go, and `last` is what it says then."""

    def __init__(self, name, log, seconds, how, letting_go, last):
        self.name, self.log, self.seconds, self.how = name, log, seconds, how
        self.letting_go, self.last = letting_go, last

    async def __call__(self, request, within):
        row = [self.name, request, within, now(), None, None]
        self.log.append(row)
        try:
            return await self.answer(row)
        finally:
            row[4] = now()

    async def answer(self, row):
        try:
            await asyncio.sleep(self.seconds)
            row[5] = self.how
            return self.said(self.how)
        except asyncio.CancelledError:
            await asyncio.sleep(self.letting_go)
            row[5] = "cancelled"
            if self.last == "cancelled":
                raise
            return self.said(self.last)

    def said(self, how):
        if ENDS.get(how):
            raise ENDS[how]
        return self.name


def clerks(plans):
    """Services by name, and the log of their calls as [name, request, within, asked, over, how]."""
    log = []
    return {name: Clerk(name, log, *plan) for name, plan in plans}, log


def made(kind, staff, plans, delay):
    if kind == "within":
        return lambda within: book.Within(within, delay).call(staff[plans[0][0]], "r")  # noqa: F821
    if kind == "hedged":
        hedged = book.Hedged(*staff.values(), Watch(delay), Purse(*[True] * 9))  # noqa: F821
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
        staff, log = clerks(plans)
        call, ended = asyncio.ensure_future(made(kind, staff, plans, delay)(within)), []
        call.add_done_callback(lambda call: ended.extend([now(), [list(row) for row in log]]))
        for moment in leaves:
            asyncio.get_running_loop().call_later(moment, call.cancel)
        await asyncio.wait([call], timeout=99.0)
        how, value = outcome(call)
        await asyncio.sleep(99.0)
        found.extend([how, value, *(ended or [None, []]), [list(row) for row in log]])

    try:
        run(main)
    except (Exception, asyncio.CancelledError):
        if not found:  # else a call of a service's was left alone with its error: what was seen tells more
            raise
    return found


def outcome(call):
    if not call.done():
        return "never", None
    if call.cancelled():
        return "CancelledError", None
    return (type(call.exception()).__name__, None) if call.exception() else ("value", call.result())
