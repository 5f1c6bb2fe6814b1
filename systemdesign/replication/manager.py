"""A primary that takes the writes, and followers that take the reads."""

from systemdesign.cap.quorum import first
from systemdesign.kernel.streams import stream


class ReplicationManager:
    """A write is acknowledged when `sync` followers have it, 0 for none; a read goes to any follower.

    What has been acknowledged outlives the primary if one of those followers takes its place. What a read shows may be
    old, and older than what the last one showed.
    """

    def __init__(self, primary, followers, sync=0):
        self.primary, self.followers, self.sync = primary, followers, sync

    async def write(self, data):
        """The position of the write, a (key, value), once enough followers are there."""
        position = self.primary.write(*data)
        if self.sync:
            await first(self.sync, [follower.reached(position) for follower in self.followers])
        return position

    async def read(self, query):
        """What some follower holds of a key; Unavailable where that one is down."""
        return await stream("which follower").choice(self.followers).read(query)
