"""A right answer of another shape."""


# %% part-1
class Codes:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)


# %% part-2
class Allocator:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)


# %% part-3
class Edge:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)


# %% part-4
class Clicks:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)
