"""A department that does one step of an order, and can undo it: the stock's, the bank's, the post's."""

import asyncio

from systemdesign.sim.request import Refused
from systemdesign.sim.store import Store


class Desk(Store):
    """Does a step once for a key, however often it is asked to, and gives each time the same answer.

    `done` has the orders whose step is in force, by key. An `undo` that comes before its step makes that step be
    refused when it comes. Fails as a Store does; and what is `late` is done long after its caller has had Lost.
    """

    offers = ("do", "undo")

    def __init__(self, name, refuses=()):
        super().__init__(name)
        self.refuses, self.states, self.orders = refuses, {}, {}

    @property
    def done(self):
        """The orders whose step is done and not undone, by key."""
        return {key: self.orders[key] for key, state in self.states.items() if state == "done"}

    async def do(self, key, order):
        """Do the step for this order. Raises Refused, and then nothing was done and never will be."""
        state = await self._call(lambda: self._do(key, order))
        if state != "done":
            raise Refused(f"{self.name}: {state}", by=self.name)

    async def undo(self, key):
        """Undo the step; where it is not done, see to it that it never will be."""
        await self._call(lambda: self._undo(key))

    def late(self, seconds):
        """Let the next question arrive so many seconds later, when its caller has long had Lost."""
        self._trouble.append(seconds)

    def _do(self, key, order):
        if self.orders.setdefault(key, order) != order:
            raise ValueError(f"{self.name}: the key {key!r} belongs to another order")
        return self.states.setdefault(key, "refused" if order in self.refuses else "done")

    def _undo(self, key):
        self.states[key] = "undone"

    async def _call(self, do):
        if self._trouble and isinstance(self._trouble[0], float):
            asyncio.get_running_loop().call_later(self._trouble[0], do)
            self._trouble[0] = "question"
        return await super()._call(do)
