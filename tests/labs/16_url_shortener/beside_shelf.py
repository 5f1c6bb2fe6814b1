"""A store with versions that several processes share, run beside the student: it logs, loses answers, and dawdles.

It knows nothing of what should be in it: that is judged on the other side of the line.
"""

import asyncio
import builtins
from copy import deepcopy

from systemdesign.kernel import now
from systemdesign.kernel.streams import stream
from systemdesign.sim import request as errors

PATIENCE = 0.2
"""Seconds until a caller takes silence for an answer."""
MOST = 3_000
"""Calls that are answered: who asks more often waits for ever."""


class Shelf:
    """Values and versions. `delays` are the least and the most that a call takes, each way.

    `trouble` has for "who verb", "who" or "verb" what befalls these calls one after the other: None; "conflict":
    another has written meanwhile; "question": lost on its way, and nothing is done; "answer": done, and nobody hears of
    it; the name of an error that comes at once; ["late", seconds] and ["slow", seconds] that it takes longer, before or
    after it is done.
    """

    def __init__(self, delays=(0.0005, 0.0025), trouble=()):
        self.data, self.delays, self.log, self.raised = {}, delays, [], []
        self.trouble = {whom: list(befalls) for whom, befalls in dict(trouble).items()}

    def befalls(self, who, verb):
        for whom in (f"{who} {verb}", who, verb):
            if self.trouble.get(whom):
                return self.trouble[whom].pop(0)
        return None

    async def call(self, who, verb, do, key, value=None):
        first = value[0] if type(value) is tuple and value else None
        row = [now(), who, verb, deepcopy(key), "under way", None, first if type(first) is int else None]
        self.log.append(row)
        if len(self.log) > MOST:
            await asyncio.get_running_loop().create_future()
        befalls = self.befalls(who, verb)
        how, seconds = befalls if isinstance(befalls, list) else (befalls, 0.0)
        try:
            await self.wait(seconds if how == "late" else 0.0)
            value = await self.done(how, do, key, row)
            await self.wait(seconds if how == "slow" else 0.0)
        except asyncio.CancelledError:
            row[4] = "CancelledError"
            raise
        except Exception as error:
            row[4] = type(error).__name__
            raise
        row[4] = "heard"
        return value

    async def wait(self, more=0.0):
        seconds = more + (stream("shelf").uniform(*self.delays) if any(self.delays) else 0.0)
        if seconds:
            await asyncio.sleep(seconds)

    async def done(self, how, do, key, row):
        if how == "conflict":
            value, version = self.data.get(key, (None, 0))
            self.data[key] = value, version + 1
        if how in (None, "late", "slow", "conflict", "answer"):
            value = do()
            row[5] = value if isinstance(value, bool) else value[1]
        if how in ("question", "answer"):
            await asyncio.sleep(PATIENCE)
            how = "Lost"
        if how in (None, "late", "slow", "conflict"):
            return value
        self.raised.append((getattr(errors, how, None) or getattr(builtins, how))(f"the store raised {how}"))
        raise self.raised[-1]

    def get(self, key):
        return deepcopy(self.data.get(key, (None, 0)))

    def put_if(self, key, value, version):
        same = self.data.get(key, (None, 0))[1] == version
        if same:
            self.data[key] = deepcopy(value), version + 1
        return same


class Door:
    """The store as one process has it, to be held by its life."""

    name, offers = "store", ("get", "put_if")

    def __init__(self, shelf, who):
        async def get(key):
            return await shelf.call(who(), "get", lambda: shelf.get(key), key)

        async def put_if(key, value, version):
            return await shelf.call(who(), "put_if", lambda: shelf.put_if(key, value, version), key, value)

        self.get, self.put_if = get, put_if
