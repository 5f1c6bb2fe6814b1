"""The small Redis for real: where it listens, what it keeps, whom it follows, and how it is told.

The module is what `python -m systemdesign serve distributed_cache` runs.
"""

import asyncio
import fcntl
import os
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from secrets import SystemRandom

import click

from systemdesign.distributed_cache.cluster import Cluster
from systemdesign.distributed_cache.effects import Damaged, Unpacker
from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.file import File
from systemdesign.distributed_cache.log import POLICIES, Log
from systemdesign.distributed_cache.node import Node
from systemdesign.distributed_cache.replies import Error
from systemdesign.distributed_cache.server import Server
from systemdesign.engines.child import disk
from systemdesign.engines.child.errors import EngineFailed
from systemdesign.engines.site.progress import Told
from systemdesign.engines.site.site import ended_in_order, listener, until_told

LOG, DUMP = "appendonly.resp", "dump.resp"
HELLO = """Listening on {homes}, for this machine alone. {kept}

  redis-cli -p {port} SET order paid
  python -c "import valkey; print(valkey.Valkey(port={port}).get('order'))"

Ctrl-C ends it."""


@click.command("distributed_cache")
@click.option("--port", type=click.IntRange(0, 65_535), default=8018, show_default=True,
              help="Where to listen; 0 takes a free port.")
@click.option("--appendonly", type=click.Choice(["off", *POLICIES]), default="everysec", show_default=True,
              help="When the log of all writes goes to the disk; off: there is no log.")
@click.option("--dir", "folder", type=click.Path(file_okay=False, path_type=Path), help="Keep log and snapshot there.")
@click.option("--replicaof", metavar="HOST:PORT", help="Be a replica of the server there.")
@click.option("--maxmemory", metavar="BYTES", help="Evict keys beyond so much, such as 10mb.")
@click.option("--cluster", type=click.IntRange(2, 100), metavar="NODES",
              help="Be so many nodes that share the slots, at this port and the next ones.")
def command(port, appendonly, folder, replicaof, maxmemory, cluster):
    """A small Redis: it answers redis-cli and redis-benchmark."""
    above = primary_at(replicaof, cluster)
    with ended_in_order(), ExitStack() as stack:
        listening = [stack.enter_context(listener(port and port + number)) for number in range(cluster or 1)]
        kept = f"The {'log' if appendonly != 'off' else 'snapshot, which SAVE makes,'} is in {folder}."
        if folder is None:
            folder = Path(stack.enter_context(disk.folder("cache-")))
            kept = "All is gone when it ends (--dir keeps it)."
        ports = [each.getsockname()[1] for each in listening]
        folders = [folder / str(number) for number in range(1, cluster + 1)] if cluster else [folder]
        servers = [server(stack, own, at, ports, appendonly, maxmemory) for own, at in zip(folders, ports)]
        asyncio.run(main(servers, listening, above, kept))


def primary_at(text, cluster):
    """The (host, port) of HOST:PORT, or None."""
    if text is None:
        return None
    host, _, port = text.rpartition(":")
    if not (host and port.isdigit() and 0 < int(port) < 65_536):
        raise click.UsageError(f"--replicaof wants HOST:PORT, such as 127.0.0.1:8018, and not {text}.")
    if cluster:
        raise click.UsageError("A cluster's nodes here have no replicas: --cluster or --replicaof, not both.")
    return host, int(port)


def server(stack, folder, port, ports, appendonly, maxmemory):
    """A server for this port, with what its folder holds; EngineFailed says what is wrong with that."""
    stack.enter_context(alone(folder))
    log = None if appendonly == "off" else Log(File(folder / LOG), appendonly)
    node = Node(Engine(SystemRandom()), time.time, log, Cluster(ports, port) if len(ports) > 1 else None)
    made = Server(node, port, folder / DUMP)
    if maxmemory:
        limited(node.engine, maxmemory)
    try:
        node.load(log.load() if log and log.disk.end else held(folder / DUMP))
    except Damaged as damage:
        path = folder / (LOG if log and log.disk.end else DUMP)
        raise EngineFailed(f"{path} is damaged: at byte {damage.position:,} stands what no server has written. Bring "
                           f"back a copy of it, or keep what comes before: truncate -s {damage.position} {path}"
                           ) from damage
    return made


def held(path):
    """What a snapshot holds."""
    return Unpacker().feed(path.read_bytes()) if path.exists() else []


@contextmanager
def alone(folder):
    """Have this folder, which is made if need be, for this process alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise EngineFailed(f"{folder} cannot be used: {error.strerror}.") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise EngineFailed(f"Another server keeps its files in {folder}. Choose another folder with --dir.") from None
    finally:
        os.close(lock)


def limited(engine, maxmemory):
    """Let an engine evict beyond so many bytes."""
    try:
        engine.settings.change(b"maxmemory", maxmemory.encode())
    except Error as error:
        raise click.UsageError(f"--maxmemory wants bytes, such as 1000000 or 10mb, and not {maxmemory}.") from error


async def main(servers, listening, above, kept):
    """Serve until a signal comes."""
    homes = ", ".join("{}:{}".format(*each.getsockname()) for each in listening)
    stop, told = asyncio.Event(), Counts(servers)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one.serve(at, above, stop)) for one, at in zip(servers, listening)]
        said = " ".join(filter(None, [kept, *map(torn, servers)]))
        click.echo(HELLO.format(homes=homes, kept=said, port=servers[0].port))
        with told:
            await until_told(stop)
        for task in tasks:
            task.cancel()
    click.echo(f"Ended. {told}.")


def torn(server):
    """What there is to say about a log's end."""
    log = server.node.log
    return f"The log's last write was torn: {log.torn:,} bytes of it were cut off." if log and log.torn else ""


class Counts(Told):
    """What the servers have done."""

    def __init__(self, servers):
        super().__init__()
        self.servers = servers

    def total(self):
        """How many requests they have answered."""
        return sum(server.requests for server in self.servers)

    def __str__(self):
        keys = sum(len(server.node.engine) for server in self.servers)
        return f"Requests: {self.total():,}. Keys: {keys:,}"


if __name__ == "__main__":
    command()
