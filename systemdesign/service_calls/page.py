"""A page made of what several services answer."""

import asyncio

from systemdesign.sim.request import with_timeout


class Page:
    """Asks all of its services at once, and gives each so many seconds; itself a service.

    All or nothing: the answers by name, or the error that came first, which ends the other calls too.
    """

    def __init__(self, limit, **services):
        self.calls = {name: with_timeout(service, limit) for name, service in services.items()}

    async def __call__(self, request):
        try:
            async with asyncio.TaskGroup() as group:
                asked = {name: group.create_task(call(request)) for name, call in self.calls.items()}
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return {name: task.result() for name, task in asked.items()}
