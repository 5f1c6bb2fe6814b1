"""Real servers from wheels, each a context manager, on the ordinary asyncio loop."""

from systemdesign.engines.errors import EngineFailed, EngineMissing
from systemdesign.engines.haproxy import HAProxy
from systemdesign.engines.installed import available
from systemdesign.engines.measuring import measure

__all__ = ["EngineFailed", "EngineMissing", "HAProxy", "available", "measure"]
