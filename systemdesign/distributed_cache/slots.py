"""In which of 16,384 slots a key lies (Redis documentation, "Cluster specification", "Key distribution model")."""

from binascii import crc_hqx

SLOTS = 16_384


def slot(key):
    """The slot of a key, in bytes: of its {tag} alone, where the first { has a } behind it and something between."""
    begin = key.find(b"{")
    if begin >= 0:
        end = key.find(b"}", begin + 1)
        if end > begin + 1:
            key = key[begin + 1 : end]
    return crc_hqx(key, 0) % SLOTS
