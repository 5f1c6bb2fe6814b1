"""The student's tasks, futures and times in the judge's loop: whose turn it is, and when."""

import asyncio
from math import inf

from systemdesign.grading.examinee.end import End
from systemdesign.grading.examinee.steps import within


class Turns(End):
    """What a `Stage` does with its loop."""

    async def watched(self, loop):
        """When the run ends, so do the student's tasks; what was lost in them is lost here."""
        try:
            await loop.create_future()
        except asyncio.CancelledError:
            await self.wound_up(loop)
        finally:  # at once, where the run is given up
            self.end(loop)

    async def wound_up(self, loop):
        """Let the student's tasks end with the judge's, as `run` lets those of one process, and so what they begin.

        Those of the judge's were cancelled when this one was.
        """
        mine, cancelled = asyncio.current_task(), True
        while True:
            left, others = self.ask("wind_up"), [task for task in loop.all_tasks() if task is not mine]
            for task in () if cancelled else others:
                task.cancel()
            if left is not None:
                others.append(loop.create_task(self.came(left, ())))
            if not others:
                return
            await asyncio.wait(others)
            cancelled = False

    def end(self, loop):
        lost, self.loop = self.ask("end"), None
        for error in map(self.read, lost):
            if loop.handler is None:
                loop.orphans.lose(error)
            else:
                loop.call_exception_handler({"message": str(error), "exception": error})

    def on_ready(self, number, is_task):
        """A turn of the student's; a task's may come in another order, as a timer that is due."""
        if is_task:
            self.loop.call_later(0, self.exchange, "turn", number)
        else:
            self.loop.call_soon(self.exchange, "turn", number)

    def on_timer(self, when, number, waits):
        if not self.loop.time() <= when < inf:
            raise ValueError("no time to be woken at")
        self.timers[number] = self.loop.call_at(when, self.due, number, waits)

    def due(self, number, waits):
        del self.timers[number]
        self.exchange("turn", number, None if (number,) in self.late else self.ahead_of(waits))

    def do_come(self, number):
        """Whether a time has come, and its turn has not. Who asks is cancelled in that turn: it is no ordinary one."""
        come = number in self.timers and self.timers[number].timer is None
        if come:
            self.late.add((number,))
        return come

    def ahead_of(self, waits):
        """The step that a coroutine of the judge's takes as soon as the student's task that waits for it goes on."""
        if waits is None:
            return None
        via, task = waits
        with within(self, task):
            return [via, *self.stepped(via, "send")]

    def on_untimer(self, number):
        if number in self.timers:
            self.timers.pop(number).cancel()

    def on_watch(self, number, place, waits):
        def notice(future):
            self.exchange("noticed", number, place, None if number in self.late else self.ahead_of(waits))

        self.mine[number].add_done_callback(notice)

    def do_cancel(self, number):
        """Whether a future could be cancelled. Where it is too late, the step after it is no ordinary one."""
        done = super().do_cancel(number)
        if not done:
            self.late.add(number)
        return done

    def on_noticed(self, number, place):
        """A callback of the judge's is due: each is once, whatever is told."""
        found, self.futures[number].callbacks[place] = self.futures[number].callbacks[place], None
        if found is not None:
            self.loop.call_soon(found[0], self.futures[number], context=found[1])

    def watch(self, number, place, callback):
        self.ask("watch", number, place)
