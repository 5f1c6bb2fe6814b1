"""Where events are published, some way off."""

from systemdesign.sim.store import Store


class Topic(Store):
    """Keeps what is published, in the order in which it arrives. Fails as a Store does."""

    offers = ("publish",)

    def __init__(self, name="topic"):
        super().__init__(name)
        self.messages = []

    async def publish(self, subject, body, id):
        """Returns when the message is kept."""
        return await self._call(lambda: self._keep(subject, body, id))

    def _keep(self, *message):
        self.messages.append(message)
