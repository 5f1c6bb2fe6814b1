"""Row locks with queues, and a look at who waits for whom before anybody waits."""

import asyncio
from collections import defaultdict, deque

from systemdesign.sim.versions.errors import Deadlock


class Locks:
    """Who holds which row, and who waits for it, first come, first served.

    A lock is held until its owner ends. Nobody ever waits in a circle: whoever would close one gets `Deadlock`
    instead. PostgreSQL looks for circles only after a second's wait (`deadlock_timeout`); this looks at once.
    """

    def __init__(self):
        self._owner, self._queue, self._waits = {}, defaultdict(deque), {}

    def owner(self, key):
        """Who holds it; None if nobody does."""
        return self._owner.get(key)

    async def acquire(self, who, key):
        """Hold it, as soon as those who came before have ended. Raises `Deadlock`."""
        if self._owner.setdefault(key, who) is who:
            return
        if self._circle(who, key):
            raise Deadlock(f"{key!r} is held by a transaction that waits for this one")
        turn = asyncio.get_running_loop().create_future()
        self._queue[key].append((who, turn))
        self._waits[who] = key
        try:
            await turn
        finally:
            self._waits.pop(who, None)

    def release(self, who):
        """Let go of all that it holds: each row goes to the first who still waits for it."""
        for key in [key for key, owner in self._owner.items() if owner is who]:
            del self._owner[key]
            self._pass_on(key)

    def _pass_on(self, key):
        while self._queue[key]:
            who, turn = self._queue[key].popleft()
            if not turn.done():  # a cancelled wait is over
                self._owner[key] = who
                self._waits.pop(who)
                turn.set_result(None)
                return

    def _circle(self, who, key):
        while key is not None:
            owner = self._owner[key]
            if owner is who:
                return True
            key = self._waits.get(owner)
        return False
