"""The commands. A function is the command whose name it has, and does what Redis's documentation says of that."""

from systemdesign.distributed_cache.commands.table import Command, Table

__all__ = ["Command", "Table"]
