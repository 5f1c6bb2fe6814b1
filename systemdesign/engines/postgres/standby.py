"""A PostgreSQL server that follows another one: its log is streamed to it, and it answers reads."""

from systemdesign.engines.postgres.server import PATIENCE, Postgres

SETTINGS = {
    "wal_retrieve_retry_interval": "100ms",  # its 5 s would be waited for at a promotion too
    "wal_receiver_status_interval": "1s",  # once in hundreds of commits "remote_write" hears nothing until then: 10 s
}


class Standby(Postgres):
    """A server that begins as a copy of `primary`, a running `Postgres`, and applies the log that it is sent.

    following -- promote() --> a primary of its own, which the other one is not told of

    The copy and the log come over `line`, a port that leads to the primary, such as a `Cable`'s; without one, over the
    primary's own. `name` is what the primary calls it: in `pg_stat_replication`, and in `synchronous_standby_names`.
    The `settings` are its own, not the primary's: `recovery_min_apply_delay="500ms"`.
    """

    def __init__(self, primary, name="standby", line=None, **settings):
        super().__init__(**{**SETTINGS, **settings})
        self.primary, self.name, self.line = primary, name, line

    def fill(self):
        """Copy the primary's files, with a note of whom to follow."""
        from psycopg.conninfo import make_conninfo

        source = {**self.primary.address, "port": self.line or self.primary.port, "application_name": self.name}
        self.run("pg_basebackup", "--pgdata", self.folder, "--checkpoint=fast", "--no-sync", "--write-recovery-conf",
                 f"--dbname={make_conninfo(**source)}")

    def promote(self):
        """Have it follow nobody any more and take writes, when it has applied all that it had been sent."""
        with self.connect() as connection:
            connection.execute("select pg_promote(true, %s)", (int(PATIENCE),))
