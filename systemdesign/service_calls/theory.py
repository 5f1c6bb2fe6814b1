"""What is known of calls: how slow a page of many is, when two copies break even, and who is answered in time."""

from math import comb, exp, expm1, log1p

BREAK_EVEN = 1 / 3
"""The utilisation at which two copies of everything are as fast as one, where nobody hears who has won."""


def page_slow(share, calls):
    """The share of pages that meet a slow call, where each of the calls is slow by itself: 1 - (1-p)^n."""
    return -expm1(calls * log1p(-share)) if share < 1 else 1.0


def call_slow(pages, calls):
    """How often a call may be slow, so that no more than this share of the pages meets a slow one: 1 - (1-q)^(1/n)."""
    return -expm1(log1p(-pages) / calls)


def in_turn(share, calls, slow, fast):
    """(seconds, the share of pages that take so long) of calls one after the other, for each number of slow ones."""
    return [(k * slow + (calls - k) * fast, binomial(k, calls, share)) for k in range(calls + 1)]


def binomial(k, calls, share):
    """How likely just k of the calls are slow."""
    return comb(calls, k) * share**k * (1 - share) ** (calls - k)


def at_once(share, calls, slow, fast):
    """The same of calls at once: the slowest one is the page."""
    pages = page_slow(share, calls)
    return [(fast, 1 - pages), (slow, pages)]


def twice_slow(share, luck):
    """How often both copies are slow, if the second has the first one's luck with probability c: p(c + (1-c)p)."""
    return share * (luck + (1 - luck) * share)


def two_copies_mean(load):
    """Mean time of two copies at once, both worked off, for exponential work of mean 1 and many servers: 1/(2(1-2ρ)).

    Each of many servers is M/M/1 at twice the utilisation, and the two are independent; a time in system is exponential
    with rate 1-2ρ, and so the shorter of two has rate 2(1-2ρ). Vulimiri and others (2013), 2.1.
    """
    return 1 / (2 * (1 - 2 * load))


def in_time(load, patience, passed_on):
    """The share of M/M/1's requests that are answered within `patience`; work has mean 1.

    Worked for all: 1 - e^-(1-λ)D below capacity, else none. With the deadline passed on, a request is dropped if it is
    late when its turn comes, and the wait's density grows only as far as D: Barrer (1957), and M/M/1 with impatience.
    """
    if not passed_on:
        return -expm1(-(1 - load) * patience) if load < 1 else 0.0
    spare = 1 - load
    tail = exp(-spare * patience)
    spread = -expm1(-spare * patience) / spare if spare else patience
    idle = 1 / (1 + load * spread + load * tail)
    return idle * (1 - exp(-patience) + load * spread - (tail - exp(-patience)))
