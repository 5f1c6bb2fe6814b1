"""Callers, played beside the student's answers on a ledger: reports who called what and when, how it ended, and what
was committed. It knows nothing of what may come out: that is judged on the other side of the line."""

import asyncio
from copy import deepcopy
from functools import partial

from systemdesign.kernel import at, now, run
from systemdesign.sim.distributions import constant, uniform
from systemdesign.sim.ledger import Ledger

PATIENCE = 60.0
BUGS = (NotImplementedError, NameError, TypeError, AttributeError)
"""What the answer does not raise on purpose: it is told with its line."""
PLAIN = (bool, int, float, str, type(None))


def plain(value):
    """A value as one that travels, and that nobody changes any more."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(plain, value)) if type(value) in (list, tuple) else list(map(plain, value))
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, PLAIN) else repr(value)


def told(tx, note):
    """A transaction as an answer has it: a closure."""

    class Told:
        async def get(self, key):
            return deepcopy(await tx.get(key))

        async def lock(self, key):
            return deepcopy(await tx.lock(key))

        async def update(self, key, change, where=None):
            return await tx.update(key, change, where)

        async def insert(self, key, value):
            await tx.insert(key, deepcopy(value))

        async def delete(self, key):
            return await tx.delete(key)

        async def keys(self, prefix):
            return await tx.keys(prefix)

        async def count(self, prefix):
            return await tx.count(prefix)

        async def commit(self):
            await tx.commit()

        def rollback(self):
            tx.rollback()

    note("began")
    return Told()


def opened(ledger, note):
    """The ledger as an answer has it: a closure that notes all that is committed."""
    database = ledger.database
    apply = database.apply

    def noted(writes):
        apply(writes)
        if writes:
            note("committed", plain(writes))

    database.apply = noted

    class Opened:
        def begin(self):
            return told(ledger.begin(), note)

    return Opened()


class Stage:
    """Plays [time, verb, …] on the student's objects: call who calls, leave who, drop, miss.

    A caller makes its calls one after the other, each in the very step in which the one before is over.
    """

    def __init__(self, rows, isolation, pace, makers):
        self.ledger = Ledger(rows, isolation, uniform(0.001, 0.005) if pace is None else constant(pace))
        self.events, self.tasks, self.left, self.waiting = [], {}, set(), []
        db = opened(self.ledger, self.note)
        self.answers = [make(db) for make in makers]

    def note(self, *what):
        self.events.append([now(), *what])

    async def play(self, script):
        for time, verb, *rest in script:
            await at(time)
            getattr(self, f"do_{verb}")(*rest)
        if self.tasks:
            _, hanging = await asyncio.wait(self.tasks.values(), timeout=PATIENCE)
            self.waiting = [who for who, task in self.tasks.items() if task in hanging]
            for task in self.tasks.values():
                if task.done() and not task.cancelled():
                    task.result()
        await asyncio.sleep(0.5)

    def report(self):
        left = {"waiting": self.waiting, "open": len(self.ledger.database.open), "deadlocks": self.ledger.deadlocks}
        return {"events": self.events, "rows": plain(self.ledger.rows), **left}

    def do_call(self, who, *calls):
        answer = self.answers[len(self.tasks) % len(self.answers)]
        self.tasks[who] = asyncio.create_task(self.caller(who, answer, calls))

    async def caller(self, who, answer, calls):
        for method, *args in calls:
            self.note("called", who, method, args)
            try:
                value, error = await getattr(answer, method)(*deepcopy(args)), None
            except asyncio.CancelledError:
                self.note("ended", who, None, "left" if who in self.left else "CancelledError")
                raise
            except BUGS:
                raise
            except Exception as failure:
                value, error = None, failure
            self.note("ended", who, plain(value), error and type(error).__name__, error and str(error)[:200])

    def do_leave(self, who):
        if who in self.tasks:
            self.left.add(who)
            self.tasks[who].cancel()

    def do_drop(self):
        self.ledger.drop()

    def do_miss(self):
        self.ledger.miss()


def play(kind, options, rows, isolation, script, seed=0, pace=None, count=1, order=None):
    """What was seen when the script was played on so many of the student's `kind(db, **options)`, taken in turn.

    Several options, in a list, are of one object each.
    """
    makers = [
        partial(getattr(book, kind), **each)  # noqa: F821
        for each in (options if isinstance(options, list) else [options] * count)
    ]

    async def main():
        stage = Stage(rows, isolation, pace, makers)
        await stage.play(script)
        return stage.report()

    return run(main, seed, shuffle=order)
