"""Processes that use the student's classes, one after the other, each killed where it is told; played beside them.

Reports what was asked, done and told, and when. It knows nothing of what should be: that is judged elsewhere.
"""

import asyncio

from systemdesign.kernel import at, now, run
from systemdesign.sim.life import Life

PATIENCE, AFTER = 900.0, 1.0
"""How long a process may take after its last call; and the time until the next one begins, when all has arrived."""
BUGS = (NotImplementedError, NameError, TypeError, AttributeError, KeyError, IndexError)
"""What the answer does not raise on purpose: it is told with its line."""


class Stage:
    """The world, and the processes that come one after the other."""

    def __init__(self, things, kind, options, rows, trouble, plans, desks):
        self.kind, self.options, self.events, self.process = kind, options, [], 0
        self.plain, self.halt = things.plain, things.Halt
        self.things = {"rows": things.noted_rows(self.note, rows), "topic": things.noted_topic(self.note)}
        self.things["handle"] = things.Handler(self.note, plans)
        self.desks = [things.noted_desk(self.note, name, refuses) for name, refuses in desks]
        self.things.update({desk.name: desk for desk in self.desks})
        for name, losses in trouble.items():
            self.things[name]._trouble += losses
        self.lives, self.tasks, self.left, self.over = [], [], set(), False

    def note(self, *what):
        if not self.over:
            self.events.append([now(), self.process, *what])

    def made(self, life):
        """The student's objects, as a new process makes them: what a call's name is looked up in."""
        rows, options = life.holds(self.things["rows"]), self.options
        if self.kind == 1:
            return [book.Orders(rows), book.Relay(rows, life.holds(self.things["topic"]))]  # noqa: F821
        if self.kind == 3:
            return [book.Saga(rows, [life.holds(desk) for desk in self.desks], **options)]  # noqa: F821
        kind = book.Consumer if self.kind == 2 else book.DeadLetters  # noqa: F821
        return [kind(rows, life.holds(self.things["handle"]).handle, **options)]

    async def play(self, lives):
        asyncio.get_running_loop().set_exception_handler(self.lost)
        for self.process, (last, done, script) in enumerate(lives):
            life = Life(last, done)
            self.lives.append(life)
            await self.live(life, self.made(life), script)
            await asyncio.sleep(AFTER)
        await asyncio.sleep(60)  # for what comes late
        self.over = True
        for life in self.lives:
            life.bury()

    def lost(self, loop, context):
        self.note("lost", repr(context.get("exception")))

    async def live(self, life, objects, script):
        self.tasks, began = [], now()
        died = asyncio.ensure_future(life.died.wait())
        played = asyncio.ensure_future(self.script(script, began, objects))
        patience = PATIENCE + (script[-1][0] if script else 0)
        await asyncio.wait([died, played], timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        self.note("died" if life.died.is_set() else "ended" if played.done() else "hangs")
        for task in (died, played, *self.tasks):
            if task.done() and not task.cancelled():
                task.result()
            elif not life.died.is_set() or task in (died, played):
                task.cancel()

    async def script(self, script, began, objects):
        for time, verb, *rest in script:
            await at(began + time)
            if verb == "call":
                self.tasks.append(asyncio.ensure_future(self.caller(len(self.tasks), objects, rest)))
            elif verb == "leave":
                self.left.add((self.process, rest[0]))
                self.tasks[rest[0]].cancel()
            elif verb == "trouble":
                self.things[rest[0]]._trouble += rest[1:]
            else:
                getattr(self.things[rest[0]], verb)()
        if self.tasks:
            await asyncio.wait(self.tasks)

    async def caller(self, who, objects, calls):
        """Makes its calls one after the other, each in the very step in which the one before is over."""
        for method, *args in calls:
            self.note("called", who, method, self.plain(args))
            call = getattr(next((each for each in objects if hasattr(each, method)), objects[0]), method)
            raised = self.things["handle"].raised
            try:
                value, error = await call(*args), None
            except asyncio.CancelledError:
                self.note("returned", who, method, self.plain(args), None, "CancelledError", False)
                if (self.process, who) in self.left:
                    return
                continue
            except (Exception, self.halt) as failure:
                if isinstance(failure, BUGS) and failure not in raised:
                    raise
                value, error = None, failure
            told = error and type(error).__name__
            self.note("returned", who, method, self.plain(args), self.plain(value), told, error in raised)


def play(things, kind, lives, options=None, rows=(), trouble=None, plans=None, desks=(), seed=0):
    """What was seen: `lives` are [last call, whether it is done, script], `trouble` what is lost of each call."""

    async def main():
        stage = Stage(things, kind, options or {}, dict(rows), trouble or {}, plans or {}, desks)
        await stage.play(lives)
        plain = things.plain
        done = {desk.name: [[plain(key), plain(order)] for key, order in desk.done.items()] for desk in stage.desks}
        calls = [life.calls for life in stage.lives]
        return {"events": stage.events, "rows": plain(stage.things["rows"].data), "done": done, "calls": calls}

    return run(main, seed, shuffle=seed or None)


def play_all(things, kind, many):
    """What was seen in each of many plays, each [lives, world]."""
    return [play(things, kind, lives, **world) for lives, world in many]
