"""When the draw admits nobody there is nobody to ask.

Loses part 3. Hint: somebody has to answer
"""


class SlowStart:
    """Lets the share of a server that has just joined climb to a full one."""

    def __init__(self, window=30.0, least=0.1):
        self.window, self.least = window, least
        self.since = {}

    def joined(self, server):
        """The server has just come, or come back."""
        self.since[server] = now()

    def weight(self, server):
        """From `least` when it joined to 1 when `window` seconds have passed."""
        if server not in self.since:
            return 1.0
        return min(1.0, max(self.least, (now() - self.since[server]) / self.window))

    def admitted(self, servers, rng):
        """The servers that take part in one choice, each with the probability of its weight; never nobody."""
        return [server for server in servers if rng.random() < self.weight(server)]
