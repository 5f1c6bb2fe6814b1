"""A right answer of another shape."""


# %% part-1
class Pack:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)


# %% part-2
class Log:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)


# %% part-3
class WriteBehind:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)


# %% part-4
class Recovery:
    """Passes each request on to a service."""

    def __init__(self, service):
        self.service = service

    async def __call__(self, request):
        """The service's reply."""
        return await self.service(request)
