"""Rendezvous hashing: every node bids for a key, and the highest bid wins."""

from systemdesign.sharding.nodes import weighed
from systemdesign.sim.fingerprint import bid, fingerprint, node_fingerprint


class Rendezvous:
    """The node with the highest score for a key owns it (Thaler and Ravishankar, 1998).

    It keeps nothing but the names, and shares evenly without virtual nodes; finding an owner asks every node.
    """

    def __init__(self, nodes):
        """`nodes` are names, or a dict of names and weights. Raises ValueError where these can own no key."""
        self._bidders = [(node_fingerprint(name), weight, name) for name, weight in weighed(nodes).items()]

    def owner(self, key):
        """The node that this key belongs to."""
        number, highest, winner = fingerprint(key), 0.0, None
        for own, weight, name in self._bidders:
            offer = bid(number, own, weight)
            if offer > highest:
                highest, winner = offer, name
        return winner
