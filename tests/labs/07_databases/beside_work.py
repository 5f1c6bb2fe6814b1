"""Work for the student's `transact`, by a plan, beside it: reports each run, what was open when, and how it ended."""

import asyncio
import builtins

from systemdesign import sim
from systemdesign.kernel import now, run
from systemdesign.sim.distributions import constant
from systemdesign.sim.ledger import Ledger

PATIENCE = 600.0
BUGS = (NotImplementedError, NameError, TypeError, AttributeError)
"""What the answer does not raise on purpose: it is told with its line."""


class Halt(BaseException):
    """What `except Exception` lets pass."""


def error_named(name):
    if name == "Halt":
        return Halt("a Halt of work's")
    return (getattr(sim, name, None) or getattr(book, name, None) or getattr(builtins, name))(f"a {name} of work's")  # noqa: F821


class Stage:
    """A ledger, and callers of `transact`. A caller's plan is a list of runs, the last of which is done ever after.

    A run is a list of steps: get key, put key value, add key pieces, insert key value, sleep seconds, raise name, or
    raise name because of another; `add` adds to what the run has read. What the run returns comes last: "seen" is what
    it has read, "error" an exception.
    """

    def __init__(self, rows, isolation):
        self.ledger, self.events, self.tasks = Ledger(rows, isolation, constant(0.001)), [], []
        self.leave = None

    def note(self, *what):
        self.events.append([now(), *what])

    def opened(self):
        ledger, note = self.ledger, self.note

        class Opened:
            def begin(self):
                note("began", len(ledger.database.open))
                return ledger.begin()

        return Opened()

    def work(self, who, plan):
        runs, raised = iter(range(10**6)), []

        async def work(tx):
            number = next(runs)
            self.note("ran", who, number)
            if self.leave and self.leave[0] == number:
                asyncio.get_running_loop().call_later(self.leave[1], self.cancel, self.leave[2])
            *steps, value = plan[min(number, len(plan) - 1)]
            try:
                seen = 0
                for step in steps:
                    seen = await self.step(tx, seen, *step)
            except (Exception, Halt) as error:
                raised.append(error)
                self.note("raised", who, type(error).__name__)
                asyncio.get_running_loop().call_later(1e-6, self.look, who)
                raise
            return seen if value == "seen" else ValueError("returned") if value == "error" else value

        return work, raised

    def cancel(self, times):
        """The first caller leaves; who leaves a second time does so when it has begun to leave."""
        self.tasks[0].cancel()
        if times > 1:
            asyncio.get_running_loop().call_soon(self.tasks[0].cancel)

    def look(self, who):
        self.note("open", who, len(self.ledger.database.open))

    async def step(self, tx, seen, verb, *rest):
        if verb == "sleep":
            await asyncio.sleep(*rest)
        elif verb == "raise":
            name, *because = rest
            raise error_named(name) from (error_named(*because) if because else None)
        elif verb == "get":
            return await tx.get(*rest)
        elif verb == "add":
            key, pieces = rest
            await tx.update(key, lambda row: seen + pieces)
        elif verb == "put":
            key, value = rest
            await tx.update(key, lambda row: value)
        else:
            await tx.insert(*rest)
        return seen

    async def caller(self, who, start, plan, options):
        await asyncio.sleep(start)
        work, raised = self.work(who, plan)
        try:
            value, error, same = await book.transact(self.opened(), work, **options), None, None  # noqa: F821
        except asyncio.CancelledError:
            self.note("left", who, len(self.ledger.database.open))
            raise
        except (Exception, Halt) as failure:
            if isinstance(failure, BUGS) and failure not in raised:
                raise
            value, error, same = None, type(failure).__name__, failure in raised[-1:]
        value = "error" if isinstance(value, ValueError) else value
        self.note("ended", who, value, error, same, len(self.ledger.database.open), self.ledger.rows)

    async def play(self, callers, leave, trouble):
        for what in trouble:
            getattr(self.ledger, what)()
        self.tasks = [asyncio.create_task(self.caller(*caller)) for caller in callers]
        if isinstance(leave, list):
            self.leave = leave
        elif leave is not None:
            asyncio.get_running_loop().call_later(leave, self.cancel, 1)
        _, hanging = await asyncio.wait(self.tasks, timeout=PATIENCE)
        for task in self.tasks:
            if task.done() and not task.cancelled():
                task.result()
        await asyncio.sleep(1)
        left = {"waiting": len(hanging), "open": len(self.ledger.database.open)}
        return {"events": self.events, "rows": self.ledger.rows, **left}


def transacted(rows, isolation, callers, leave=None, trouble=(), seed=0):
    """What was seen of callers, each [who, start, plan, options].

    The first of them leaves after so many seconds; or [run, after, times] says in which run, and how often.
    """
    return run(Stage(rows, isolation).play(callers, leave, trouble), seed)
