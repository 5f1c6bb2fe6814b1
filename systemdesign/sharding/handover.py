"""Moving keys to other shards while they are read and written."""

import asyncio


class Handover:
    """The placement during a move: a key that waits for its turn lives at its old home, any other at its new one."""

    def __init__(self, before, after, waiting):
        self.before, self.after, self.waiting = before, after, waiting

    def owner(self, key):
        """The node that this key belongs to now."""
        return (self.before if key in self.waiting else self.after).owner(key)


async def key_by_key(database, after, pace):
    """Move a database that is in use to the placement `after`, `pace` keys a second.

    A key moves in one turn with its writes: the mover waits for the write under way, and writes wait for the
    mover, for the time of one copy. So no write falls between the copy and the switch. A key that is born meanwhile
    goes to its new home at once. Reads don't wait: one that was under way during the switch is repeated by the
    database.

    Returns, when all has moved, the seconds for which each key's writes had to wait: those of its copy.
    """
    before = database.placement
    moving = changed(database.keys(), before, after)
    database.placement = handover = Handover(before, after, set(moving))
    moves = []
    async with asyncio.TaskGroup() as group:
        for key in moving:
            moves.append(group.create_task(_move(key, database, handover)))
            await asyncio.sleep(1 / pace)
    database.placement = after
    return [move.result() for move in moves]


async def _move(key, database, handover):
    old, new = handover.before.owner(key), handover.after.owner(key)
    held, seconds = database.shards[old].data, 0.0
    async with database.turn(key):
        if key in held:  # not so if its first write failed
            seconds = await database.copy(key, old, new)
            del held[key]
        handover.waiting.remove(key)
        return seconds


def changed(keys, before, after):
    """Those of the keys that have another owner after than before."""
    return [key for key in keys if after.owner(key) != before.owner(key)]
