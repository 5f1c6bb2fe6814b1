"""Patterns of names as KEYS takes them: * any, ? one, [ab-z] one of these, [^a] another, \\ before what is meant."""

import re
from functools import lru_cache

PIECE = re.compile(rb"\\(.)|\[(\^?)((?:\\.|[^\]\\])*)(?:\]|$)|(\*+)|(\?)|(.)", re.S)
MEMBER = re.compile(rb"\\?(.)-\\?(.)|\\?(.)", re.S)


@lru_cache(maxsize=256)
def glob(pattern):
    """A function that says whether bytes match the pattern."""
    return re.compile(b"".join(_piece(*match.groups()) for match in PIECE.finditer(pattern)), re.S).fullmatch


def _piece(escaped, negated, members, star, one, plain):
    if members is not None:
        found = b"".join(_member(*match.groups()) for match in MEMBER.finditer(members))
        if not found:
            return b"." if negated else b"(?!)"
        return b"[%b%b]" % (negated, found)
    return b".*" if star else b"." if one else re.escape(plain or escaped)


def _member(first, last, single):
    if single is not None:
        return re.escape(single)
    first, last = sorted((first, last))
    return re.escape(first) + b"-" + re.escape(last)
