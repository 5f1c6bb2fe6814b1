"""Asynchronous generators left open are closed by the run that opened them."""

import sys
from contextlib import contextmanager
from weakref import WeakSet


@contextmanager
def followed(loop):
    """Hook into Python's asynchronous generators; gives the set of those still open."""
    before, opened = sys.get_asyncgen_hooks(), WeakSet()

    def dropped(generator):
        opened.discard(generator)
        loop.create_task(generator.aclose(), name=f"closing {generator.__qualname__}")

    sys.set_asyncgen_hooks(firstiter=opened.add, finalizer=dropped)
    try:
        yield opened
    finally:
        sys.set_asyncgen_hooks(*before)
