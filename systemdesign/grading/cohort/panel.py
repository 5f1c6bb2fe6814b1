"""Judges on one processor, kept from one notebook to the next."""

import socket
from contextlib import contextmanager, suppress
from itertools import count
from threading import Lock

import psutil

from systemdesign.grading.judges import Failed, Judges, available
from systemdesign.grading.machine import fault

TURN = count()


class Place:
    """A processor for one panel: one that no other panel of this machine has, as long as there is one.

    It is held by a socket's name, which the kernel frees when its process ends. macOS, which has no such names,
    binds nothing to a processor either.
    """

    def __init__(self):
        self.held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        for self.processor in available():
            with suppress(OSError):
                self.held.bind(f"\0systemdesign processor {self.processor}")
                return
        self.processor = available()[next(TURN) % len(available())]

    def leave(self):
        self.held.close()


class Panel:
    """Judges who have a place. Raises Failed where they can't start."""

    def __init__(self):
        self.place, self.before = Place(), 0.0
        try:
            self.judges = Judges([self.place.processor]).__enter__()
        except OSError as error:
            self.place.leave()
            raise Failed(f"no judges can be started ({fault(error) or error})") from None

    def spent(self):
        """Seconds of processor that the judges and all they started have taken since this was last asked."""
        with suppress(psutil.Error):
            before, self.before = self.before, sum(psutil.Process(self.judges.process.pid).cpu_times()[:4])
            return max(0.0, self.before - before)
        return 0.0

    def dismiss(self):
        """Let them hear that nobody asks any more: they end what they are at."""
        with suppress(OSError):
            self.judges.process.stdin.close()

    def leave(self):
        self.judges.__exit__(None, None, None)
        self.place.leave()


class Panels:
    """All panels of one process. A thread has one to itself while it needs it; one is started where none is free."""

    def __init__(self):
        self.lock, self.free, self.busy, self.ended = Lock(), [], set(), False

    @contextmanager
    def panel(self):
        """One for so long. After an error it is not used again: answers of the last notebook may be on their way."""
        panel, usable = self.take(), False
        try:
            yield panel
            usable = True
        finally:
            with self.lock:
                self.busy.discard(panel)
                usable = usable and not self.ended
                if usable:
                    self.free.append(panel)
            if not usable:
                panel.leave()

    def take(self):
        with self.lock:
            if self.ended:
                raise Failed("the run has ended")
            panel = self.free.pop() if self.free else Panel()
            self.busy.add(panel)
            return panel

    def end(self):
        """End all of them; threads that wait for one get Failed."""
        with self.lock:
            self.ended, free = True, self.free
            self.free = []
            for panel in (*free, *self.busy):
                panel.dismiss()
        for panel in free:
            panel.leave()
