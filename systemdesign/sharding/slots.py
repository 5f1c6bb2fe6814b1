"""Hash slots: a key has one of 16,384 slots for ever, and a table says where each slot lives."""

from binascii import crc_hqx

from systemdesign.sharding.nodes import even, named

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


def fitting(names):
    """The names. Raises ValueError where there are more than slots."""
    if len(names) > SLOTS:
        raise ValueError(f"there are {SLOTS:,} slots, and {names[SLOTS]!r} could own no key: name no more nodes")
    return names


class Slots:
    """A table of slots, kept even: a node that joins takes its share from the others, one that leaves gives it back."""

    def __init__(self, nodes):
        """`nodes` are names. Raises ValueError where there are none, one is there twice, or weights differ."""
        first, *others = fitting(even(nodes))
        self.table = [first] * SLOTS
        self._held = {first: list(range(SLOTS))}
        for name in others:
            self.add(name)

    @property
    def nodes(self):
        """The nodes, in the order in which they joined."""
        return list(self._held)

    def owner(self, key):
        """The node that this key belongs to."""
        return self.table[slot(key)]

    def add(self, name):
        """A node joins, and takes from each other what it has above an even share. Returns the slots that move.

        Raises ValueError where it is there already, or every slot has a node of its own.
        """
        fitting(named([*self._held, name]))
        share, rest = divmod(SLOTS, len(self._held) + 1)
        moved = []
        for turn, held in enumerate(self._held.values()):
            keep = share + (turn < rest)
            moved += held[keep:]
            del held[keep:]
        self._held[name] = []
        for number in moved:
            self._give(number, name)
        return sorted(moved)

    def remove(self, name):
        """A node leaves, and each of its slots goes to the node with the fewest. Returns the slots that move.

        Raises ValueError where it is not there, or is the last.
        """
        if name not in self._held:
            raise ValueError(
                f"there is no node {name!r} that could leave: there are {', '.join(map(repr, self._held))}"
            )
        if len(self._held) == 1:
            raise ValueError(
                f"{name!r} is the last node, and its slots can go nowhere: add another one first"
            )
        moved = sorted(self._held.pop(name))
        for number in moved:
            self._give(number, min(self._held, key=lambda other: len(self._held[other])))
        return moved

    def _give(self, number, name):
        self.table[number] = name
        self._held[name].append(number)
