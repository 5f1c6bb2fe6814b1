"""Moving keys to other shards while they are read and written."""

import asyncio

from systemdesign.kernel.run import now


class Handover:
    """The placement during a move: each key lives where it lived before, until it is switched."""

    def __init__(self, before, after):
        self.before, self.after, self.switched = before, after, set()

    def owner(self, key):
        """The node that this key belongs to now."""
        return (self.after if key in self.switched else self.before).owner(key)


async def key_by_key(database, after, pace):
    """Move a database that is in use to the placement `after`, `pace` keys a second.

    A key moves in one turn with its writes: the mover waits for the write under way, and writes wait for the
    mover, for the time of one copy. So no write falls between the copy and the switch. Reads don't wait: one that
    was under way during the switch is repeated by the database.

    Returns, when all has moved, the seconds for which each key's writes had to wait: those of its copy.
    """
    before = database.placement
    moving = changed(database.shards.values(), before, after)
    database.placement = handover = Handover(before, after)
    moves = []
    async with asyncio.TaskGroup() as group:
        for key in moving:
            moves.append(group.create_task(_move(key, database, handover)))
            await asyncio.sleep(1 / pace)
    database.placement = after
    return [move.result() for move in moves]


async def _move(key, database, handover):
    old, new = (database.shards[place.owner(key)] for place in (handover.before, handover.after))
    async with database.turn(key):
        began = now()
        await new.put(key, await old.get(key))
        handover.switched.add(key)
        del old.data[key]
        return now() - began


def changed(shards, before, after):
    """The keys held by these shards that have another owner after than before."""
    return [key for shard in shards for key in shard.data if after.owner(key) != before.owner(key)]
