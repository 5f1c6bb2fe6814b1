"""Single bits of strings, the highest of a byte first."""

from systemdesign.distributed_cache.commands.arguments import integer
from systemdesign.distributed_cache.commands.strings import LONGEST
from systemdesign.distributed_cache.commands.table import grows, reads

WRONG_PLACE = "ERR bit offset is not an integer or out of range"
WRONG_BIT = "ERR bit is not an integer or out of range"


def place(text):
    """The byte of a bit, and its weight in it."""
    byte, bit = divmod(integer(text, WRONG_PLACE, 0, 8 * LONGEST - 1), 8)
    return byte, 128 >> bit


@reads("getbit", 3)
def getbit(engine, key, offset):
    byte, weight = place(offset)
    value = engine.open(key, bytes)
    return int(byte < len(value) and value[byte] & weight > 0)


@grows("setbit", 4)
def setbit(engine, key, offset, bit):
    (byte, weight), bit = place(offset), integer(bit, WRONG_BIT, 0, 1)
    value = bytearray(engine.open(key, bytes).ljust(byte + 1, b"\0"))
    old = int(value[byte] & weight > 0)
    value[byte] = value[byte] | weight if bit else value[byte] & ~weight
    engine.keep(key, bytes(value))
    return old
