"""Part 3 of lab 14 is judged at a bank, which counts what it did."""

import asyncio
from collections import Counter

from systemdesign import now, run
from systemdesign.grading.diagnosis import innermost
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import Lost, Refused, Reply, ServiceError, TimedOut, Unavailable

from .scene import SAID, order, settled

FAILURES = [Unavailable, Lost, TimedOut, ServiceError, TimeoutError, ValueError, OSError, ZeroDivisionError]
"""What leaves it open whether the bank has charged."""


class Bank:
    """Charges; counts what it did per client and key.

    `trouble` is the error that it ends with: a refusal before it charges, any other after it.
    """

    name = "bank"

    def __init__(self, seconds=1.0, trouble=None):
        self.seconds, self.trouble, self.charged, self.orders = seconds, trouble, Counter(), []

    async def __call__(self, request):
        self.orders.append((now(), request))
        number = self.begun
        await asyncio.sleep(self.seconds)
        by = (self.name,) if self.trouble and issubclass(self.trouble, ServiceError) else ()
        if self.trouble is Refused:
            raise Refused(f"the bank is closed, {SAID}", *by)
        self.charged[request.client, request.key] += 1
        if self.trouble:
            raise self.trouble(f"the bank fell over, and had charged, {SAID}", *by)
        return Reply("bank", number)

    @property
    def begun(self):
        return len(self.orders)


def asking(once, **options):
    """Somebody who sends an order, and hears what became of it."""
    return asyncio.ensure_future(settled(once(order(**options))))


async def heard(callers):
    """What each of them has got after a minute."""
    await asyncio.wait(callers, timeout=60.0)
    return [caller.result() if caller.done() and not caller.cancelled() else None for caller in callers]


def quiet(main, seed=0):
    """Run, and say what an error means that came up where nobody awaited it."""
    try:
        return run(main, seed, shuffle=seed or None)
    except (ServiceError, TimeoutError, StudentError, ExceptionGroup) as error:
        if SAID not in str(innermost(error)):
            raise
        raise AssertionError(
            f"Against rule 5, an operation failed after its last caller had left, and its error ({innermost(error)}) "
            "came up at the end of the run, though nobody is to be told: let the task return the error instead of "
            "raising it."
        ) from None
