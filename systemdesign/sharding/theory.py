"""What is known of placing keys on nodes: how many move, how evenly they lie, how hot the hottest gets."""

from fractions import Fraction
from functools import lru_cache
from math import ceil, fsum, lcm, sqrt


def moved_by_modulo(before, after):
    """The share of keys whose number modulo `after` differs from that modulo `before`.

    Of lcm(before, after) numbers in a row, only the first min(before, after) keep their remainder (Chinese
    remainder theorem). From n to n + 1 it is n/(n + 1).
    """
    return 1 - min(before, after) / lcm(before, after)


def moved_at_least(before, after):
    """The share of keys that any even placement must move: the new nodes' share, or that of the nodes which leave.

    Ring, rendezvous, jump and slots move just this, on average. From n to n + 1 it is 1/(n + 1).
    """
    return abs(after - before) / max(before, after)


def share_deviation(nodes, virtual):
    """Coefficient of variation of a node's share of a ring with `virtual` points a node.

    The arcs between NV random points are Dirichlet(1, …, 1), so a node's share is Beta(V, (N - 1)V), and its
    standard deviation over its mean 1/N is √((N - 1)/(NV + 1)).
    """
    return sqrt((nodes - 1) / (nodes * virtual + 1))


def largest_share(nodes):
    """Expected share of the luckiest node on a ring with one point a node: H_N/N, the longest of N random arcs.

    Lévy, 1939; David and Nagaraja, Order Statistics, 6.4.
    """
    return float(sum(Fraction(1, k) for k in range(1, nodes + 1)) / nodes)


def load_bound(requests, nodes, slack):
    """The most that one node holds with loads bounded at 1 + slack: ⌈(1 + slack)·m/n⌉, always."""
    return ceil((1 + Fraction(str(slack))) * requests / nodes)


@lru_cache(256)
def top_share(keys, s):
    """The share of requests that ask for the most popular of `keys` keys, Zipf with exponent s: 1/Σ k^-s."""
    return 1 / fsum(k**-s for k in range(1, keys + 1))


def hottest_shard(shards, keys, s, deviation=0.0):
    """What the shard of the top key is asked, on average over placements: p₁ + (1 - p₁)(1 + c²)/N.

    A placement puts each key on a shard at random, whatever its popularity. Another key joins the top one with
    probability Σ share², which is (1 + c²)/N where the shards' shares of the keys have the coefficient of
    variation c, `deviation`. The hottest shard is asked as much or more.
    """
    top = top_share(keys, s)
    return top + (1 - top) * (1 + deviation**2) / shards
