"""Patterns of names as KEYS takes them: * any, ? one, [ab-z] one of these, [^a] another, \\ before what is meant."""

import re
from functools import lru_cache

PIECE = re.compile(rb"\\(.)|\[(\^?)((?:\\.|[^\]\\])*)(?:\]|$)|(\*+)|(\?)|(.)", re.S)
MEMBER = re.compile(rb"\\?(.)-\\?(.)|\\?(.)", re.S)


@lru_cache(maxsize=256)
def glob(pattern):
    """A function that says whether bytes match the pattern.

    What stands between two stars is looked for once, at its first place, and not given up again (?>): a search that
    tries all places takes for ever with a*a*a*a*a*b.
    """
    first, *parts = _parts(pattern)
    found = first + b"".join(b"(?>.*?%b)" % part for part in parts[:-1])
    return re.compile(found + b"".join(b".*%b" % part for part in parts[-1:]), re.S).fullmatch


def _parts(pattern):
    """What stands before, between and after the stars, as regular expressions."""
    parts = [b""]
    for match in PIECE.finditer(pattern):
        if match[4]:
            parts.append(b"")
        else:
            parts[-1] += _piece(*match.groups())
    return parts


def _piece(escaped, negated, members, star, one, plain):
    if members is not None:
        found = b"".join(_member(*match.groups()) for match in MEMBER.finditer(members))
        if not found:
            return b"." if negated else b"(?!)"
        return b"[%b%b]" % (negated, found)
    return b"." if one else re.escape(plain or escaped)


def _member(first, last, single):
    if single is not None:
        return re.escape(single)
    first, last = sorted((first, last))
    return re.escape(first) + b"-" + re.escape(last)
