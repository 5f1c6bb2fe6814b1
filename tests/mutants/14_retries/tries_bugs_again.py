"""Catches every exception, bugs included.

Loses part 4. Hint: it is a bug
"""


class Client:
    """Tries a service again, as long as time, budget and prudence allow."""

    def __init__(self, service, jitter, budget, attempts=4, timeout=1.0):
        self.service, self.jitter, self.budget = service, jitter, budget
        self.attempts, self.timeout = attempts, timeout

    async def __call__(self, request, within=5.0):
        self.budget.asked()
        end = now() + within
        for failures in range(1, self.attempts + 1):
            try:
                async with asyncio.timeout(min(self.timeout, end - now())):
                    return await self.service(request)
            except Exception as error:
                pause = self._pause(request, error, failures, end - now())
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    def _pause(self, request, error, failures, left):
        """Seconds until the next try, None when there should be none."""
        safe = request.key is not None or isinstance(error, Refused)
        if failures == self.attempts or not safe:
            return None
        pause = self.jitter.pause(failures, left)
        return pause if pause is not None and self.budget.may_retry() else None
