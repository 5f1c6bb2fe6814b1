"""Stops at the first empty list, though a write to the source is still under way.

Loses part 3. Hint: were on their way there when `run` started
"""


class Move:
    """Two shards as one, while all keys move from the source to the target."""

    def __init__(self, source, target):
        self.source, self.target = source, target
        self.locks = defaultdict(asyncio.Lock)
        self.switched = set()
        self.moving = self.done = False
        self.early = 0  # writes under way that were sent to the source

    async def get(self, key):
        """The value of a key, or None."""
        async with self.locks[key]:
            return await self._home(key).get(key)

    async def put(self, key, value):
        """Keep a value; acknowledged when this returns."""
        await self._write(key, lambda store: store.put(key, value))

    async def delete(self, key):
        """Forget a key; acknowledged when this returns."""
        await self._write(key, lambda store: store.delete(key))

    async def run(self):
        """Move every key; returns when the source is empty."""
        self.moving = True
        while True:
            try:
                keys = await self.source.keys()
                if not keys:
                    break
                for key in keys:
                    await self._carry(key)
            except ServiceError:
                await asyncio.sleep(0.1)
        self.done = True

    def _home(self, key):
        return self.target if self.done or key in self.switched else self.source

    async def _write(self, key, send):
        async with self.locks[key]:
            if self.moving:
                await send(self.target)
                self.switched.add(key)
                return
            self.early += 1
            try:
                await send(self.source)
            finally:
                self.early -= 1

    async def _carry(self, key):
        async with self.locks[key]:
            if key not in self.switched:
                value = await self.source.get(key)
                if value is not None:
                    await self.target.put(key, value)
                self.switched.add(key)
            await self.source.delete(key)
