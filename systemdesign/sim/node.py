"""A node that keeps a log for whoever is primary, and obeys the newest epoch that it has heard of."""

from systemdesign.sim.request import Refused, Unavailable


class Node:
    """A copy of a log. Its entries are tuples (epoch, key, value), and may have more behind.

    A position is a pair (epoch, number): the epoch of the last entry, and how many entries there are up to it. The log
    and `epoch`, the newest that was heard of, are on disk: a crash loses neither. Down, a node is Unavailable.
    """

    offers = ("fence", "look", "append", "read")

    def __init__(self, name):
        self.name, self.log, self.epoch, self.up = name, [], 0, True

    @property
    def position(self):
        """How far the log goes; (0, 0) when it is empty."""
        return (self.log[-1][0] if self.log else 0), len(self.log)

    async def fence(self, epoch):
        """Obey nobody older from now on: the position and the log. Raises Refused unless the epoch is a newer one."""
        self._alive()
        if epoch <= self.epoch:
            raise Refused(f"{self.name} has heard of epoch {self.epoch}", by=self.name)
        self.epoch = epoch
        return self.position, list(self.log)

    async def look(self):
        """The position and the log, and nothing is promised."""
        self._alive()
        return self.position, list(self.log)

    async def append(self, epoch, start, entries):
        """Keep these entries behind the first `start`. Raises Refused to an older epoch than was heard of.

        What agrees already stays, and what follows it: a message that comes late cuts nothing off. From the first entry
        that differs on, the log is replaced. Raises Unavailable where entries before `start` are missing.
        """
        self._alive()
        if epoch < self.epoch:
            raise Refused(f"{self.name} has heard of epoch {self.epoch}", by=self.name)
        if start > len(self.log):
            raise Unavailable(f"{self.name} has {len(self.log)} entries, and {start} should be there", by=self.name)
        self.epoch = epoch
        entries = [tuple(entry) for entry in entries]
        if self.log[start : start + len(entries)] != entries:
            self.log[start:] = entries

    async def read(self, key):
        """The last value of a key, None where there is none, and the position of the log that says so."""
        self._alive()
        return next((entry[2] for entry in reversed(self.log) if entry[1] == key), None), self.position

    def crash(self):
        """Be down, until `restart`."""
        self.up = False

    def restart(self):
        """Go on with what is on disk."""
        self.up = True

    def _alive(self):
        if not self.up:
            raise Unavailable(f"{self.name} is down", by=self.name)
