"""An origin and its readers, played beside the student's edge: reports who asked what, and what came of it, in turn.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio
import builtins

from systemdesign.kernel import at, now, run
from systemdesign.sim import request as errors

AFTER = 60.0
"""Seconds for what is still under way when the script is over."""
BUGS = (NotImplementedError, NameError, AttributeError, TypeError, AssertionError)


class Stage:
    """`plans` has for a code what its calls come to, one after the other, the last for ever: (seconds, how).

    `how` is "url", a text of that call's own; "", an empty one; None; or the name of an error.
    """

    def __init__(self, options, plans):
        self.plans = {code: [list(plan) for plan in several] for code, several in plans}
        self.events, self.raised, self.tasks, self.calls = [], {}, [], 0
        self.edge = book.Edge(self.origin, **options)  # noqa: F821

    def note(self, *what):
        self.events.append([now(), *what])

    async def origin(self, code):
        self.calls, mine = self.calls + 1, self.calls
        self.note("begins", mine, code)
        plans = self.plans.get(code, [[0.125, "url"]])
        seconds, how = plans.pop(0) if len(plans) > 1 else plans[0]
        try:
            if seconds:
                await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            self.note("ends", mine, code, "left", None)
            raise
        url = f"https://{mine}" if how == "url" else how
        kind = how and how != "url" and (getattr(errors, how, None) or getattr(builtins, how))
        self.note("ends", mine, code, "raised" if kind else "returned", url)
        if kind:
            self.raised[mine] = kind(f"the origin raised {how}")
            raise self.raised[mine]
        return url

    async def reader(self, who, codes):
        """Asks, and asks again in the very step in which it has its answer."""
        for code in codes:
            self.note("asks", who, code)
            try:
                self.note("has", who, code, "returned", await self.edge(code))
            except asyncio.CancelledError:
                self.note("has", who, code, "raised", "CancelledError")
                raise
            except Exception as error:
                mine = [number for number, raised in self.raised.items() if raised is error]
                if not mine and isinstance(error, BUGS):
                    raise
                self.note("has", who, code, "raised", mine[0] if mine else f"another {type(error).__name__}")

    def told(self, verb, args):
        """What `purge` or `created` returned."""
        try:
            value = getattr(self.edge, verb)(*args)
        except BUGS:
            raise
        except Exception as error:
            return self.note("harm", verb, *args, type(error).__name__)
        self.note(verb, *args)
        return value

    async def play(self, script):
        for time, verb, *rest in script:
            await at(time)
            if verb == "ask":
                self.tasks.append(asyncio.ensure_future(self.reader(len(self.tasks), rest)))
            elif verb == "leave":
                self.note("leaves", rest[0])
                self.tasks[rest[0]].cancel()
            else:
                value = self.told(verb, rest)
                if asyncio.iscoroutine(value):
                    value.close()
                    self.note("coroutine", verb)
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=AFTER)


def play(script, options=None, plans=(), seed=0):
    """All that happened, in turn: [time, what, …]."""

    found = []

    async def main():
        stage = Stage(options or {}, plans)
        await stage.play(script)
        found.extend(stage.events)
        for task in stage.tasks:
            if task.done() and not task.cancelled():
                task.result()

    try:
        run(main, seed, shuffle=seed or None)
    except (ValueError, LookupError, OSError, errors.ServiceError, ExceptionGroup):
        if not found:  # else a call was left alone with its error, which is judged by what the readers had
            raise
    return found


def play_all(several):
    """What was seen in each of several plays, each [script, options, plans]."""
    return [play(*one) for one in several]
