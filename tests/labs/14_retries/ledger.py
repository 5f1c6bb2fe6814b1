"""The rules of part 2 of lab 14, once more, as plainly as they can be said."""

from systemdesign import now


class Ledger:
    """Remembers all that ever happened, and looks at what is younger than the window."""

    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.ratio, self.least, self.window, self.requests, self.made = ratio, least, window, [], []

    def asked(self):
        self.requests.append(now())

    def may_retry(self):
        yes = self.affordable(self.lately(self.made), self.lately(self.requests))
        self.reason = self.told(yes)
        if yes:
            self.made.append(now())
        return yes

    def affordable(self, made, requests):
        return made + 1 <= self.least + self.ratio * requests

    def lately(self, times):
        return sum(now() - time < self.window for time in times)

    def told(self, yes):
        """Why, and by which rule: what decides is what was forgotten, if anything would be otherwise without that."""
        made, requests = self.lately(self.made), self.lately(self.requests)
        rule = 4 if yes != self.affordable(len(self.made), len(self.requests)) else 2
        edge = [time for time in self.requests + self.made if now() - time == self.window]
        return (
            f"in the last {self.window:g} s {made} retries were made and {requests} requests came in, so with it "
            f"{made + 1} retries against {self.least} + {self.ratio:g} × {requests} (rule {4 if edge else rule}"
            f"{f'; what happened at {edge[0]:g} s is exactly so old, and forgotten' if edge else ''})"
        )
