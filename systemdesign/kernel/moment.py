"""Waiting until a moment, as sleeping is waiting for a while."""

import asyncio

from systemdesign.kernel.words import now

__all__ = ["at"]


async def at(time):
    """Wait until this very moment, in seconds of the loop's time; not at all where it has passed.

    To sleep for what is left would be off by a rounding error, and so perhaps before what happens at that moment.
    """
    if time > now():
        come = asyncio.Event()
        asyncio.get_running_loop().call_at(time, come.set)
        await come.wait()
