"""Somebody with a request, who waits for the answer."""

from systemdesign.capstone.record import Outcome


class Client:
    """One request, as whoever made it sees it: its tries so far, the present one, and what came of it."""

    __slots__ = ("asked", "pauses", "tries", "open", "now", "kept", "latency", "stale")

    def __init__(self, asked, pauses):
        self.asked, self.pauses, self.tries, self.open, self.now = asked, pauses, 0, True, None
        self.kept, self.latency, self.stale = False, None, False

    def outcome(self):
        """What came of it."""
        product, latency = self.asked.product, self.latency
        lost = not product and latency is not None and not self.kept
        return Outcome(self.asked.time, product, latency, self.stale, lost)
