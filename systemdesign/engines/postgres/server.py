"""A PostgreSQL server, from its wheel."""

import os
import signal
import socket
from contextlib import suppress

from systemdesign.engines.child.broom import release
from systemdesign.engines.child.foreign import alone
from systemdesign.engines.child.housed import Housed
from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process
from systemdesign.engines.postgres import wheel

PATIENCE = 60.0  # seconds for making a database, for starting (it may recover first) and for ending
WHERE = {"host": "127.0.0.1", "user": "postgres", "dbname": "postgres", "sslmode": "disable", "gssencmode": "disable"}
SETTINGS = {
    "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
    "client_connection_check_interval": "500ms",  # or the long statement of a dead client would go on
    "dynamic_shared_memory_type": "mmap",  # in its folder, and so gone with it even after a kill
}


class Postmaster(Process):
    """PostgreSQL's first process, which makes all the others: when it is killed, they end with it."""

    goodbye = signal.SIGINT  # "fast shutdown" (PostgreSQL documentation, 18.5); SIGTERM would wait for the clients

    def __init__(self, *args, **options):
        # Its children inherit one end and keep it as long as they live, so the other end tells when all have ended.
        self._alive, theirs = socket.socketpair()
        self._alive.settimeout(PATIENCE)
        super().__init__(*args, listeners=[theirs], **options)

    def kill(self):
        """SIGKILL to it and to its children, and wait until none is left."""
        import psutil

        if not self.running:
            return super().kill()
        self.signal(signal.SIGSTOP)  # it shall make no more of them meanwhile
        children = psutil.Process(self.pid).children()
        super().kill()
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        with suppress(ConnectionError):
            self._alive.recv(1)
        self._alive.close()

    def stop(self, within=PATIENCE):
        """Ask it to end its sessions and itself, then insist."""
        super().stop(within)
        self._alive.close()


class Postgres(Housed):
    """A real PostgreSQL server on 127.0.0.1:`port`, as a context manager, gone without a trace afterwards.

    `settings` are postgresql.conf's own: `max_connections=150`, `synchronous_commit="off"`. Its superuser is
    "postgres", without a password, and so is its database. Its files are in `folder`, a temporary one. Started by root
    it runs as `nobody`, for it refuses to be root.
    """

    prefix, lodging = "postgres-", staticmethod(wheel.folder)

    def __init__(self, port=None, **settings):
        program("postgres")
        self.port = port
        self.settings = {**SETTINGS, **settings}

    def begin(self):
        """Fill its folder, then start it."""
        self.fill()
        super().begin()

    def end(self):
        """Kill it."""
        self.kill()  # nobody will read its files again, so it need not write them

    def fill(self):
        """Make the empty database with which the server begins."""
        self.run("initdb", "--pgdata", self.folder, "--username=postgres", "--auth=trust", "--encoding=UTF8",
                 "--no-locale", "--no-sync", "--no-instructions")

    def start(self):
        """Start the server, the first time or after `stop` or `kill`, on the same port and with the same data."""
        settings = {"port": self.port, **self.settings}
        chosen = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [wheel.tool("postgres"), "-D", self.folder, *chosen]
        self.process = Postmaster("PostgreSQL", command, user=wheel.user())
        self.process.wait_until(self.ready, PATIENCE)

    def stop(self):
        """End its sessions and the server, in good order: what was under way is rolled back."""
        if self.process and self.process.running:
            self.process.stop()

    def kill(self):
        """SIGKILL to all its processes: it says nothing to its clients, and recovers at the next `start`."""
        if self.process:
            self.process.kill()
            release(self.folder)

    @property
    def address(self):
        """Where it is, in the words of PostgreSQL's clients."""
        return {**WHERE, "port": self.port}

    def connect(self, **options):
        """A connection that commits every statement by itself, from the package `psycopg`, whose errors it raises."""
        import psycopg

        with alone():
            return psycopg.connect(**{"autocommit": True, "connect_timeout": 10, **self.address, **options})

    def ready(self):
        """Whether this very server answers: another may have taken the port."""
        import psycopg

        try:
            with self.connect() as connection:
                return connection.execute("show data_directory").fetchone()[0] == os.path.realpath(self.folder)
        except psycopg.Error:
            return False

    def run(self, name, *arguments, within=PATIENCE):
        """What one of PostgreSQL's programs writes, run to its end as the server's user; EngineFailed if it fails."""
        return Process(name, [wheel.tool(name), *arguments], user=wheel.user()).finish(within)
