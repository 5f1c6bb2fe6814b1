"""A server without its sockets: an engine, the log of what it did, and the replicas that hear of it."""

from secrets import token_hex

from systemdesign.distributed_cache.effects import packed
from systemdesign.distributed_cache.primary import Primary
from systemdesign.distributed_cache.replica import Replica
from systemdesign.distributed_cache.replies import Error
from systemdesign.distributed_cache.snapshot import Snapshot

MISCONF = "MISCONF The log cannot be written ({}). Nothing is accepted that could not be kept; reads go on."
GROWN = 2  # times what it was after the last rewrite, and the log is written anew
OVER = b"-This history is over: come again.\r\n"  # no effect, so that a replica's replica hangs up
SMALL = 1_000_000  # bytes, of a log that nobody needs to shorten


class Node:
    """Keys, in `engine`, that a `log` keeps (or None) and that `primary` tells replicas of; `clock()` is the time.

    A write is done, written down and put in the stream to the replicas in one step, `commit`; its answer, and what is
    sent to them, wait for what the log's policy says. A replica has the same parts: what it hears, it writes down and
    passes on.
    """

    def __init__(self, engine, clock, log=None, cluster=None):
        self.engine, self.clock, self.log, self.cluster = engine, clock, log, cluster
        self.primary, self.replica, self.above = Primary(token_hex(20)), None, None
        self.rewritten = 0  # bytes of the log, when it was last as short as can be
        engine.guard = self.guard

    def guard(self, command, arguments):
        """Raise Error where a command is another node's, or could not be kept."""
        if self.engine.applying:
            return
        if self.cluster:
            self.cluster.guard(command.keys_of(arguments))
        if self.log and self.log.broken and command.writes:
            raise Error(MISCONF.format(self.log.broken))

    def load(self, effects):
        """Start with what was kept."""
        now = self.clock()
        for group in effects:
            for effect in group:
                self.engine.apply(effect, now)
        self.engine.effects.clear()

    def commit(self):
        """Write down what the engine did since the last time, and tell the replicas. The position in the log."""
        effects, self.engine.effects = self.engine.effects, []
        if effects and (self.log or self.primary.heard):
            return self._kept(packed(effects))
        return self.log.end if self.log else 0

    def _kept(self, data):
        position = self.log.append(data) if self.log else 0
        self.primary.append(data)
        return position

    def tick(self, sample=20, threshold=0.25):
        """Bury some of the dead, ten times a second."""
        self.engine.now = self.clock()
        self.engine.cycle(sample, threshold)
        self.commit()

    def pieces(self):
        """All keys as they are now, as bytes that make them."""
        return Snapshot(self.engine).pieces()

    @property
    def overgrown(self):
        """Whether the log should be written anew: it broke, or has doubled."""
        return self.log and (self.log.broken or self.log.disk.end > max(SMALL, GROWN * self.rewritten))

    async def rewrite(self):
        """Write the log anew, from the keys. Whether that was possible."""
        done = await self.log.rewrite(self.pieces())
        self.rewritten = self.log.disk.end
        return done

    def follow(self, host, port):
        """Be a replica of the server there: `replica` is to be connected with it."""
        self.above, self.engine.replica = (host, port), True
        self.replica = Replica(self.renew, self.hear, self.primary.name, self.primary.end)

    def renew(self, effects):
        """Have all keys of a copy, and no others."""
        self.engine.apply([b"FLUSHALL"], self.clock())
        self.load(effects)
        for send in self.primary.links:
            send(OVER)
        self.primary = Primary(self.replica.name, self.replica.position)
        if self.log:
            self.log.append(packed([[b"FLUSHALL"], *(effect for group in effects for effect in group)]))

    def hear(self, effects):
        """Do what the primary did."""
        self.load([effects])
        self._kept(packed(effects))

    def promote(self):
        """Obey no primary any more: from now on this is one, with a history of its own that begins with the old one."""
        if self.above:
            old, self.above, self.replica, self.engine.replica = self.primary, None, None, False
            self.primary = old.renamed(token_hex(20))
