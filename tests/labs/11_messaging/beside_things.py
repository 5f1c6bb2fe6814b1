"""What the student's processes use, played beside the answer, with a note of all that is asked, done and told there."""

import asyncio
import builtins

from systemdesign import sim
from systemdesign.sim.desk import Desk
from systemdesign.sim.rows import Rows
from systemdesign.sim.topic import Topic

PLAIN = (bool, int, float, str, type(None))


class Halt(BaseException):
    """What `except Exception` lets pass."""


def plain(value):
    """A value as one that travels, and that nobody changes any more."""
    if type(value) in (list, tuple):
        return type(value)(map(plain, value))
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    return value if type(value) in PLAIN else repr(value)


def noted_rows(note, rows):
    class Noted(Rows):
        def _apply(self, changes):
            super()._apply(changes)
            note("committed", plain(changes))

    return Noted(rows)


def noted_topic(note):
    class Noted(Topic):
        async def publish(self, subject, body, id):
            note("publishes", plain(body), plain(subject), plain(id))
            await super().publish(subject, body, id)
            note("accepted", plain(body), plain(subject), plain(id))

        def _keep(self, subject, body, id):
            note("published", plain(body), plain(subject), plain(id))

    return Noted()


def noted_desk(note, name, refuses):
    class Noted(Desk):
        async def do(self, key, order):
            await self._told("do", key, super().do(key, order), order)

        async def undo(self, key):
            await self._told("undo", key, super().undo(key), None)

        async def _told(self, what, key, call, order):
            note("asks", name, what, plain(key), plain(order))
            try:
                await call
            except (Exception, asyncio.CancelledError) as error:
                note("told", name, what, plain(key), type(error).__name__)
                raise
            note("told", name, what, plain(key), None)

        def _do(self, key, order):
            state = super()._do(key, order)
            note("at", name, "do", plain(key), state, plain(order))
            return state

        def _undo(self, key):
            super()._undo(key)
            note("at", name, "undo", plain(key), "undone", None)

    return Noted(name, refuses)


class Handler:
    """What handles a message, by a plan: for each time [seconds, error or None, changes], the last one ever after."""

    name, offers = "handle", ("handle",)

    def __init__(self, note, plans):
        self.note, self.plans, self.times, self.raised = note, plans, {}, []

    async def handle(self, message):
        tag = message[0] if isinstance(message, (list, tuple)) else repr(message)
        time = self.times[tag] = self.times.get(tag, -1) + 1
        plan = self.plans.get(tag, [[0.01, None, {}]])
        seconds, error, changes = plan[min(time, len(plan) - 1)]
        self.note("handles", plain(message))
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.note("leaves", plain(message))
            raise
        if error is not None:
            name, text = error
            kind = Halt if name == "Halt" else getattr(sim, name, None) or getattr(builtins, name)
            self.raised.append(kind(text))
            self.note("raises", plain(message), name)
            raise self.raised[-1]
        self.note("handled", plain(message))
        return changes
