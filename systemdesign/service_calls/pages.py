"""Pages that call many services, each slow now and then: without the event loop, and without asking the fast ones."""

from math import inf, log
from statistics import fmean
from typing import NamedTuple

from systemdesign.kernel.streams import stream

FAST, SLOW = 0.01, 1.0
"""Seconds that a call takes, and that a slow one takes where nothing else is said."""
IN_TURN, AT_ONCE = "in turn", "at once"


def slow_calls(pages, calls, share, seed=None):
    """The page that each slow call belongs to, in order; all fast calls between two are passed over in one draw."""
    random, scale = stream("slow calls", seed).random, log(1 - share)
    call = int(log(1 - random()) / scale)
    while call < pages * calls:
        yield call // calls
        call += 1 + int(log(1 - random()) / scale)


def counts(pages, calls, share, seed=None):
    """How many of its calls are slow, for each page."""
    many = [0] * pages
    for page in slow_calls(pages, calls, share, seed):
        many[page] += 1
    return many


def seconds(many, calls, slow, order):
    """How long a page takes of whose calls so many are slow."""
    if order == AT_ONCE:
        return slow if many else FAST
    return many * slow + (calls - many) * FAST


class Twice(NamedTuple):
    """Pages whose calls are asked twice: the shared luck above which each is slow, and how many first copies were slow.

    A second copy has the first one's luck with a probability, and else its own. Below 0, the own luck was as bad, and
    the page is slow whatever is shared; infinite, no first copy was slow.
    """

    above: list
    slow: int
    calls: int

    def share_slow(self, shared, delay):
        """The share of pages that take SLOW seconds; a second copy after that comes too late."""
        limit = shared if delay < SLOW else inf
        return sum(above < limit for above in self.above) / len(self.above)

    def mean(self, shared, delay):
        """The mean seconds of a page."""
        limit = shared if delay < SLOW else inf
        return fmean(FAST if above == inf else SLOW if above < limit else delay + FAST for above in self.above)

    def sends(self, delay):
        """Copies for each call: all are sent that had no answer after the delay."""
        return 1 + (1.0 if delay < FAST else self.slow / (len(self.above) * self.calls) if delay < SLOW else 0.0)


def asked_twice(pages, calls, share, seed=None):
    """So many pages, for every amount of shared luck at once."""
    above, slow, random = [inf] * pages, 0, stream("second copies", seed).random
    for page in slow_calls(pages, calls, share, seed):
        same, own = random(), random()
        above[page] = min(above[page], -1.0 if own < share else same)
        slow += 1
    return Twice(above, slow, calls)
