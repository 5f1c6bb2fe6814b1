"""A number for a text: the same on every machine, in every run and in every version of Python."""

from functools import lru_cache
from hashlib import blake2b, shake_128
from math import log
from struct import unpack

MASK = 2**64 - 1


def fingerprint(text):
    """64 well mixed bits of a text, as a whole number. Python's own `hash` of a text differs from run to run."""
    return int.from_bytes(blake2b(str(text).encode(), digest_size=8).digest(), "little")


def fingerprints(text, count):
    """`count` such numbers for one text. A longer list begins with the shorter one."""
    return unpack(f"<{count}Q", shake_128(str(text).encode()).digest(8 * count))


def mixed(number):
    """Another number of 64 bits that looks unrelated: the finalizer of MurmurHash3 (Appleby, 2011)."""
    number = (number ^ number >> 33) * 0xFF51AFD7ED558CCD & MASK
    number = (number ^ number >> 33) * 0xC4CEB9FE1A85EC53 & MASK
    return number ^ number >> 33


def bid(key, node, weight):
    """What a node bids for a key in rendezvous hashing, both given by their fingerprints: the highest bid wins.

    -w/ln(u) for a number u between 0 and 1 that is fixed for the pair: the highest of these is a node's with a
    probability of w over the sum of weights (Schindelhauer and Schomaker, 2005).
    """
    return -weight / log((mixed(key ^ node) + 1) / (2**64 + 2))


node_fingerprint = lru_cache(1 << 12)(fingerprint)
"""The fingerprint of a node's name, remembered: nodes are few, and asked about at every request."""
