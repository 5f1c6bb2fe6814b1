"""All commands: importing this module fills the table."""

from systemdesign.distributed_cache.commands import connection, counters, keys, lists, server, strings
from systemdesign.distributed_cache.commands.table import COMMANDS

__all__ = ["COMMANDS", "connection", "counters", "keys", "lists", "server", "strings"]
