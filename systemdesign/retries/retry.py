"""A service that is tried again when it fails."""

import asyncio

from systemdesign.kernel.streams import stream
from systemdesign.retries.backoff import FullJitter
from systemdesign.retries.budget import unlimited
from systemdesign.sim.request import ServiceError


class Retry:
    """Tries a service up to `attempts` times, pausing in between, for as long as the budget lasts.

    It is a service itself. Put the time-out of one try inside, and the deadline of all of them outside:
    `with_timeout(Retry(with_timeout(server, 1.0)), 5.0)`. Only errors of the kinds `when` are worth another
    try, and the caller gets the last one. Share one budget among all callers of one service.
    """

    def __init__(self, service, attempts=3, backoff=None, budget=None, when=ServiceError):
        if attempts < 1:
            raise ValueError(f"a request is tried at least once, and attempts is {attempts}")
        self.service, self.attempts, self.when = service, attempts, when
        self.backoff, self.budget = backoff or FullJitter(), budget or unlimited()

    async def __call__(self, request):
        self.budget.earn()
        pauses = self.backoff.pauses(stream("pauses"))
        for attempt in range(1, self.attempts + 1):
            try:
                return await self.service(request)
            except self.when:
                if attempt == self.attempts or not self.budget.spend():
                    raise
            await asyncio.sleep(next(pauses))
