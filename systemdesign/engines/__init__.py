"""Real servers from wheels, each a context manager, on the ordinary asyncio loop."""

from systemdesign.engines.child.errors import EngineFailed, EngineMissing
from systemdesign.engines.child.installed import available

__all__ = ["EngineFailed", "EngineMissing", "available"]
