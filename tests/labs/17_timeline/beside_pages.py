"""Readers who turn pages of the student's class, played beside it: reports what was asked, and what was shown.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import at, now, run
from systemdesign.sim.life import Life

AFTER, MOST = 300.0, 60
"""Seconds for what is still under way when the script is over; pages that are turned in a row."""
OVER = False
"""Instead of a cursor: there is no other page."""


class Stage:
    """The world, its servers, and the readers, each with the cursor that the last page gave."""

    def __init__(self, things, options, world, names=None):
        self.names = names or book  # noqa: F821
        self.things, self.world, self.options = things, things.World(**world), options
        self.made, self.reads, self.cursors, self.tasks = {}, [], {}, []

    def timeline(self, who):
        if who not in self.made:
            graph, lists, _ = self.things.doors(self.world, Life(), who)
            self.made[who] = self.names.Timeline(graph, lists, **self.options)
        return self.made[who]

    async def turn(self, reader, who, user, size=None, named=False):
        """One page. The first has no cursor, and none comes after the last."""
        cursor = self.cursors.get(reader)
        if cursor is not OVER:
            await self.read(reader, who, user, cursor, size, named)

    async def read(self, reader, who, user, cursor, size=None, named=False):
        options = {} if size is None else {"size": size}
        ticks, times = [next(self.world.ticks), None], [now(), None]
        row = [reader, who, user, cursor, size or 20, "never", None, None, ticks, times]
        self.reads.append(row)
        try:
            if cursor is None and not named:
                found = await self.timeline(who).page(user, **options)
            else:
                found = await self.timeline(who).page(user, cursor, **options)
            row[5], row[6], row[7] = self.unpacked(found)
            self.cursors[reader] = OVER if found[1] is None or found[1] == "" else found[1]
        except ValueError:
            row[5] = "ValueError"
        except Exception as error:
            row[5] = self.things.told(self.world, error)
        finally:
            ticks[1], times[1] = next(self.world.ticks), now()
        return row

    def unpacked(self, found):
        """("page", ids, next), or what else it was."""
        if type(found) is not tuple or len(found) != 2 or type(found[0]) is not list:
            return repr(self.things.plain(found)), None, None
        return "page", self.things.plain(found[0]), self.things.plain(found[1])

    async def through(self, reader, who, user, size=None, pause=1.0):
        """Page after page, until there is no more."""
        for number in range(MOST):
            await self.turn(reader, who, user, size, named=number % 3 == 0)
            if self.cursors.get(reader) is OVER:
                return
            await asyncio.sleep(pause)

    async def again(self, reader, who, user, size=None):
        """The reader's last page once more."""
        cursor = [row[3] for row in self.reads if row[0] == reader][-1]
        await self.read(f"{reader} again", who, user, cursor, size)

    async def odd(self, reader, who, user, before, after):
        """A cursor with something before it or behind it."""
        await self.read(f"{reader} odd", who, user, f"{before}{self.cursors.get(reader) or ''}{after}")

    async def play(self, script):
        for time, verb, *rest in script:
            await at(time)
            if verb in ("turn", "read", "through", "again", "odd"):
                self.tasks.append(asyncio.ensure_future(getattr(self, verb)(*rest)))
            elif verb == "trouble":
                self.world.trouble.setdefault(rest[0], []).extend(rest[1:])
            else:
                self.world.deed(verb, *rest)
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=AFTER)


def play(things, script, options, seed=0, names=None, **world):
    """The reads, and the log."""

    async def main():
        stage = Stage(things, options, world, names)
        await stage.play(script)
        for task in stage.tasks:
            if task.done():
                task.result()
        return [list(row) for row in stage.reads], [list(row) for row in stage.world.log]

    return run(main, seed, shuffle=seed or None)


def play_all(things, several):
    """What was seen in each of several plays, each [script, options, world]."""
    return [play(things, script, options, **world) for script, options, world in several]


def play_elsewhere(process, things, script, options, **world):
    """What was seen in another process."""
    with process.other() as names:
        return play(things, script, options, names=names, **world)
