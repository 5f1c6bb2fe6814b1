"""An asyncio event loop whose clock jumps to the next event instead of waiting for it."""

from asyncio import CancelledError, Future
from heapq import heappush

from systemdesign.sim.current import enter, leave
from systemdesign.sim.losses import Losses
from systemdesign.sim.schedule import Schedule
from systemdesign.sim.task import Task
from systemdesign.sim.waiting import livelock

STALL = 2_000_000
"""Steps in a row without the clock moving by a nanosecond before a run is called a livelock."""

finish, fail, withdraw = Future.set_result, Future.set_exception, Future.cancel


class VirtualLoop(Schedule):
    """Runs what is ready in the order it was scheduled; moves `time()` on only when nothing is."""

    def __init__(self, seed=0, max_steps=20_000_000):
        super().__init__(seed)
        self.steps = 0
        self.max_steps = max_steps
        self.halted = False
        self.losses = Losses()
        self.handler = None

    def until_done(self, main):
        """Run until the future `main` is done. Raises Deadlock or Livelock when it never will be."""
        self.halted = main.done()
        main.add_done_callback(self.halt)
        while not self.halted:
            mark = self.clock
            self.turn(min(STALL, self.max_steps - self.steps))
            spinning = self.clock < mark + 1e-9
            if not self.halted and (spinning or self.steps >= self.max_steps):
                raise livelock(self, spinning)

    def halt(self, main):
        self.halted = True

    def turn(self, steps):
        """Take this many steps, or fewer if halted: the hot path of every run."""
        ready, heap, popleft, sequence = self.ready, self.heap, self.ready.popleft, self.sequence
        for _ in range(steps):
            task = popleft() if ready else self.advance()
            if task.__class__ is not Task:
                self.call(task)
                if self.halted:
                    return
                continue
            enter(self, task)
            try:
                if task.must_cancel:
                    wanted = task.context.run(task.coro.throw, task.to_throw())
                else:
                    wanted = task.context.run(task.coro.send, None)
            except StopIteration as stop:
                self.tasks.discard(task)
                finish(task, stop.value)
            except BaseException as error:
                self.ended(task, error)
            else:
                if wanted.__class__ is float and not task.must_cancel:
                    task.timer = number = next(sequence)
                    heappush(heap, (wanted, number, task))
                else:
                    self.wait(task, wanted)
        self.steps += steps

    def call(self, handle):
        if handle.callback is None:
            return
        leave(self)
        try:
            handle.context.run(handle.callback, *handle.args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            self.call_exception_handler({"message": f"callback {handle.callback!r} failed", "exception": error})

    def ended(self, task, error):
        self.tasks.discard(task)
        if isinstance(error, CancelledError):
            withdraw(task, *error.args[:1])
            return
        fail(task, error)
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            raise error
        self.losses.add(task, self.clock)

    def wait(self, task, wanted):
        """Let a future wake the task; `sleep(0)`, and a task cancelled meanwhile, go on at once."""
        if wanted is None or wanted.__class__ is float:
            self.ready.append(task)
        elif problem := self.unfit(task, wanted):
            task.must_cancel, task.error = True, RuntimeError(problem)
            self.ready.append(task)
        else:
            wanted._asyncio_future_blocking = False
            wanted.add_done_callback(task, context=task.context)
            task.waiter = wanted
            if task.must_cancel and wanted.cancel(*task.error.args):
                task.must_cancel = False

    def unfit(self, task, wanted):
        """Why a task can't wait for this; the checks are asyncio's own."""
        blocking = getattr(wanted, "_asyncio_future_blocking", None)
        if blocking is None:
            return f"{task!r} awaits {wanted!r}, which is not a future of asyncio's"
        if not blocking:
            return f"yield was used instead of yield from in {task!r}"
        if wanted is task:
            return f"{task!r} cannot await itself"
        if wanted.get_loop() is not self:
            return f"{task!r} awaits {wanted!r}, which belongs to another loop: make it inside this run"
        return None

    def call_exception_handler(self, context):
        if self.handler is None:
            self.losses.report(context, self.clock)
        else:
            self.handler(self, context)

    def default_exception_handler(self, context):
        self.losses.report(context, self.clock)

    def set_exception_handler(self, handler):
        self.handler = handler

    def get_exception_handler(self):
        return self.handler
