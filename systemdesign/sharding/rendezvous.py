"""Rendezvous hashing: every node bids for a key, and the highest bid wins."""

from functools import lru_cache
from math import log

from systemdesign.sharding.fingerprint import fingerprint, mixed


class Rendezvous:
    """The node with the highest score for a key owns it (Thaler and Ravishankar, 1998).

    It keeps nothing but the names, and shares evenly without virtual nodes; finding an owner asks every node.
    """

    def __init__(self, nodes):
        """`nodes` are names, or a dict of names and weights."""
        weights = nodes if isinstance(nodes, dict) else dict.fromkeys(nodes, 1)
        self._bidders = [(known(name), weight, name) for name, weight in weights.items()]

    def owner(self, key):
        """The node that this key belongs to."""
        number, highest, winner = fingerprint(key), 0.0, None
        for own, weight, name in self._bidders:
            bid = score(number, own, weight)
            if bid > highest:
                highest, winner = bid, name
        return winner


def score(key, node, weight):
    """What a node bids for a key, both given by their fingerprints.

    -w/ln(u) for a number u between 0 and 1 that is fixed for the pair: the highest of these is a node's with a
    probability of w over the sum of weights (Schindelhauer and Schomaker, 2005).
    """
    return -weight / log((mixed(key ^ node) + 1) / (2**64 + 2))


known = lru_cache(1 << 12)(fingerprint)
"""The fingerprint of a node's name, remembered."""
