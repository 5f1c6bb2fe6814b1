"""An order service whose orders outlive a crash, and whose steps don't repeat each other."""

import asyncio

from systemdesign.messaging.worker import Worker


class OrderService:
    """Says *accepted* once the broker has the order. Each step is a group of its own, with one worker.

    So a step that fails repeats itself, and no other. Each is done *at least once*, and in no order: a customer may be
    notified of what isn't paid. What has failed `most` times is in its group's `dead`, and nothing is undone.
    """

    def __init__(self, broker, steps, most=None):
        self.broker = broker
        self.groups = [broker.group("order.created", step.name, max_deliver=most) for step in steps]
        self.workers = [Worker(group, step, pause=1.0) for group, step in zip(self.groups, steps)]

    async def create_order(self, order):
        """Hand the order over; the same one again within the broker's window is the same message."""
        await self.broker.publish("order.created", order, id=order)
        return "accepted"

    async def run(self):
        """Work for ever."""
        await asyncio.gather(*(worker.run() for worker in self.workers))
