"""Real servers from wheels, each a context manager, on the ordinary asyncio loop."""

from systemdesign.engines.errors import EngineFailed, EngineMissing
from systemdesign.engines.haproxy import HAProxy
from systemdesign.engines.installed import available
from systemdesign.engines.measuring import measure
from systemdesign.engines.replaying import replay
from systemdesign.engines.valkey import Valkey

__all__ = ["EngineFailed", "EngineMissing", "HAProxy", "Valkey", "available", "measure", "replay"]
