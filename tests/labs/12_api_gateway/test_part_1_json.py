"""Lab 12, part 1: what is JSON in UTF-8, and how long or foreign it may be."""

import json

import pytest

from .tokens import CLAIMS, made, passes, refused, said, signed, text

HEADER = {"alg": "HS256", "kid": "k2"}
FOREIGN = ["Анна", "é", "e\u0301", "日本", "ﬁ", "\u00a0ann", "\x7f", "a\u2028b"]


def spoilt(good):
    """Bytes that are JSON of these members in UTF-8, but for one thing."""
    rest = text(good)[1:]
    return {
        "a byte that no UTF-8 has": b'{"x": "\xff", ' + rest,
        "a letter in Latin-1": b'{"x": "caf\xe9", ' + rest,
        "half a pair, as bytes": b'{"x": "\xed\xa0\x80", ' + rest,
        "UTF-16": text(good).decode().encode("utf-16-le"),
        "UTF-16, marked as such": text(good).decode().encode("utf-16"),
        "UTF-32": text(good).decode().encode("utf-32-be"),
        "a line's end within a text": b'{"x": "a\nb", ' + rest,
        "single quotation marks": repr(good).encode(),
        "a comma too many": text(good)[:-1] + b",}",
        "another object behind it": text(good) + b" {}",
        "a list of pairs": json.dumps(list(good.items())).encode(),
    }


@pytest.mark.rule(2)
@pytest.mark.parametrize("what", spoilt({}))
@pytest.mark.parametrize("part", ["header", "payload"])
def test_nothing_is_read_but_objects_in_utf_8(lab, part, what):
    """Each holds all that is asked of it, and is signed."""
    token = signed(CLAIMS, spoilt(HEADER)[what]) if part == "header" else signed(spoilt(CLAIMS)[what], HEADER)
    refused(
        said(lab, token)[0],
        f"The {part} is right but for one thing, {what}",
        "Header and payload are JSON objects in UTF-8.",
    )


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("sub", FOREIGN, ids=ascii)
def test_a_subject_in_utf_8_is_returned_as_it_is(lab, sub):
    plain = json.dumps({**CLAIMS, "sub": sub}, ensure_ascii=False).encode()
    for token in (signed(plain, HEADER), made(sub=sub)):
        passes(said(lab, token)[0], f"The `sub` is {sub!a}, in UTF-8", "It returns the claim `sub`, as it is.", sub)


@pytest.mark.rule(1)
@pytest.mark.parametrize("letters", [2_000, 60_000])
def test_a_token_may_be_long(lab, letters):
    found = said(lab, made("k1", x="x" * letters))[0]
    passes(found, f"An honest token with {letters:,} letters more", "No rule says how long a token may be.")
