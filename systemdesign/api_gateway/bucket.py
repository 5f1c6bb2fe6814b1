"""A token bucket for each client, of which it keeps one number: when that bucket will be full again.

The four limiters (three are in `windows`) have one method: `take(client, time)` admits a request at that time, in
seconds of any clock that never goes back, and returns 0.0; or it refuses, changes nothing, and returns the seconds
after which it would admit one.
"""

SLACK = 1e-9
"""Seconds by which a request may come too early, for the sake of rounding."""


class Bucket:
    """At most `burst` requests at once, and `rate` a second in the long run, by each client.

    Between any two requests that it admits, both included, there are no more than
    burst + rate x seconds. It lives in one process: another gateway's is another one.
    After the generic cell rate algorithm (ITU-T I.371, GCRA).
    """

    def __init__(self, rate, burst):
        self.token, self.depth = 1 / rate, (burst - 1) / rate  # in seconds of filling
        self.full_at = {}

    def take(self, client, time):
        """0.0 if the client's request is admitted, else the seconds until one would be."""
        full_at = max(time, self.full_at.get(client, time))
        wait = full_at - self.depth - time
        if wait > SLACK:
            return wait
        self.full_at[client] = full_at + self.token
        return 0.0
