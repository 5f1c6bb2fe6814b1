"""The primary, its replicas, and the cache before them."""

from math import inf

from systemdesign.capstone.settings import CONFIRM, CUT, REPAIR, SLOWER, TAKEOVER


class Tables:
    """Nodes that work in turn, first come first served. The first is the primary, until it dies.

    Each call takes `then`, which is called with the try and an error or None when it is over.
    """

    def __init__(self, agenda, design, slow, death):
        self.agenda, self.slow, self.death = agenda, slow, death
        self.free = [0.0] * (design["replicas"] + 1)
        self.readable = list(range(len(self.free)))
        self.turn, self.primary, self.wordless = 0, 0, []
        self.confirms = design["acknowledge"] == "a replica"
        self.cut = death - CUT if design["replicas"] else inf
        if death < inf:
            agenda.at(death, self._die)
            agenda.at(death + (TAKEOVER if design["replicas"] else REPAIR), self._recover)

    def read(self, one, then):
        """Ask one of the nodes that are up, in turn."""
        if not self.readable:
            return then(one, "Refused")
        self.turn = (self.turn + 1) % len(self.readable)
        self._work(self.readable[self.turn], one, then)

    def write(self, one, then):
        """Have an order in the primary, and, where the design says so, in a replica."""
        if self.primary is None:
            return then(one, "Refused")
        self._work(self.primary, one, self._written, then)

    def _work(self, node, one, then, *args):
        now = self.agenda.now
        free = self.free[node]
        start = free if free > now else now
        work = one.request.asked.store
        self.free[node] = finish = start + (work * SLOWER if self.slow[0] <= start < self.slow[1] else work)
        if node == 0 and now < self.death < finish:
            self.agenda.at(self.death, args[0] if args else then, one, "Refused")
        else:
            self.agenda.at(finish, then, one, *(args or (None,)))

    def _written(self, one, then):
        now = self.agenda.now
        forgotten = self.cut - CONFIRM < now < self.death
        one.request.kept |= not forgotten
        followers = len(self.free) - 1 - (self.primary > 0)
        if not self.confirms or not followers:
            then(one, None)
        elif forgotten:
            self.wordless.append((then, one))
        else:
            self.agenda.at(now + CONFIRM, then, one, None)

    def _die(self):
        self.primary = None
        self.readable.remove(0)
        for then, one in self.wordless:
            self.agenda.at(self.death, then, one, "Refused")

    def _recover(self):
        if self.readable:
            self.primary = 1
        else:
            self.primary, self.readable, self.free[0] = 0, [0], self.agenda.now
