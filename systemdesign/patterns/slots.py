"""Hash slots: a key has one of 16,384 slots for ever, and a table says where each slot lives."""

from binascii import crc_hqx
from collections import Counter

SLOTS = 16_384


def slot(key):
    """The slot of a key, as in Redis and Valkey Cluster: CRC16 of the key, or of its {tag} alone, mod 16,384.

    Keys with the same tag share a slot, so that one command may use them together. The tag is what stands
    between the first { and the next }; if nothing does, it is no tag.
    """
    data = key if isinstance(key, bytes) else str(key).encode()
    start = data.find(b"{")
    end = data.find(b"}", start + 1)
    if start >= 0 and end > start + 1:
        data = data[start + 1 : end]
    return crc_hqx(data, 0) % SLOTS  # CRC-16/XMODEM, the one that Redis chose


class Slots:
    """A table of slots, kept even: a node that joins takes its share from the others, one that leaves gives it back."""

    def __init__(self, nodes):
        first, *others = nodes
        self.table = [first] * SLOTS
        self.nodes = [first]
        for name in others:
            self.add(name)

    def owner(self, key):
        """The node that this key belongs to."""
        return self.table[slot(key)]

    def add(self, name):
        """A node joins, and takes from each other what it has above an even share. Returns the slots that move."""
        share, rest = divmod(SLOTS, len(self.nodes) + 1)
        surplus = Counter(self.table)
        surplus.subtract({owner: share + (i < rest) for i, owner in enumerate(self.nodes)})
        moved = []
        for number, owner in enumerate(self.table):
            if len(moved) == share:
                break
            if surplus[owner] > 0:
                surplus[owner] -= 1
                moved.append(number)
                self.table[number] = name
        self.nodes.append(name)
        return moved

    def remove(self, name):
        """A node leaves, and each of its slots goes to the node with the fewest. Returns the slots that move."""
        self.nodes.remove(name)
        moved = [number for number, owner in enumerate(self.table) if owner == name]
        counts = Counter(self.table)
        for number in moved:
            self.table[number] = fewest = min(self.nodes, key=counts.__getitem__)
            counts[fewest] += 1
        return moved
