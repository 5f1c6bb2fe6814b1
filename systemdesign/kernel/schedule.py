"""What is to happen, in order: the ready queue, the heap of times, asyncio's calls to fill them."""

import asyncio
from collections import deque
from contextvars import copy_context
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf, isnan, nextafter
from types import CoroutineType

from systemdesign.kernel.handle import Handle, Timer
from systemdesign.kernel.interface import LoopInterface
from systemdesign.kernel.streams import Streams
from systemdesign.kernel.task import WOKEN, Task
from systemdesign.kernel.waiting import deadlock

EAGER = getattr(asyncio, "eager_task_factory", None)


class Schedule(LoopInterface):
    """`ready` holds tasks to step and handles to call; `heap` holds (when, number, task or timer).

    An entry of the heap is live while its number is the item's `timer`, so that cancelling one is
    an assignment. Entries due at the same time become ready in the order of their numbers. Every
    entry is later than the clock: an event for now is ready, or a little later than now.
    """

    get_debug = staticmethod(bool)  # every Future asks; a built-in that answers False costs least

    def __init__(self, seed):
        self.clock = 0.0
        self.ready = deque()
        self.heap = []
        self.stale = 0
        self.sequence = count(1)
        self.numbers = count(1)
        self.tasks = {}
        self.streams = Streams(seed)
        self.followers = []
        self.create_future = partial(asyncio.Future, loop=self)

    def time(self):
        return self.clock

    def create_task(self, coro, *, name=None, context=None, eager_start=None):
        if coro.__class__ is not CoroutineType and not asyncio.iscoroutine(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}: call an async function")
        if self.factory is not None:
            if self.factory is not EAGER:
                return self._made_by_factory(coro, name=name, context=context, eager_start=eager_start)
            eager_start = eager_start is not False
        number = next(self.numbers)
        self.tasks[number] = task = Task(loop=self)  # asyncio's own constructor, in C; the rest is set here, for speed
        task.coro, task.send, task.number = coro, coro.send, number
        task.context = copy_context() if context is None else context
        task.timer = task.waiter = None
        task.must_cancel = False
        if name is not None:
            task.name = str(name)
        if eager_start:
            self.start(task)
        else:
            self.ready.append(task)
        return task

    def _made_by_factory(self, coro, **options):
        given = {key: value for key, value in options.items() if value is not None}
        task = self.factory(self, coro, **given)
        self.orphans.watch(task)
        return task

    def all_tasks(self):
        """The tasks that aren't done, in order of creation; last those that a factory made."""
        return [*self.tasks.values(), *asyncio.all_tasks(self).difference(self.tasks.values())]

    def call_soon(self, callback, *args, context=None):
        if callback.__class__ is Task:
            callback.waiter = WOKEN
            self.ready.append(callback)
            return None
        handle = Handle()
        handle._callback, handle._args = callback, args
        handle._context = copy_context() if context is None else context
        self.ready.append(handle)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        if delay <= 0:
            return self.due(self.clock, None, callback, args, context)
        when = self.clock + delay
        later = when if when.__class__ is float and when > self.clock else self.later(when)
        return self.due(when, later, callback, args, context)

    def call_at(self, when, callback, *args, context=None):
        """Call at a time: later than now, if only just, lest a library re-arm for now for ever.

        Raises TypeError where `when` is no number, and ValueError where it is NaN.
        """
        if when is None:
            raise TypeError("when cannot be None")
        return self.due(when, self.later(when), callback, args, context)

    def later(self, when):
        """A time of the clock's own kind, whatever comes (numpy's, a Fraction), after now."""
        when = float(when)
        if isnan(when):
            raise ValueError("Invalid time: NaN (not a number)")
        return when if when > self.clock else nextafter(self.clock, inf)

    def due(self, when, later, callback, args, context):
        """A call in the heap at `later`, or among what is ready where that is None."""
        timer = Timer()
        timer._callback, timer._args = callback, args
        timer._context = copy_context() if context is None else context
        timer._when, timer.timer, timer.loop = when, None, self
        if later is None:
            self.ready.append(timer)
        else:
            timer.timer = number = next(self.sequence)
            heappush(self.heap, (later, number, timer))
        return timer

    def wake(self, task):
        task.waiter = WOKEN
        self.ready.append(task)

    def wake_sleeper(self, task):
        task.timer, task.waiter = None, WOKEN
        self.ready.append(task)
        self.forget_entry()

    def forget_entry(self):
        """One more entry of the heap is dead; sweep when they are most of it."""
        self.stale += 1
        if self.stale > 100 and self.stale * 2 > len(self.heap):
            self.heap[:] = [entry for entry in self.heap if entry[2].timer == entry[1]]
            heapify(self.heap)
            self.stale = 0

    def arrive(self, when):
        """The clock has moved: tell its followers, and make ready what else is due."""
        if when == inf:  # to sleep for ever is to wait for nobody
            raise deadlock(self)
        for follow in self.followers:
            follow(when)
        heap = self.heap
        while heap and heap[0][0] <= when:
            _, number, item = heappop(heap)
            if item.timer == number:
                item.timer = None
                if item.__class__ is Task:
                    item.waiter = WOKEN
                self.ready.append(item)
            else:
                self.stale -= 1
