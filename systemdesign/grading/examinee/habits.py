"""Callers who do two things so close together that no message of the judge's could come between."""

import asyncio


async def again(call):
    """Both outcomes, values or errors: the second call is made in the very step in which the first is over."""
    return [await outcome(call), await outcome(call)]


async def anew(call, seconds, steps):
    """The outcome of a second call, made so many steps after the first, so many seconds old, was cancelled."""
    first = asyncio.ensure_future(call())
    await asyncio.sleep(seconds)
    first.cancel()
    for _ in range(steps):
        await asyncio.sleep(0)
    return await outcome(call)


async def outcome(call):
    try:
        return await call()
    except (Exception, asyncio.CancelledError) as error:
        return error


HABITS = {"again": again, "anew": anew}
