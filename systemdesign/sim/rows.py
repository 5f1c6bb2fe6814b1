"""A service's own rows, some way off: a commit changes several at once or none, and may end in silence."""

import asyncio
from copy import deepcopy

from systemdesign.kernel.streams import stream
from systemdesign.sim.distributions import uniform
from systemdesign.sim.request import Lost


class Rows:
    """Rows by key, a tuple; a row is whatever you like but None. They outlive the process that uses them.

    A commit of which nothing is heard raises Lost after `patience` seconds: it was done and its answer got lost
    (`drop`), or it never arrived (`miss`). Nothing is done after its caller has had an error.
    """

    offers = ("get", "find", "commit")
    patience = 0.2

    def __init__(self, rows=(), delay=uniform(0.001, 0.005)):
        self.name, self.data, self.delay, self._trouble = "rows", dict(rows), delay, []

    async def get(self, key):
        """The row, None where there is none."""
        await self._travel()
        return deepcopy(self.data.get(key))

    async def find(self, prefix):
        """The rows whose keys begin with this tuple, {key: row}, in the order in which they were first written."""
        await self._travel()
        return {key: deepcopy(row) for key, row in self.data.items() if key[: len(prefix)] == prefix}

    async def commit(self, changes):
        """Make all of these rows what is said, None to delete one; or none of them, with Lost if nobody knows."""
        changes = deepcopy(changes)
        await self._travel()
        trouble = self._trouble.pop(0) if self._trouble else None
        if trouble != "question":
            self._apply(changes)
        if trouble:
            await asyncio.sleep(self.patience)
            raise Lost("no answer to a commit", by=self.name)

    def drop(self):
        """Lose the answer to the next commit: it is done."""
        self._trouble.append("answer")

    def miss(self):
        """Lose the next commit: it is not done."""
        self._trouble.append("question")

    def _apply(self, changes):
        self.data.update(changes)
        for key in [key for key, row in changes.items() if row is None]:
            del self.data[key]

    async def _travel(self):
        await asyncio.sleep(self.delay(stream("rows")))
