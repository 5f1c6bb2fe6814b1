"""An asyncio event loop whose clock jumps to the next event instead of waiting for it."""

from _thread import get_ident
from asyncio import CancelledError, Future, current_task
from asyncio.format_helpers import _format_callback_source
from heapq import heappop, heappush
from inspect import isgenerator
from math import ulp

from systemdesign.kernel.current import current, enter, leave
from systemdesign.kernel.interface import over
from systemdesign.kernel.orphans import Orphans, log_late
from systemdesign.kernel.schedule import Schedule
from systemdesign.kernel.task import IRREVOCABLE, Task
from systemdesign.kernel.waiting import deadlock, livelock

STALL = 2_000_000
"""Steps in a row without the clock moving by a nanosecond before a run is called a livelock."""

finish, fail = Future.set_result, Future.set_exception


class VirtualLoop(Schedule):
    """Runs what is ready in the order it was scheduled; moves `time()` on only when nothing is.

    `current` is the task being stepped, None while a callback is called; `order` what `shuffle` was told.
    """

    order = None

    def __init__(self, seed=0, max_steps=20_000_000):
        super().__init__(seed)
        self.steps = 0
        self.max_steps = max_steps
        self.halted = False
        self.orphans = Orphans()
        self.current = None
        self.thread = get_ident()

    def until_done(self, main):
        """Run until the future `main` is done. Raises Deadlock or Livelock when it never will be."""
        self.halted, self.goal, still = False, main, 0
        main.add_done_callback(self.halt)
        while not self.halted:
            end = self.clock + max(1e-9, STALL * ulp(self.clock))  # an event for now comes an ulp later
            self.turn(min(STALL, self.max_steps - self.steps))
            still = still + STALL if self.clock <= end else 0
            spinning = still > 100 * len(self.tasks)  # a crowd may have much to do at one moment
            if not self.halted and (spinning or self.steps >= self.max_steps):
                raise livelock(self, spinning)

    def halt(self, main):
        self.halted = main is self.goal  # an interrupt may have come before what was to be done until then

    def turn(self, steps):
        """Take this many steps, or fewer if halted: the hot path of every run."""
        ready, heap, sequence, tasks = self.ready, self.heap, self.sequence, self.tasks  # `self` is slow to ask, and
        popleft = ready.popleft  # so is another function: this one does by itself what each step needs
        for _ in range(steps):
            if ready:
                task = popleft()
            else:
                when, number, task = heappop(heap) if heap else self.stuck()
                if task.timer != number:  # cancelled: left in the heap, for to take it out would be a search
                    self.stale -= 1
                    continue
                task.timer = None
                self.clock = when
                if not heap or heap[0][0] <= when or self.followers:  # else it is alone at its time: most are
                    self.arrive(when)
            if task.__class__ is not Task:  # a handle; cheaper than isinstance, and nobody derives from Task
                self.call(task)
                if self.halted:  # only a callback of the main task's halts, so only here
                    return
                continue
            current[self] = task  # not left again after the step: the next one enters, and a callback leaves first
            self.current = task
            try:
                wanted = task.context.run(task.send, None) if not task.must_cancel else task.throw()
            except StopIteration as stop:
                del tasks[task.number]  # it may have cancelled itself in its last step
                task.withdraw() if task.must_cancel else finish(task, stop.value)
            except BaseException as error:
                self.ended(task, error)
            else:
                if wanted.__class__ is float and not task.must_cancel:  # our own `sleep`: no future, no handle
                    task.timer = number = next(sequence)
                    heappush(heap, (wanted, number, task))
                elif wanted.__class__ is Future and wanted._asyncio_future_blocking and wanted._loop is self:
                    self.wait_on(task, wanted)
                else:
                    self.wait(task, wanted)
        self.steps += steps

    def stuck(self):
        raise deadlock(self)

    def start(self, task):
        """Step a new task at once, within the step of the task that made it."""
        outer = current_task(self)
        self.ready.appendleft(task)
        try:
            VirtualLoop.turn(self, 1)
        finally:
            leave(self)
            if outer is not None:
                enter(self, outer)
            self.current = outer if outer.__class__ is Task else None

    def call(self, handle):
        callback, args = handle._callback, handle._args
        if callback is None:
            return
        if self.current is not None:
            leave(self)
            self.current = None
        try:
            if len(args) == 1:
                handle._context.run(callback, args[0])
            else:
                handle._context.run(callback, *args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            message = f"Exception in callback {_format_callback_source(callback, args)}"
            self.call_exception_handler({"message": message, "exception": error, "handle": handle})
        handle = callback = args = None  # an error's frames keep this one, and it must not keep the task that failed

    def ended(self, task, error):
        del self.tasks[task.number]
        error.__traceback__ = error.__traceback__.tb_next  # the first frame is the loop's own
        if isinstance(error, CancelledError):
            task.error = error
            Future.cancel(task, *error.args[:1])
            return
        fail(task, error)
        if isinstance(error, (SystemExit, KeyboardInterrupt)):
            task._log_traceback = False  # it is not lost: it ends the run
            raise error
        self.orphans.add(task, self.clock)

    def wait(self, task, wanted):
        """Let another kind of future wake the task; `sleep(0)`, and a task cancelled meanwhile, go on at once."""
        if wanted is None:
            task.waiter = None
            self.ready.append(task)
        elif wanted.__class__ is float:
            task.must_cancel = IRREVOCABLE
            self.ready.append(task)
        elif problem := self.unfit(task, wanted):
            task.must_cancel, task.error = IRREVOCABLE, RuntimeError(problem)
            self.ready.append(task)
        else:
            self.wait_on(task, wanted)

    def wait_on(self, task, future):
        future._asyncio_future_blocking = False
        future.add_done_callback(task, context=task.context)
        task.waiter = future
        if task.must_cancel and future.cancel(msg=task._cancel_message):
            task.must_cancel = False

    def unfit(self, task, wanted):
        """Why a task can't wait for this; the checks are asyncio's own."""
        blocking = getattr(wanted, "_asyncio_future_blocking", None)
        if blocking is None and isgenerator(wanted):
            return f"yield was used instead of yield from for generator in task {task!r} with {wanted!r}"
        if blocking is None:
            return f"Task got bad yield: {wanted!r}, which is no future of asyncio's"
        if not blocking:
            return f"yield was used instead of yield from in task {task!r} with {wanted!r}"
        if wanted is task:
            return f"Task cannot await on itself: {task!r}"
        if wanted.get_loop() is not self:
            return f"Task {task!r} got Future {wanted!r} attached to a different loop: make it inside this run"
        return None

    def default_exception_handler(self, context):
        self.orphans.report(context, self.clock)

    def end(self):
        """Nothing more happens; what dies later can only be logged."""
        self.closed, self.handler, self.goal = True, log_late, None
        self.call_soon = self.call_later = self.call_at = self.create_task = self.run_in_executor = over
