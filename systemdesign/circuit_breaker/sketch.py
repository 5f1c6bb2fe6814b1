"""The guide's breaker, as it stands there but for its clock, which is the loop's, and for what it awaits."""

from systemdesign.kernel.run import now


class CircuitBreaker:
    """Fails fast once too many calls in a row have failed."""

    def __init__(self, failure_threshold=5, timeout=60):
        self.failure_threshold, self.timeout = failure_threshold, timeout
        self.failures, self.last_failure_time, self.state = 0, None, "CLOSED"

    async def call(self, func, *args):
        if self.state == "OPEN":
            if now() - self.last_failure_time > self.timeout:
                self.state = "HALF_OPEN"
            else:
                raise Exception("Circuit breaker is OPEN")
        try:
            result = await func(*args)
            self.on_success()
            return result
        except Exception:
            self.on_failure()
            raise

    def on_success(self):
        self.failures = 0
        self.state = "CLOSED"

    def on_failure(self):
        self.failures += 1
        self.last_failure_time = now()
        if self.failures >= self.failure_threshold:
            self.state = "OPEN"
