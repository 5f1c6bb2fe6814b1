"""Where a service of the course keeps what it is told: a file, a temporary folder, or a server of its own."""

from pathlib import Path

import click

from systemdesign.engines.child import disk
from systemdesign.engines.child.errors import EngineMissing
from systemdesign.engines.child.installed import ENGINES, available
from systemdesign.engines.postgres.server import Postgres

database = click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True,
                        help="What keeps it all; postgres starts a server for itself.")
file = click.option("--file", type=click.Path(dir_okay=False, path_type=Path),
                    help="Keep SQLite's tables in this file.")


def port(default):
    """The option that says where to listen."""
    return click.option("--port", type=click.IntRange(0, 65_535), default=default, show_default=True,
                        help="Where to listen; 0 takes a free port.")


def check(database, file, *engines):
    """Raises UsageError for a file that nobody would use, EngineMissing where a named engine cannot run."""
    if file and database != "sqlite":
        raise click.UsageError("--file is for SQLite: leave it out, or take --database sqlite.")
    for engine in [name for name in (database, *engines) if name in ENGINES and not available(name)]:
        raise EngineMissing(available(engine).reason)


def found(stack, database, file):
    """Where that is, a path or a server's address, and the same in words. A server or a folder ends with the stack."""
    if database == "postgres":
        return stack.enter_context(Postgres()).address, "in a PostgreSQL of its own, until it ends"
    if file:
        return file, f"in {file}"
    folder = stack.enter_context(disk.folder("site-"))
    return Path(folder, "site.db"), "in a temporary folder, until it ends (--file keeps them)"
