"""The broker of a whiteboard: a list in memory, and handlers that are called with what is in it."""

import asyncio
from collections import deque

from systemdesign.sim.request import ServiceError


class MemoryBroker:
    """Hands each message to the one handler of its subject. Whatever fails comes again after a second.

    Its messages are in memory, so a crash empties it.
    """

    def __init__(self):
        self.messages, self.handlers = deque(), {}

    def subscribe(self, subject, handler):
        """Call `handler(message)` for each message of this subject."""
        self.handlers[subject] = handler

    async def publish(self, subject, message):
        """Take a message in."""
        self.messages.append((subject, message))

    async def deliver(self, seconds):
        """Hand out what there is, for so many seconds."""
        until = asyncio.get_running_loop().time() + seconds
        while self.messages and asyncio.get_running_loop().time() < until:
            for _ in range(len(self.messages)):
                await self._once(*self.messages.popleft())
            await asyncio.sleep(1.0)

    def crash(self):
        """Lose everything."""
        self.messages.clear()

    async def _once(self, subject, message):
        try:
            await self.handlers[subject](message)
        except ServiceError:
            self.messages.append((subject, message))
