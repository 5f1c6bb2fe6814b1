"""What is to happen, in order: the ready queue, the heap of times, and asyncio's calls that fill them."""

import asyncio
from collections import deque
from contextvars import copy_context
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf, nextafter

from systemdesign.sim.handle import Handle, Timer
from systemdesign.sim.plain import PlainLoop
from systemdesign.sim.streams import Streams
from systemdesign.sim.task import Task
from systemdesign.sim.waiting import deadlock


class Schedule(PlainLoop):
    """`ready` holds tasks to step and handles to call; `heap` holds (when, number, task or timer).

    An entry of the heap is live while its number is the item's `timer`, so that cancelling one is an
    assignment. Entries due at the same time become ready in the order of their numbers.
    """

    get_debug = staticmethod(bool)  # every Future asks; a built-in that answers False costs least

    def __init__(self, seed):
        self.clock = 0.0
        self.ready = deque()
        self.heap = []
        self.stale = 0
        self.sequence = count(1)
        self.names = count(1)
        self.tasks = set()
        self.streams = Streams(seed)
        self.followers = []
        self.factory = None
        self.create_future = partial(asyncio.Future, loop=self)

    def time(self):
        return self.clock

    def create_task(self, coro, *, name=None, context=None, **options):
        if self.factory is not None:
            return self._made_by_factory(coro, name=name, context=context, **options)
        task = Task(loop=self)  # asyncio's own constructor, in C; the rest is set here, for speed
        task.coro = coro
        task.context = copy_context() if context is None else context
        task.timer = task.waiter = None
        task.must_cancel = False
        if name is not None:
            task.name = str(name)
        self.tasks.add(task)
        self.ready.append(task)
        return task

    def _made_by_factory(self, coro, **options):
        given = {key: value for key, value in options.items() if value is not None}
        return self.factory(self, coro, **given)

    def call_soon(self, callback, *args, context=None):
        if callback.__class__ is Task:
            callback.waiter = None
            self.ready.append(callback)
            return None
        handle = Handle(callback, args, copy_context() if context is None else context)
        self.ready.append(handle)
        return handle

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self.after(delay), callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        number = next(self.sequence)
        timer = Timer(callback, args, copy_context() if context is None else context, when, number, self)
        heappush(self.heap, (when, number, timer))
        return timer

    def after(self, delay):
        """The time `delay` seconds from now: later than now if the delay is positive, however small."""
        when = self.clock + delay
        return when if when > self.clock or delay <= 0 else nextafter(self.clock, inf)

    def wake(self, task):
        task.waiter = None
        self.ready.append(task)

    def wake_sleeper(self, task):
        task.timer = None
        self.ready.append(task)
        self.forget_entry()

    def forget_entry(self):
        """One more entry of the heap is dead; sweep when they are most of it."""
        self.stale += 1
        if self.stale > 100 and self.stale * 2 > len(self.heap):
            self.heap[:] = [entry for entry in self.heap if entry[2].timer == entry[1]]
            heapify(self.heap)
            self.stale = 0

    def advance(self):
        """Move the clock to the next live entry and give its item; what else is due then becomes ready."""
        heap = self.heap
        while heap:
            when, number, item = heappop(heap)
            if item.timer == number:
                break
            self.stale -= 1
        else:
            raise deadlock(self)
        item.timer = None
        if when > self.clock:
            self.clock = when
            for follow in self.followers:
                follow(when)
        if heap and heap[0][0] <= when:
            self.gather_due(when)
        return item

    def gather_due(self, when):
        heap = self.heap
        while heap and heap[0][0] <= when:
            _, number, item = heappop(heap)
            if item.timer == number:
                item.timer = None
                self.ready.append(item)
            else:
                self.stale -= 1
