"""Numbers as clients write them: what is one, and how one is shown."""

import re
from math import isinf, isnan

LEAST, MOST = -(2**63), 2**63 - 1
WHOLE = re.compile(rb"0|-?[1-9][0-9]{0,18}")
REAL = re.compile(rb"[+-]?(inf(inity)?|nan|([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?)", re.I)


def whole(text):
    """The integer of 64 bits that these bytes are; None where they are none: b" 12", b"+1", b"012" and b"-0"."""
    if WHOLE.fullmatch(text):
        number = int(text)
        if LEAST <= number <= MOST:
            return number
    return None


def real(text):
    """The number that these bytes are, infinity too; None where they are none, or not a number."""
    if not REAL.fullmatch(text):
        return None
    number = float(text)
    return None if isnan(number) else number


def shown(number):
    """A score in the fewest digits that give it back, without .0."""
    if isinf(number):
        return b"inf" if number > 0 else b"-inf"
    if number == int(number) and abs(number) < 2**62:
        return b"%d" % number
    return repr(number).replace("e-0", "e-").encode()


def read_bytes(text):
    """A number of bytes, as in 10mb: k, m and g are thousands, kb, mb and gb are 1,024 and its powers."""
    match = re.fullmatch(rb"([0-9]+)(b|k|kb|m|mb|g|gb)?", text.lower())
    if not match:
        return None
    number, unit = match.groups(b"b")
    return int(number) * (1024 if unit.endswith(b"b") else 1000) ** b"bkmg".index(unit[:1])
