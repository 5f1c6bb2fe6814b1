"""Ordinary asyncio with a clock that jumps: the plainest virtual time, for comparison."""

import asyncio
from asyncio.events import TimerHandle
from heapq import heappush
from itertools import count


class Timer(TimerHandle):
    """A timer that keeps its turn: asyncio leaves the order of timers due together open."""

    __slots__ = ("number",)

    def __lt__(self, other):
        return (self._when, self.number) < (other._when, other.number)


class JumpingLoop(asyncio.BaseEventLoop):
    """asyncio's own loop, tasks and handles; to wait for the next timer is to jump to it."""

    def __init__(self):
        super().__init__()
        self.clock, self.numbers = 0.0, count()
        self._selector = self
        self._clock_resolution = 1e-12  # must exceed the float spacing of the clock, or nothing is ever due

    def time(self):
        return self.clock

    def call_at(self, when, callback, *args, context=None):
        timer = Timer(when, callback, args, self, context)
        timer.number, timer._scheduled = next(self.numbers), True
        heappush(self._scheduled, timer)
        return timer

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("nothing is left to happen")
        if timeout > 0:
            self.clock = self._scheduled[0]._when
        return ()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


def run(main):
    """Run an async function to its end, and cancel what is left."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(main())
