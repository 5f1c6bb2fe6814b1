"""A fleet: instances that join and leave while requests come, and lose none of them."""

import asyncio

from systemdesign.sim.request import Unavailable


class Instance:
    """A server in a fleet, which is booting, then ready, then leaving, and then gone."""

    __slots__ = ("server", "state", "in_flight", "empty")

    def __init__(self, server):
        self.server, self.state, self.in_flight = server, "booting", 0
        self.empty = asyncio.Event()
        self.empty.set()

    async def __call__(self, request):
        self.in_flight += 1
        self.empty.clear()
        try:
            return await self.server(request)
        finally:
            self.in_flight -= 1
            if not self.in_flight:
                self.empty.set()


class Fleet:
    """Deals requests to the instances that are ready, one after the other.

    An instance gets nothing before it has answered a probe, and nothing after it was asked to leave. As long as
    servers stay up until `remove_instance` returns, no request is lost and none is served twice.
    """

    def __init__(self, every=1.0):
        """A booting instance is probed `every` so many seconds."""
        self.every, self.instances, self.turn = every, [], 0

    @property
    def ready(self):
        """The instances that get requests."""
        return [instance for instance in self.instances if instance.state == "ready"]

    async def __call__(self, request):
        ready = self.ready
        if not ready:
            raise Unavailable(f"none of {len(self.instances)} instances is ready")
        self.turn += 1
        return await ready[self.turn % len(ready)](request)

    async def add_instance(self, server):
        """Take a server in, and return when it is ready, or was asked to leave before it was."""
        instance = Instance(server)
        self.instances.append(instance)
        while instance.state == "booting" and not await answers(server):
            await asyncio.sleep(self.every)
        if instance.state == "booting":
            instance.state = "ready"

    async def remove_instance(self, server):
        """Send a server nothing more, and return when it is empty: only then may it be switched off.

        Raises LookupError where it is not in the fleet, and ValueError where it is the last that is ready.
        """
        instance = self._instance(server)
        if self.ready == [instance]:
            raise ValueError(f"{server.name} is the last that is ready: first add another, and wait until it is")
        instance.state = "leaving"
        await instance.empty.wait()
        if instance in self.instances:
            self.instances.remove(instance)

    def _instance(self, server):
        for instance in self.instances:
            if instance.server is server:
                return instance
        raise LookupError(f"{server.name} is not in this fleet")


async def answers(server):
    """Whether a server answers a probe."""
    try:
        await server.ping()
    except Unavailable:
        return False
    return True
