"""While a virtual loop runs, asyncio's own functions know it.

They get another body, and stay the functions they were: who has imported `sleep` before the run has the same one, and
who has put something else in its place keeps that.
"""

from _thread import allocate_lock
from asyncio import events
from contextlib import contextmanager

import systemdesign.kernel.words as words
from systemdesign.kernel.current import know

_under_way = []
_lock = allocate_lock()  # runs may begin and end in several threads


@contextmanager
def patched(loop):
    """Have asyncio know this loop."""
    with _lock:
        _under_way.append(loop)
        _know()
    try:
        yield
    finally:
        with _lock:
            _under_way.remove(loop)
            _know()


def _know():
    know(_under_way)
    words.newest = _under_way[-1] if _under_way else None
    if (words.FUNCTIONS["sleep"].__code__ is words.BODIES["sleep"]) == bool(_under_way):
        return
    for name, function in words.FUNCTIONS.items():
        function.__code__ = words.BODIES[name] if _under_way else getattr(words.PLAIN, name).__code__
    if words.SLOW_REGISTER:
        events._get_running_loop = words.get_running_loop if _under_way else words.running
