"""Processes that fan out posts with the student's class, played beside it: reports what was asked, and what came of it.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio

from systemdesign.kernel import at, now, run
from systemdesign.sim.life import Life

AFTER = 300.0
"""Seconds for what is still under way when the script is over."""


class Stage:
    """The world and its processes. `deaths` has by name the call that is its last, and whether it is done."""

    def __init__(self, things, options, deaths, world):
        self.things, self.world = things, things.World(**world)
        self.options, self.deaths = options, deaths
        self.made, self.lives, self.runs, self.tasks, self.mine = {}, {}, [], {}, []

    def fan_out(self, who):
        if who not in self.made:
            self.lives[who] = Life(*self.deaths.get(who, ()))
            graph, lists, rows = self.things.doors(self.world, self.lives[who], who)
            self.made[who] = book.FanOut(graph, lists, rows, **self.options)  # noqa: F821
        return self.made[who]

    async def run(self, who, post, times=1, pause=0.5):
        """A queue: gives a post to `run` until it has returned True, or so many times."""
        fan_out = self.fan_out(who)
        for _ in range(times):
            row = [who, post, "never", [next(self.world.ticks), None], [now(), None]]
            self.runs.append(row)
            try:
                row[2] = self.things.plain(await fan_out.run(post))
            except asyncio.CancelledError:
                if self.mine.count((who, post[0])):
                    row[2] = "cancelled"
                    break
                row[2] = "CancelledError"
            except Exception as error:
                row[2] = self.things.told(self.world, error)
            finally:
                if not self.lives[who].died.is_set():
                    row[3][1], row[4][1] = next(self.world.ticks), now()
            if row[2] is True:
                break
            await asyncio.sleep(pause)

    async def play(self, script):
        for time, verb, *rest in script:
            await at(time)
            if verb == "run":
                who, post = rest[0], tuple(rest[1])
                self.tasks[who, post[0]] = asyncio.ensure_future(self.run(who, post, *rest[2:]))
                self.tasks[len(self.tasks)] = self.tasks[who, post[0]]
            elif verb == "cancel":
                self.mine.append((rest[0], rest[1]))
                if (rest[0], rest[1]) in self.tasks:
                    self.tasks[rest[0], rest[1]].cancel()
            elif verb == "kill":
                self.fan_out(rest[0])
                self.lives[rest[0]].kill()
            elif verb == "trouble":
                self.world.trouble.setdefault(rest[0], []).extend(rest[1:])
            else:
                self.world.deed(verb, *rest)
        if self.tasks:
            await asyncio.wait(self.tasks.values(), timeout=AFTER)


def play(things, script, options, deaths=(), seed=0, **world):
    """The runs, the log, the lists in the end, how many calls each process has made, and who is dead."""

    async def main():
        stage = Stage(things, options, dict(deaths), world)
        await stage.play(script)
        runs, log = [list(row) for row in stage.runs], [list(row) for row in stage.world.log]
        lists = [[key, list(ids)] for key, ids in stage.world.lists.data.items()]
        calls = [[who, life.calls] for who, life in stage.lives.items()]
        dead = [who for who, life in stage.lives.items() if life.died.is_set()]
        for task in stage.tasks.values():
            if task.done() and not task.cancelled():
                task.result()
        for life in stage.lives.values():
            life.bury()
        return runs, log, things.plain(lists), calls, dead

    return run(main, seed, shuffle=seed or None)


def play_all(things, several):
    """What was seen in each of several plays, each [script, options, world]."""
    return [play(things, script, options, **world) for script, options, world in several]
