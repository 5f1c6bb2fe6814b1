"""What trying again costs, in closed form: sends, layers, repeated work, and the load that tips a server over."""

from itertools import pairwise
from math import inf


def expected_sends(p, attempts):
    """Sends a request needs on average when each try fails with probability `p`, whatever the others did."""
    return sum(p**k for k in range(attempts))


def success(p, attempts):
    """The probability that one of `attempts` independent tries succeeds."""
    return 1 - p**attempts


def tried(p, attempts, together=False):
    """Sends for a request and its probability of success, when all its tries fail `together` or each by itself."""
    if together:
        return 1 - p + p * attempts, 1 - p
    return expected_sends(p, attempts), success(p, attempts)


def layered_sends(p, attempts, layers):
    """Calls to the lowest service for one request, when each of `layers` callers above it tries `attempts` times.

    A layer fails with p^attempts, and that is the p of the layer above; at p = 1 this is attempts^layers.
    """
    sends = 1.0
    for _ in range(layers):
        sends *= expected_sends(p, attempts)
        p = 1 - success(p, attempts)
    return sends


def done_more_than_once(loss, attempts):
    """The probability that an operation is done twice or more, each message being lost with probability `loss`.

    A try is not done (its request is lost), done and known (the client stops), or done and unknown (it goes on).
    """
    undone, known, unknown = loss, (1 - loss) ** 2, (1 - loss) * loss
    never, once, twice = 1.0, 0.0, 0.0  # of the clients that still try: how often it has been done
    for _ in range(attempts):
        finished = once * known
        twice += once * unknown + finished
        never, once = never * undone, once * undone + never * unknown
    return twice


def amplification(attempts, ratio=inf):
    """Sends per request when every try fails and a budget allows `ratio` retries for each request."""
    return min(attempts, 1 + ratio)


def tipping_rate(mu, attempts, ratio=inf):
    """The rate of requests above which a server of rate `mu` stays under after an outage: mu / amplification."""
    return mu / amplification(attempts, ratio)


class Fluid:
    """The storm as a fluid: sends flow in at a rate, and after the outage flow out at `mu`.

    Requests come at `rate` a second and are given up after `timeout` s; `pauses` (in seconds) lie before the
    second, third, … try. All clients together may make `burst` retries and `ratio` more for each request; what
    they earn with full purses is lost. During the outage all tries fail, and so does every one that finds a
    longer wait than the time-out. Times are in seconds from the beginning of the outage, which lasts `outage`.
    """

    def __init__(self, rate, mu, *, timeout, outage, attempts, ratio=inf, burst=0.0, pauses=None):
        self.rate, self.mu, self.timeout, self.outage = rate, mu, timeout, outage
        self.ratio, self.burst = ratio, burst
        pauses = pauses or [0.0] * (attempts - 1)
        self.starts = [0.0]  # when the first, second, … tries begin to flow in
        for pause in pauses[: attempts - 1]:
            self.starts.append(self.starts[-1] + timeout + pause)

    def backlog(self, time):
        """Sends at the server, as long as every try fails."""
        sends = self.rate * time + self._retries(time)
        return max(0.0, sends - self.mu * max(0.0, time - self.outage))

    def _retries(self, time):
        """The retries made: all that flow, as far as purses allow that earn, and lose what does not fit."""
        made, purse = 0.0, self.burst
        for flows, (begin, end) in enumerate(pairwise([*self.starts[1:], inf]), 1):
            if time <= begin:
                break
            requests = self.rate * (min(time, end) - begin)
            granted = min(flows * requests, purse + self.ratio * requests)
            purse = min(self.burst, purse + self.ratio * requests - granted)
            made += granted
        return made

    def recovery(self, step=0.1, horizon=3600.0):
        """Seconds from the beginning until a new send is served in time again; inf when that never comes."""
        if self.outage <= self.timeout:
            return 0.0
        time = self.outage
        while self.backlog(time) > self.mu * self.timeout:
            time += step
            if time > horizon:
                return inf
        return time
