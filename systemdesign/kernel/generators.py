"""Asynchronous generators left open are closed by the run that opened them."""

import sys
from contextlib import contextmanager
from weakref import WeakKeyDictionary


@contextmanager
def tracked(loop):
    """Hook into Python's asynchronous generators; gives those still open, in order of opening."""
    before, opened = sys.get_asyncgen_hooks(), WeakKeyDictionary()

    def dropped(generator):
        opened.pop(generator, None)
        if loop.is_closed():  # it outlives its run: nobody is left to close it
            return
        loop.create_task(generator.aclose(), name=f"closing {generator.__qualname__}")

    sys.set_asyncgen_hooks(lambda generator: opened.setdefault(generator), dropped)
    try:
        yield opened
    finally:
        sys.set_asyncgen_hooks(*before)
