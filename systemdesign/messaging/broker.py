"""A broker that keeps what it has accepted, and tells each group of consumers of it at least once."""

from typing import NamedTuple

from systemdesign.kernel.run import now
from systemdesign.messaging.group import Group
from systemdesign.sim.request import Unavailable


class Receipt(NamedTuple):
    """A message's number in the broker's log, and whether it was there already, under the same id."""

    number: int
    duplicate: bool


class Broker:
    """Gives *at least once*: what it has accepted goes to each group until that group acknowledges it.

    An id that it has accepted within the last `window` seconds is not accepted again; older ones are forgotten. In a
    crash it loses nothing: its log, its ids and what each group has out are on disk, and the timers go on. Down, it is
    Unavailable. After NATS JetStream, of which it has the rules, and none of the speed.
    """

    def __init__(self, window=120.0):
        self.window, self.up, self.published = window, True, 0
        self.logs, self.groups, self._ids = {}, {}, {}

    async def publish(self, subject, body, id=None):
        """Keep a message: its Receipt. With the id of one that is remembered, that one's."""
        self.alive()
        self._forget()
        if id is not None and id in self._ids:
            return Receipt(self._ids[id][0], True)
        self.published += 1
        if id is not None:
            self._ids[id] = self.published, now()
        self.logs.setdefault(subject, []).append((self.published, body))
        self._tell()
        return Receipt(self.published, False)

    def group(self, subject, name, ack_wait=30.0, max_deliver=None, held=1000):
        """The group of this name, which takes the subject from its first message on; made if there is none."""
        if name not in self.groups:
            self.groups[name] = Group(self, self.logs.setdefault(subject, []), ack_wait, max_deliver, held)
        return self.groups[name]

    def crash(self):
        """Be down, until `restart`."""
        self.up = False
        self._tell()

    def restart(self):
        """Go on with what is on disk."""
        self.up = True

    def alive(self):
        """Raises Unavailable unless it is up."""
        if not self.up:
            raise Unavailable("the broker is down", by="broker")

    def _tell(self):
        for group in self.groups.values():
            group.wake()

    def _forget(self):
        old = [id for id, (_, time) in self._ids.items() if now() - time >= self.window]
        for id in old:
            del self._ids[id]
