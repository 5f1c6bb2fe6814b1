"""Lab 12, part 1: what a token is, and what becomes of anything else."""

import json

import pytest

from .tokens import CLAIMS, KEYS, made, passes, refused, said, seal, signed, text, trials

SUBJECTS = ["ann", "", "0", "false", "Ann", " ann ", "ann@example.org", "Анна", "a.b.c", "null"]
TEXTS = ["", ".", "..", "...", "root", "a.b", "a.b.c", "a.b.c.d", "Bearer x", " ", "\n", "é.é.é", "e30.e30."]
TEXTS += ["\ud800.a.b", "\0.\0.\0"]
NO_TEXTS = [None, 0, 1.5, True, [], ["a", "b", "c"], (), ("a", "b", "c"), {}, {"a": 1}]
HEADER = {"alg": "HS256", "kid": "k2"}


@pytest.mark.rule(1, 3, 4, 6)
@pytest.mark.parametrize("kid", KEYS)
def test_an_honest_token_says_who_calls(lab, kid):
    found = said(lab, *(made(kid, sub=sub) for sub in SUBJECTS for _ in range(2)))
    for sub, (first, again) in zip(SUBJECTS, zip(found[::2], found[1::2], strict=True), strict=True):
        passes(first, f"An honest token under the key {kid!r}", "It returns the claim `sub`.", sub)
        passes(again, "The same token a second time", "It returns `sub` as often as it is asked.", sub)


@pytest.mark.rule(1)
@pytest.mark.parametrize("token", TEXTS, ids=ascii)
def test_whatever_text_comes_it_is_refused_in_one_way(lab, token):
    refused(said(lab, token)[0], f"The token was {token!a}", "Anything else is refused, whatever text it is.")


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("token", NO_TEXTS, ids=repr)
def test_what_is_no_text_is_refused_in_the_same_way(lab, token):
    refused(said(lab, token)[0], f"The token was {token!r}", "A token is a text; anything else is refused.")


@pytest.mark.rule(1, 2)
def test_bytes_are_no_text(lab):
    found = trials(lab, [[KEYS, "shop", None]], [[0, 7.0, made(), True]])
    refused(found[0], "An honest token came as bytes", "A token is a text; anything else is refused.")


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("part", ["header", "payload"])
@pytest.mark.parametrize(
    ("name", "bad"),
    {
        "lists in lists, 100,000 deep": b"[" * 100_000,
        "objects in objects, 100,000 deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "a number of 5,000 digits": b'{"exp": ' + b"9" * 5_000 + b"}",
        "bytes that are no text": b'{"sub": "\xff\xfe"}',
        "half a text": b'{"sub": "an',
        "nothing": b"",
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_json_breaks_it(lab, part, name, bad):
    token = signed(CLAIMS, bad) if part == "header" else signed(bad, HEADER)
    refused(said(lab, token)[0], f"The {part} was {name}", "It raises Unauthorized for anything else.")


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "extra", ["a part in between", "a fourth part", "a fourth part, empty", "an empty part in front", "no signature"]
)
def test_a_token_has_three_parts(lab, extra):
    token = made()
    message, _, signature = token.rpartition(".")
    bad = {
        "a part in between": f"{message}.{message.split('.')[1]}.{signature}",
        "a fourth part": f"{token}.{token.split('.')[1]}",
        "a fourth part, empty": f"{token}.",
        "an empty part in front": f".{token}",
        "no signature": message,
    }[extra]
    refused(said(lab, bad)[0], f"An honest token with {extra}", "A token has three parts with dots between them.")


@pytest.mark.rule(2)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("how", ["padding", "a line's end", "a space", "standard letters", "bits left over"])
def test_each_part_is_as_b64_writes_it(lab, place, how):
    """Signed over what stands there, so that nothing else is wrong with it."""
    for number in range(64):
        parts = made(n=">>>???~~~" * 2, x="x" * number, changed={"x": ">>>???~~~" * 2 + "x" * number}).split(".")
        bad = spoilt(parts[place], how)
        if bad != parts[place]:
            break
    parts[place] = bad
    token = seal(".".join(parts[:2])) if place < 2 else ".".join(parts)
    refused(said(lab, token)[0], f"Part {place + 1} of a token has {how}", "Each part is as `b64` writes it: `unb64`.")


@pytest.mark.rule(2)
@pytest.mark.parametrize("bad", [[], ["exp", "aud", "sub"], "exp aud sub kid alg", 7, None, True], ids=repr)
@pytest.mark.parametrize("part", ["header", "payload"])
def test_header_and_payload_are_objects(lab, bad, part):
    token = signed(CLAIMS, bad) if part == "header" else signed(bad, HEADER)
    refused(said(lab, token)[0], f"The {part} was {json.dumps(bad)}", f"The {part} is a JSON object.")


@pytest.mark.rule(2, 4)
def test_json_may_be_written_in_any_way(lab):
    header = b'{ "kid":"k2",\n\t"alg" :  "H\\u0053256" }'
    for payload in (
        b' {"exp":60,"aud":"shop","sub":"\\u0061nn"} ',
        text(CLAIMS).replace(b" ", b""),
        json.dumps(dict(reversed(CLAIMS.items())), indent=4).encode(),
        '{"x":"ü",'.encode() + text(CLAIMS)[1:],
    ):
        passes(
            said(lab, signed(payload, header))[0],
            f"An honest token with the payload {payload}",
            "The signature is over the parts as they came, not as you would write them.",
        )


def spoilt(part, how):
    last = {"A": "B", "Q": "R", "g": "h", "w": "x", "E": "F", "I": "J", "M": "N", "U": "V", "Y": "Z"}.get(part[-1])
    return {
        "padding": part + "=" * (-len(part) % 4),
        "a line's end": part + "\n",
        "a space": f"{part[:4]} {part[4:]}",
        "standard letters": part.replace("-", "+").replace("_", "/"),
        "bits left over": part[:-1] + last if last and len(part) % 4 else part,
    }[how]
