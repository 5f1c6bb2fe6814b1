"""Python's clocks made to follow virtual time, for libraries that read them."""

import asyncio
from contextlib import contextmanager
from datetime import datetime, timedelta

START = datetime(2000, 1, 1)
"""What the clocks show, in UTC, at 0.0 s of virtual time."""


@contextmanager
def follow():
    """Make `time.time`, `time.monotonic`, `time.perf_counter` and `datetime` follow the run.

    Write `with clocks.follow():` inside `run(...)`, once, round all that reads the clocks. Libraries
    that use the loop's own clock (`asyncio.sleep`, `asyncio.timeout`) need none of this. The clocks
    resolve a microsecond and stop between events; other threads see them too.

    Raises RuntimeError outside a run, ImportError where freezegun, which does the work, is missing.
    """
    loop = asyncio._get_running_loop()
    if not hasattr(loop, "followers"):
        raise RuntimeError("clocks.follow() has no virtual time to follow: use it inside run(...)")
    with _freeze(_shown(loop.time())) as frozen:

        def move(when):
            frozen.move_to(_shown(when))

        loop.followers.append(move)
        try:
            yield
        finally:
            loop.followers.remove(move)


def _shown(seconds):
    return START + timedelta(seconds=seconds)


def _freeze(moment):
    try:
        from freezegun import freeze_time
    except ImportError as error:
        raise ImportError("clocks.follow() needs freezegun: pip install freezegun") from error
    return freeze_time(moment)
