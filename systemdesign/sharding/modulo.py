"""The first idea: the remainder of the key's number."""

from systemdesign.sharding.nodes import even
from systemdesign.sim.fingerprint import fingerprint


class Modulo:
    """A key's number modulo the number of nodes: even, quick, and nearly every key moves when a node joins."""

    def __init__(self, nodes):
        """`nodes` are names. Raises ValueError where there are none, one is there twice, or weights differ."""
        self.nodes = even(nodes)

    def owner(self, key):
        """The node that this key belongs to."""
        return self.nodes[fingerprint(key) % len(self.nodes)]
