"""What a lab's checks ask of calls: begun, waited for, and ended how and when."""

import asyncio
from math import inf

from systemdesign.grading.remote import StudentError
from systemdesign.kernel import now, run
from systemdesign.sim.request import ServiceError

NEVER = "never"
ORDERS = [None, 0, 1, 2]
"""How what happens at the same time is shuffled: not at all, and in three orders, for `run(main, shuffle=order)`."""


def shuffled(order):
    """What a hint says of it, where there is something to say."""
    return "" if order is None else f" (what happens at the same time was shuffled: run(…, shuffle={order}))"


async def started(call):
    """The call as a task, once it has reached whomever it asks."""
    task = asyncio.ensure_future(call)
    await asyncio.sleep(1e-6)
    return task


async def settled(call, patience=60.0):
    """(value, time) or (name of a service's error, time); (NEVER, inf) when there is neither after `patience` seconds.

    Raises StudentError where the answer raised something else.
    """
    try:
        async with asyncio.timeout(patience) as limit:
            value = await call
        return value, now()
    except (ServiceError, TimeoutError) as error:
        return (NEVER, inf) if limit.expired() else (type(error).__name__, now())
    except StudentError as error:
        if error.kind != "CancelledError":
            raise
        return error.kind, now()


def heard(main, seed=0):
    """What `main` returns, though a task of the student's may have left a service's error behind: that is judged alone.

    Raises what `main` itself raised.
    """
    found = []

    async def keeping():
        found.append(await main())

    try:
        run(keeping, seed, shuffle=seed or None)
    except (ServiceError, ExceptionGroup):
        if not found:
            raise
    return found[0]
