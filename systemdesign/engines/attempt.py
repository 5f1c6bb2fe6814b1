"""A measurement as an attempt: it ends, and what it found holds only if its engines lived as long as it needed them."""

import threading
from contextlib import contextmanager

from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.child.files import as_many_as_allowed
from systemdesign.engines.child.process import FALLEN, LIVING

AGAIN = 0.5  # s, until those are ended that were started meanwhile


class Overdue(EngineFailed):
    """It did not end in time."""


def attempt(measure, within=None):
    """What `measure()` gives. The engines that it has started are killed when it takes more than `within` seconds.

    Raises Overdue then; EngineFailed where one of them ended while it was needed, even if `measure` took its silence
    for an answer; and whatever `measure` raises.
    """
    before = len(FALLEN)
    with as_many_as_allowed(), ended(within) as overdue:
        try:
            found = measure()
        except Exception as error:
            if overdue.is_set() or FALLEN[before:]:
                raise reason(overdue, FALLEN[before:], within) from error
            raise
    if overdue.is_set() or FALLEN[before:]:
        raise reason(overdue, FALLEN[before:], within)
    return found


def reason(overdue, fallen, within):
    """The error that says why the attempt failed."""
    return Overdue(f"it did not end within {within:g} s") if overdue.is_set() else EngineFailed(fallen[0])


@contextmanager
def ended(within):
    """Kill the children that the block has started once it takes longer; an event, which is set then."""
    overdue, over, others = threading.Event(), threading.Event(), set(LIVING)

    def watch():
        if over.wait(within):
            return
        overdue.set()
        while True:
            for child in set(LIVING) - others:
                child.kill()
            if over.wait(AGAIN):
                return

    thread = threading.Thread(target=watch, name="limit", daemon=True)
    thread.start()
    try:
        yield overdue
    finally:
        over.set()
        thread.join()
