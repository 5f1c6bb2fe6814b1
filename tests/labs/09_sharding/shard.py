"""A store that writes down who asked what and when, is as slow as it is told, and fails when it is told."""

import asyncio
from dataclasses import dataclass

from systemdesign import now, stream
from systemdesign.sim.request import Lost, ServiceError, Unavailable
from systemdesign.sim.store import Store

FAULTS = ["down", "miss", "drop"]
"""Unavailable; Lost and not done; Lost, though it was done."""


@dataclass
class Call:
    """One call of a store. `done` is when it took effect, `ended` when its caller heard of it."""

    store: str
    verb: str
    key: object
    value: object
    asked: float
    done: float | None = None
    ended: float | None = None
    error: str | None = None


class Shard(Store):
    """A Store whose calls are kept in `log`.

    `trip(call)` says how long question and answer travel. `faults` are pairs of a test and a fault, for one call each;
    `watchers` are told each call when it is asked, done and ended.
    """

    def __init__(self, name, data, log, trip=None):
        super().__init__(name, data)
        self.log, self.trip, self.faults, self.watchers = log, trip or self.random_trip, [], []
        self.always = lambda call: None

    def random_trip(self, call):
        random = stream(f"store {self.name}").uniform
        return random(0.001, 0.02), random(0.001, 0.02)

    async def get(self, key):
        return await self.answer("get", key, None, lambda: self.data.get(key))

    async def put(self, key, value):
        return await self.answer("put", key, value, lambda: self.data.update({key: value}))

    async def delete(self, key):
        return await self.answer("delete", key, None, lambda: self.data.pop(key, None) and None)

    async def keys(self):
        return await self.answer("keys", None, None, lambda: list(self.data))

    async def answer(self, verb, key, value, do):
        call = Call(self.name, verb, key, value, now())
        self.log.append(call)
        self.tell("asked", call)
        try:
            return await self.serve(call, do)
        except ServiceError as error:
            call.error = type(error).__name__
            raise
        finally:
            call.ended = now()
            self.tell("ended", call)

    async def serve(self, call, do):
        out, back = self.trip(call)
        fault = self.fault(call)
        await asyncio.sleep(out)
        if fault == "down" or not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
        fault = fault or (self._trouble.pop(0) if self._trouble else None)
        value = None
        if fault not in ("miss", "question"):
            value, call.done = do(), now()
            self.tell("done", call)
        if not fault:
            await asyncio.sleep(back)
        if fault or not self.up:
            await asyncio.sleep(self.patience)
            raise Lost(f"no answer from {self.name}", by=self.name)
        return value

    def fault(self, call):
        """What befalls this call: a lasting fault, or the first of those kept for one call that fits."""
        found = self.always(call)
        for pair in () if found else self.faults:
            if pair[0](call):
                self.faults.remove(pair)
                return pair[1]
        return found

    def tell(self, phase, call):
        for watch in list(self.watchers):
            watch(phase, call)
