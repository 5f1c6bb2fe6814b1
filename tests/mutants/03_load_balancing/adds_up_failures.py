"""Counts failures in total: a server that fails once an hour is ejected some day.

Loses part 2. Hint: Count those in a row
"""


class Ejection:
    """Keeps servers that fail several times in a row out of the way, for longer each time."""

    def __init__(self, servers, failures=5, base=30.0, longest=300.0, share=0.1):
        self.servers, self.failures, self.base, self.longest = list(servers), failures, base, longest
        self.most = max(1, share * len(self.servers))
        self.row = dict.fromkeys(self.servers, 0)
        self.times = dict.fromkeys(self.servers, 0)
        self.until = dict.fromkeys(self.servers, 0.0)

    def available(self):
        """The servers that are not ejected now, in their order."""
        return [server for server in self.servers if now() >= self.until[server]]

    def succeeded(self, server):
        """A request to this server was answered."""
        pass

    def failed(self, server):
        """A request to this server failed."""
        if now() < self.until[server]:
            return
        self.row[server] += 1
        out = len(self.servers) - len(self.available())
        if self.row[server] >= self.failures and out + 1 <= self.most:
            self.row[server] = 0
            self.times[server] += 1
            self.until[server] = now() + min(self.base * self.times[server], self.longest)
