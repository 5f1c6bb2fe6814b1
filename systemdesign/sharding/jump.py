"""Jump consistent hashing: a bucket's number from a key's number, with no table at all."""

from systemdesign.sharding.nodes import even
from systemdesign.sim.fingerprint import MASK, fingerprint


class Jump:
    """Nodes in a row, numbered by jump hashing. Even, tiny and fast; only the last node can leave."""

    def __init__(self, nodes):
        """`nodes` are names. Raises ValueError where there are none, one is there twice, or weights differ."""
        self.nodes = even(nodes)

    def owner(self, key):
        """The node that this key belongs to."""
        return self.nodes[jump(fingerprint(key), len(self.nodes))]


def jump(key, buckets):
    """The bucket, from 0, of a key that is a 64-bit number (Lamping and Veach, 2014).

    Think of the buckets as added one by one: the n-th takes each key with probability 1/n. Instead of asking at
    every step, the loop draws where the key will jump next, and stops when that is past the last bucket.
    """
    bucket, following = 0, 0
    while following < buckets:
        bucket = following
        key = (key * 2862933555777941757 + 1) & MASK
        following = int((bucket + 1) * (2**31 / ((key >> 33) + 1)))
    return bucket
