"""What parts 2 to 4 of lab 14 are judged with: an order, its outcome, and the clock."""

import asyncio
from dataclasses import dataclass

from systemdesign import now
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import Request, ServiceError

SAID = "said the service"
"""What each error of a judge's service says, so that it is known from one of the student's."""


async def until(time):
    await asyncio.sleep(time - now())


@dataclass
class Returned:
    """An error that came where a reply should."""

    error: Exception

    def __repr__(self):
        return f"{self.error!r}, returned and not raised"


async def settled(call):
    """The reply, or the error that a service of the judge's, or the clock, ended it with."""
    try:
        reply = await call
        return Returned(reply) if isinstance(reply, Exception) else reply
    except (ServiceError, TimeoutError) as error:
        return error
    except StudentError as error:
        if SAID not in error.text and error.kind not in ("CancelledError", "ExceptionGroup"):
            raise
        return error


def kind(outcome):
    """The name of an outcome: of an error its class, which is no class of ours when it is none of a service's."""
    if isinstance(outcome, Returned):
        return f"{kind(outcome.error)}, returned and not raised"
    return outcome.kind if isinstance(outcome, StudentError) else type(outcome).__name__


def order(key="17", client="shop", number=1, work=None):
    return Request(number, client=client, key=key, work=work)
