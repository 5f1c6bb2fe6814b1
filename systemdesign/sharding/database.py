"""A database in several shards, and a map that says which key lives where."""

from asyncio import Lock
from weakref import WeakValueDictionary

from systemdesign.kernel.run import now
from systemdesign.sim.request import Request
from systemdesign.sim.server import Server


class Shard:
    """One shard: what it holds, and a server that takes its time over each read and write."""

    def __init__(self, name, **server):
        """`server` are the settings of its Server, such as `service=exponential(0.01)`."""
        self.name, self.server, self.data = name, Server(name, **server), {}

    async def get(self, key, default=None):
        await self.server(Request(0, key=key))
        return self.data.get(key, default)

    async def put(self, key, value):
        await self.server(Request(0, key=key))
        self.data[key] = value


class ShardedDatabase:
    """Sends each read and write to the shard where its map says that the key lives. Writes of one key take turns."""

    def __init__(self, shards, placement):
        """`placement` answers `owner(key)` with the name of one of the shards."""
        self.shards = {shard.name: shard for shard in shards}
        self.placement = placement
        self._turns = WeakValueDictionary()

    def shard(self, key):
        """The shard that holds this key."""
        return self.shards[self.placement.owner(key)]

    def keys(self):
        """The keys that are held, and those whose first write is under way."""
        held = (key for shard in self.shards.values() for key in shard.data)
        return list(dict.fromkeys([*held, *self._turns]))

    def turn(self, key):
        """The lock that a write of this key holds: `async with database.turn(key)`."""
        lock = self._turns.get(key)
        if lock is None:
            self._turns[key] = lock = Lock()
        return lock

    async def get(self, key, default=None):
        """The value of a key, or the default. Raises what its shard raises, such as Unavailable."""
        while True:
            shard = self.shard(key)
            value = await shard.get(key, default)
            if shard is self.shard(key):  # else the key moved meanwhile, and its new home knows better
                return value

    async def put(self, key, value):
        """Keep a value: acknowledged when this returns."""
        async with self.turn(key):
            await self.shard(key).put(key, value)

    async def copy(self, key, old, new):
        """Put on the shard named `new` what `old` has of a key, whatever is written meanwhile: the seconds it took."""
        began = now()
        await self.shards[new].put(key, await self.shards[old].get(key))
        return now() - began
