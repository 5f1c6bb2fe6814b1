"""Part 3 of lab 14 is judged at a bank, which counts what it did."""

import asyncio
from collections import Counter

from systemdesign import run
from systemdesign.sim.request import Refused, Reply, ServiceError


class Bank:
    """Charges; counts what it did per client and key.

    `trouble` is the error that it ends with: a refusal before it charges, any other after it.
    """

    name = "bank"

    def __init__(self, seconds=1.0):
        self.seconds, self.charged, self.begun, self.trouble = seconds, Counter(), 0, None

    async def __call__(self, request):
        self.begun += 1
        number = self.begun
        await asyncio.sleep(self.seconds)
        if self.trouble is Refused:
            raise Refused("the bank is closed")
        self.charged[request.client, request.key] += 1
        if self.trouble:
            raise self.trouble("the bank fell over, and had charged")
        return Reply("bank", number)


def quiet(main, seed=0):
    """Run, and say what an error means that came up where nobody awaited it."""
    try:
        return run(main, seed)
    except ServiceError as error:
        raise AssertionError(
            f"An operation failed after its last caller had left, and its error ({error}) came up at the end of the "
            "run: let the task return the error instead of raising it."
        ) from None
