"""The whole server without its sockets: a request and the time go in, a reply comes out, and what the log must keep."""

from systemdesign.distributed_cache.commands.every import COMMANDS
from systemdesign.distributed_cache.commands.table import Table
from systemdesign.distributed_cache.keyspace import Keyspace
from systemdesign.distributed_cache.replies import Error, Status
from systemdesign.distributed_cache.session import Session
from systemdesign.distributed_cache.settings import Settings, connected, counted, happened, told, weighed

QUEUED = Status(b"QUEUED")
READ_ONLY = "READONLY You can't write against a read only replica."


class Engine(Keyspace):
    """A keyspace that obeys requests. It does no I/O and reads no clock.

    `effects` is what a log or a replica has to run, in order, to come to the same state: requests, with lives as
    absolute times and with what chance chose. Whoever keeps a log takes them after each packet, before its replies
    are sent. A transaction stands between MULTI and EXEC; `apply` runs all of it, or nothing while EXEC is missing.

    `replica`: it refuses writes, and what has outlived itself is hidden, but only an effect removes it.
    `guard(command, arguments)` may raise Error before a command runs: that a slot is another's, or the disk is full.
    `commands` may be added to, as `commands/table.py` says. `report` has the sections of INFO: {name: a function of the
    engine that gives its fields}; `settings` what CONFIG shows.
    """

    version, mode = b"7.2.4", b"standalone"

    def __init__(self, chance=None):
        super().__init__(chance)
        self.commands = Table(COMMANDS)
        self.settings = Settings(self)
        self.report = {"server": told, "clients": connected, "memory": weighed, "stats": happened, "keyspace": counted}
        self.effects, self.replica, self.guard = [], False, None
        self.searching = True  # whether `cycle` does anything
        self.session, self._own, self._primary = None, Session(), Session()
        self._instead, self.applying, self.inside = None, False, False  # inside a transaction

    def execute(self, arguments, now, session=None):
        """The reply to a request: a list of bytes, its name first. A refusal is a reply too: an Error.

        `session` is the connection's; without one, all such requests are of one connection.
        """
        self.now = now
        session = self.session = session or self._own
        try:
            command = self.commands[arguments[0]]
            if not command.least <= len(arguments) <= command.most:
                raise command.misused()
            if self.guard:
                self.guard(command, arguments)
            if session.queue is not None and not command.at_once:
                session.queue.append(arguments)
                return QUEUED
            if command.writes:
                return self._write(command, arguments)
            return command.run(self, *arguments[1:])
        except Error as error:
            if session.queue is not None:
                session.refused = True
            return error

    def _write(self, command, arguments):
        if not self.applying:
            if self.replica:
                raise Error(READ_ONLY)
            if self.memory and command.grows:
                self.memory.make_room()
        before, self._instead = self.changes, None
        reply = command.run(self, *arguments[1:])
        if self.changes != before:
            self._note(arguments)
        if self.queues.called and not self.inside:
            self.serve()
        return reply

    def _note(self, request):
        """Keep for the log what a request did: what it left for it, or the request itself."""
        self.effects += [request] if self._instead is None else self._instead

    def serve(self):
        """Answer those who wait for what has just come."""
        self.queues.serve(self.values, self._attempted)

    def _attempted(self, attempt):
        before, self._instead = self.changes, ()
        reply = attempt()
        if self.changes != before:
            self._note(None)
        return reply

    def instead(self, *effects):
        """What the running command leaves for the log, in place of its request."""
        self._instead = effects

    def apply(self, effect, now):
        """Run an effect that was recorded: here nothing expires by itself, and nothing is refused."""
        self.applying = True
        try:
            return self.execute(effect, now, self._primary)
        finally:
            self.applying = False

    def live(self, key, end):
        """Let a key that exists live until `end`, in milliseconds; if that is over, it is gone."""
        if end <= self.clock and not self.applying:
            self.drop(key)
            self.instead([b"DEL", key])
        else:
            self.limit(key, end)
            self.touch(key)
            self.instead([b"PEXPIREAT", key, b"%d" % end])

    def bury(self, key):
        """Remove a key whose time is over, and tell the log; a replica only hides it. Whether it is gone now."""
        if self.applying:
            return False
        if not self.replica:
            super().bury(key)
            self.effects.append([b"DEL", key])
        return True

    def evict(self, key):
        """Remove a key to make room, and tell the log."""
        self.drop(key)
        self.effects.append([b"DEL", key])

    def cycle(self, sample=20, threshold=0.25):
        """Bury the dead among `sample` keys drawn from those with an end, again while more than the threshold were.

        Returns how many were buried. To be called ten times a second (Redis documentation, EXPIRE, "How Redis expires
        keys"); set `now` before.
        """
        buried = 0
        while self.mortal.items and self.searching and not self.replica:
            clock, keys = self.clock, self.chance.sample(self.mortal.items, min(sample, len(self.mortal)))
            dead = [key for key in keys if self.ends[key] < clock]
            for key in dead:
                self.bury(key)
            buried += len(dead)
            if len(dead) <= threshold * len(keys):
                break
        return buried
