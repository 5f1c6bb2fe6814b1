"""A run in virtual time whose clock is turned by the judge, over a line."""

import asyncio

from systemdesign.kernel.run import run

NO_END = 10**15


def follow(idle):
    """Run all that is due, then call `idle(loop, next_due)`, which waits for the judge and returns the new time."""

    async def sit():
        loop = asyncio.get_running_loop()
        loop.shuffle(None)  # until a check asks for it
        loop.call_at(loop.time(), gate, loop, idle)
        await loop.create_future()

    run(sit, max_steps=NO_END, shuffle=0)


def gate(loop, idle):
    """Always in the loop's heap, at the present time: its turn comes when nothing else is left to do now.

    What was due within the last place of the same time has become ready beside it, and goes first.
    """
    due = next_due(loop)
    if not loop.ready and (due is None or due > loop.clock):
        loop.clock = idle(loop, due)
    loop.call_at(loop.clock, gate, loop, idle)


def next_due(loop):
    return min((when for when, number, item in loop.heap if item.timer == number), default=None)


def clear(loop, but):
    """Forget what an earlier trial left behind; `but` is the task that keeps the run going."""
    for task in asyncio.all_tasks(loop) - {but}:
        task.cancel()
    for _, _, item in list(loop.heap):
        if getattr(item, "_callback", gate) is not gate:
            item.cancel()
