"""A real primary and its standbys, the note that they keep, and how far each of them is in the log."""

from contextlib import closing

from systemdesign.engines.postgres.server import Postgres
from systemdesign.engines.postgres.standby import Standby

PATIENCE = 60.0  # s, for what should be there in a moment
WRITTEN, RECEIVED, APPLIED = (  # positions in the log, in bytes
    f"select pg_wal_lsn_diff({position}(), '0/0')::bigint"
    for position in ("pg_current_wal_lsn", "pg_last_wal_receive_lsn", "pg_last_wal_replay_lsn"))
TABLES = "create table note (version int); insert into note values (0); create table entry (name text)"


def start_primary(stack, **settings):
    """A server with a note and a table of entries, for as long as the `contextlib.ExitStack` is open."""
    primary = stack.enter_context(Postgres(**settings))
    with primary.connect() as connection:
        connection.execute("set synchronous_commit = local")  # no standby is there yet to wait for
        connection.execute(TABLES)
    return primary


def start_standby(stack, primary, *args, **options):
    """A `Standby` of it, with these arguments, that has received all that the primary had written."""
    standby = stack.enter_context(Standby(primary, *args, **options))
    wait_for(standby, RECEIVED, ask(primary, WRITTEN))
    return standby


def client(stack, server, **options):
    """A connection to it, for as long as the stack is open."""
    return stack.enter_context(closing(server.connect(**options)))


def ask(server, question):
    """The one value that a server answers, over a connection for this question."""
    with server.connect() as connection:
        return value(connection, question)


def value(connection, question):
    """The one value that is answered over a connection."""
    return connection.execute(question).fetchone()[0]


def wait_for(standby, what, position):
    """Until a standby has RECEIVED or APPLIED the log up to a position."""
    with standby.connect() as connection:
        standby.process.wait_until(lambda: (value(connection, what) or 0) >= position, within=PATIENCE)


def write(connection):
    """Write the note's next version: its number."""
    return value(connection, "update note set version = version + 1 returning version")


def read(connection):
    """The version of the note that a server shows."""
    return value(connection, "select version from note")
