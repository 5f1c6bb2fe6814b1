"""A member that follows a primary's log: in order, without a gap, some time behind."""

import asyncio

from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream
from systemdesign.replication.member import Member
from systemdesign.sim.distributions import exponential


class Follower(Member):
    """Asks its primary for everything after its own `position`, and applies it in order.

    What it holds is what the primary held at that position: always a prefix of its log. An entry takes a `lag` to come,
    and waits for those before it. After a crash it asks again from where it was, so a crash only delays.
    """

    def __init__(self, name, primary, lag=exponential(0.1)):
        super().__init__(name, lag)
        self.primary, self.position, self.waiting = primary, 0, []
        self.restart()

    def restart(self):
        super().restart()
        self.task = asyncio.create_task(self._follow())

    def crash(self):
        super().crash()
        self.task.cancel()

    async def reached(self, position):
        """Return when it is as far as that."""
        if self.position < position:
            self.waiting.append((position, done := asyncio.get_running_loop().create_future()))
            await done

    async def _follow(self):
        asked, random = now(), stream(f"lag of {self.name}")
        while True:
            for entry in await self.primary.after(self.position):
                comes = max(asked, entry.time) + self.lag(random)
                await asyncio.sleep(max(0.0, comes - now()))
                self._apply(entry)

    def _apply(self, entry):
        self.values[entry.key] = entry.value
        self.position += 1
        here = [done for position, done in self.waiting if position <= self.position]
        self.waiting = [(position, done) for position, done in self.waiting if position > self.position]
        for done in here:
            done.done() or done.set_result(None)
