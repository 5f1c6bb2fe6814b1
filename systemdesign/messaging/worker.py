"""One consumer of a group: it takes, works, and acknowledges last."""

import asyncio

from systemdesign.sim.request import ServiceError, Unavailable


class Worker:
    """Hands each message's body to `handle`, and acknowledges what that has done without a ServiceError.

    What fails comes again after `pause` seconds. So nothing gets lost, and whoever handles must bear to see a message
    twice. It holds up to `most` messages at once. The group may be a Broker's, or a real one with the same methods.
    """

    def __init__(self, group, handle, most=1, pause=0.0):
        self.group, self.handle, self.most, self.pause = group, handle, most, pause
        self.works = 0

    async def run(self):
        """Work for ever; while the broker is Unavailable, look again every second."""
        while True:
            try:
                await self.once()
            except Unavailable:
                await asyncio.sleep(1.0)

    async def once(self, wait=5.0):
        """Fetch, and work through what came: whether any did."""
        deliveries = await self.group.fetch(self.most, wait)
        for delivery in deliveries:
            self.works += 1
            try:
                await self.handle(delivery.body)
            except ServiceError:
                await delivery.nak(self.pause)
            else:
                await delivery.ack()
        return bool(deliveries)
