"""Ordinary asyncio in virtual time: a loop whose clock jumps, streams of seeded chance, and what can go wrong."""

from systemdesign.kernel.errors import Deadlock, Livelock, RealIO
from systemdesign.kernel.moment import at
from systemdesign.kernel.run import now, run
from systemdesign.kernel.streams import stream

__all__ = ["Deadlock", "Livelock", "RealIO", "at", "now", "run", "stream"]
