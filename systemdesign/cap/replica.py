"""One copy of the data, and the messages to it and from it."""

import asyncio
from typing import NamedTuple

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import exponential
from systemdesign.sim.request import Unavailable


class Tagged(NamedTuple):
    """A value and the `tag` that orders it: (number, name of the writer), so that no two writes have the same."""

    tag: tuple
    value: object


UNWRITTEN = Tagged((0, ""), None)


class Replica:
    """Holds what it is sent, and answers. It loses nothing in a crash, but hears nothing while it is down.

    A message to it and one back take seconds that `latency` draws. Both are drawn when it is asked, so that replicas
    have the same luck whoever asks them. Raises Unavailable where it is down when the message arrives.
    """

    def __init__(self, name, latency=exponential(0.1)):
        self.name, self.latency, self.up, self.held = name, latency, True, {}

    async def get(self, key):
        """What it holds, or None."""
        return await self._ask(lambda: self.held.get(key))

    async def set(self, key, value):
        """Hold this, whatever was there."""
        await self._ask(lambda: self.held.update({key: value}))

    async def newest(self, key):
        """What it holds of a key that has tags, as a `Tagged`."""
        return await self._ask(lambda: self.held.get(key, UNWRITTEN))

    async def keep(self, key, tagged):
        """Hold a `Tagged`, unless it has the same or a newer one: acknowledged all the same."""
        await self._ask(lambda: self.held.update({key: max(tagged, self.held.get(key, UNWRITTEN), key=_tag)}))

    def crash(self):
        """Be down, until `restart`."""
        self.up = False

    def restart(self):
        """Be up again, with all that was there."""
        self.up = True

    async def _ask(self, do):
        random = stream(f"replica {self.name}")
        there, back = self.latency(random), self.latency(random)
        await asyncio.sleep(there)
        if not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
        answer = do()
        await asyncio.sleep(back)
        return answer


def _tag(tagged):
    return tagged.tag
