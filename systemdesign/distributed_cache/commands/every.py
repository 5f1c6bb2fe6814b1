"""All commands: importing this module fills the table."""

from systemdesign.distributed_cache.commands import (
    bits,
    connection,
    counters,
    debugging,
    hashes,
    keys,
    likeness,
    lists,
    lives,
    ranges,
    scan,
    scores,
    server,
    sets,
    sorting,
    strings,
    unions,
    waiting,
)
from systemdesign.distributed_cache.commands.table import COMMANDS

MODULES = [
    bits, connection, counters, debugging, hashes, keys, likeness, lists, lives, ranges, scan, scores, server, sets,
    sorting, strings, unions, waiting,
]
__all__ = ["COMMANDS", "MODULES"]
