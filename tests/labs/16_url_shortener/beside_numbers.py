"""Processes with the student's allocators on one store, played beside them: reports who was told which number, when.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import at, now, run
from systemdesign.sim.life import Life

AFTER = 120.0
"""Seconds for what is still under way when the script is over."""
BUGS = (NotImplementedError, NameError, AttributeError, TypeError, IndexError, KeyError, AssertionError)


class Stage:
    """The store, and the processes, each with one allocator; that of "a+1" is of process a, as is that of "a+2".

    `deaths` has the call that is its last, and if it is done.
    """

    def __init__(self, things, options, deaths, names, world):
        self.shelf, self.door, self.options = things.Shelf(**world), things.Door, options
        self.deaths, self.names, self.made, self.lives, self.stores = deaths, names, {}, {}, {}
        self.rows, self.tasks = [], []

    def allocator(self, who):
        if who not in self.made:
            process = who.partition("+")[0]
            if process not in self.stores:
                self.lives[process] = Life(*self.deaths.get(process, ()))
                self.stores[process] = self.lives[process].holds(self.door(self.shelf, lambda: process))
            self.made[who] = book.Allocator(self.stores[process], self.names.get(who, "links"), **self.options)  # noqa: F821
        return self.made[who]

    async def caller(self, who, verb, times, until=None):
        """Calls again in the very step in which it has its number; `until`, it goes on until it has a greater one."""
        for _ in range(times):
            row = [now(), who, verb, "never", None]
            self.rows.append(row)
            try:
                row[3] = await getattr(self.allocator(who), verb)()
            except asyncio.CancelledError:
                row[3] = "CancelledError"
                raise
            except Exception as error:
                if isinstance(error, BUGS) and error not in self.shelf.raised:
                    raise
                row[3] = type(error).__name__
            finally:
                row[4] = now()
            if until is not None and (not isinstance(row[3], int) or row[3] >= until):
                break

    def top(self):
        """The end of the last range that anybody had a number of."""
        size, most = self.options.get("size", 100), max((r[3] for r in self.rows if type(r[3]) is int), default=-1)
        return (most // size + 1) * size

    async def play(self, script):
        for time, who, verb, *rest in script:
            await at(time)
            if verb in ("next", "close"):
                self.tasks.append(asyncio.ensure_future(self.caller(who, verb, *rest or (1,))))
            elif verb == "rest":
                self.tasks.append(asyncio.ensure_future(self.caller(who, "next", 2_000, self.top())))
            elif verb == "leave":
                self.tasks[rest[0]].cancel()
            elif verb == "kill":
                self.allocator(who)
                self.lives[who].kill()
            elif verb == "trouble":
                self.shelf.trouble.setdefault(who, []).extend(rest)
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=AFTER)

    def report(self):
        return [
            list(map(list, self.rows)),
            list(map(list, self.shelf.log)),
            [w for w, li in self.lives.items() if li.died.is_set()],
        ]


def play(things, script, options, deaths=(), names=(), seed=0, **world):
    """[[asked, who, verb, outcome, ended], …], the store's log, and who has died."""

    found = []

    async def main():
        stage = Stage(things, options, dict(deaths), dict(names), world)
        await stage.play(script)
        found.extend(stage.report())
        for task in stage.tasks:
            if task.done() and not task.cancelled():
                task.result()
        for life in stage.lives.values():
            life.bury()

    run(main, seed, shuffle=seed or None)
    return found


def play_all(things, several):
    """What was seen in each of several plays, each [script, options, world]."""
    return [play(things, script, options, **world) for script, options, world in several]
