"""Any service of the course, with what befalls it recorded when it happens."""

from systemdesign.kernel.run import now
from systemdesign.observability.series import DEFAULT

ANSWERED, LEFT = "answered", "left"


def watched(service, name, metrics, bounds=DEFAULT):
    """The same service under this name: how long each call took, by how it ended, and how many are under way.

    It ended "answered", or as the error is called, or "left" where the caller went away. `request_seconds_count`
    counts them all, `request_seconds_sum` the seconds that callers have waited.
    """
    took = metrics.histogram("request_seconds", "From call to answer.", "service", "outcome", bounds=bounds)
    under_way = metrics.gauge("requests_in_flight", "Called, and not ended.", "service")(name)

    async def call(request):
        began, outcome = now(), LEFT
        under_way.add(1)
        try:
            reply = await service(request)
            outcome = ANSWERED
            return reply
        except Exception as error:
            outcome = type(error).__name__
            raise
        finally:
            under_way.add(-1)
            took(name, outcome).observe(now() - began)

    return call
