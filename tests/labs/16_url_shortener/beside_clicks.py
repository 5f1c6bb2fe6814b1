"""Processes that count clicks with the student's class on one store, played beside them: reports what was asked of it.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import at, now, run
from systemdesign.sim.life import Life
from systemdesign.sim.request import ServiceError

AFTER = 600.0
"""Seconds for what is still under way when the script is over."""
BUGS = (NotImplementedError, NameError, AttributeError, TypeError, IndexError, KeyError, AssertionError)


class Stage:
    """The store, and the processes, each with its clicks. `deaths` has the call that is its last, and if it is done."""

    def __init__(self, things, options, deaths, world):
        self.shelf, self.door, self.options, self.deaths = things.Shelf(**world), things.Door, options, deaths
        self.made, self.lives, self.rows, self.tasks = {}, {}, [], []

    def clicks(self, who):
        if who not in self.made:
            self.lives[who] = Life(*self.deaths.get(who, ()))
            store = self.lives[who].holds(self.door(self.shelf, lambda: who))
            self.made[who] = book.Clicks(store, **self.options)  # noqa: F821
        return self.made[who]

    async def close(self, who):
        row = [now(), who, "close", "never", None]
        self.rows.append(row)
        try:
            row[3] = await self.clicks(who).close()
        except Exception as error:
            if isinstance(error, BUGS) and error not in self.shelf.raised:
                raise
            row[3] = type(error).__name__
        row[4] = now()

    def count(self, who, code, times=1):
        clicks = self.clicks(who)
        if self.lives[who].died.is_set():
            return
        for _ in range(times):
            value = clicks.count(code)
            if asyncio.iscoroutine(value):
                value.close()
                self.rows.append([now(), who, "count", "a coroutine", now()])
        self.rows.append([now(), who, code, times, now()])

    async def play(self, script):
        for time, who, verb, *rest in script:
            await at(time)
            if verb == "count":
                self.count(who, *rest)
            elif verb == "close":
                self.tasks.append(asyncio.ensure_future(self.close(who)))
            elif verb == "kill":
                self.clicks(who)
                self.lives[who].kill()
            elif verb == "trouble":
                self.shelf.trouble.setdefault(who, []).extend(rest)
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=AFTER)


def play(things, script, options, deaths=(), seed=0, until=60.0, **world):
    """[[time, who, code or "close", clicks or outcome, ended], …], the store's log, who is dead, and what is kept."""

    found = []

    async def main():
        stage = Stage(things, options, dict(deaths), world)
        await stage.play(script)
        await asyncio.sleep(until)
        dead = [who for who, life in stage.lives.items() if life.died.is_set()]
        kept = [
            [key, type(value) is tuple and len(value) > 0 and value[0]] for key, (value, _) in stage.shelf.data.items()
        ]
        found.extend([list(map(list, stage.rows)), list(map(list, stage.shelf.log)), dead, kept])
        for task in stage.tasks:
            if task.done() and not task.cancelled():
                task.result()
        for life in stage.lives.values():
            life.bury()

    try:
        run(main, seed, shuffle=seed or None)
    except (ServiceError, TimeoutError, ExceptionGroup):
        if not found:  # else a batch was left alone with the store's error: what is in the store tells more
            raise
    return found


def play_all(things, several):
    """What was seen in each of several plays, each [script, options, world]."""
    return [play(things, script, options, **world) for script, options, world in several]
