"""A shard far away: it can be down, and its answers can get lost."""

import asyncio

from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream
from systemdesign.sim.request import Lost, Unavailable


class Store:
    """Keys and values behind a network. A crash loses nothing that it holds.

    Unavailable says that nothing was done. Lost says that no answer came: it was done, or it was not. Nothing is
    done after its caller has had an error.
    """

    offers = ("get", "put", "delete", "keys")
    patience = 0.2  # s until a caller takes silence for an answer
    delay = 0.001, 0.02  # s, the least and the most, each way

    def __init__(self, name, data=()):
        self.name, self.data = name, dict(data)
        self.up, self._trouble, self._coming = True, [], []

    async def get(self, key):
        """The value of a key, or None."""
        return await self._call(lambda: self.data.get(key))

    async def put(self, key, value):
        """Keep a value."""
        return await self._call(lambda: self.data.update({key: value}))

    async def delete(self, key):
        """Forget a key, if it is there."""
        return await self._call(lambda: self.data.pop(key, None) and None)

    async def keys(self):
        """All keys there are, in a list."""
        return await self._call(lambda: list(self.data))

    def crash(self):
        """Be down, until `restart`."""
        self.up = False

    def restart(self):
        """Be up again, with all that was there."""
        self.up = True

    def drop(self):
        """Lose the next answer: what was asked is done."""
        self._trouble.append("answer")

    def miss(self):
        """Lose the next question: nothing is done."""
        self._trouble.append("question")

    def strand(self, seconds):
        """Let what is on its way here arrive so much later."""
        for call in self._coming:
            call[0] += seconds

    async def _arrive(self, seconds):
        call = [now() + seconds]
        self._coming.append(call)
        try:
            while now() < call[0]:
                await asyncio.sleep(call[0] - now())
        finally:
            self._coming = [other for other in self._coming if other is not call]

    async def _call(self, do):
        random = stream(f"store {self.name}").uniform
        await self._arrive(random(*self.delay))
        if not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
        trouble = self._trouble.pop(0) if self._trouble else None
        value = None if trouble == "question" else do()
        if trouble is None:
            await asyncio.sleep(random(*self.delay))
        if trouble or not self.up:
            await asyncio.sleep(self.patience)
            raise Lost(f"no answer from {self.name}", by=self.name)
        return value
