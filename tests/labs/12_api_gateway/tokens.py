"""Tokens, honest and forged, and what a verifier of the student's says to them."""

import json
from pathlib import Path

from systemdesign.sim.signing import PRIVATE, PUBLIC, b64, hmac_sha256, rsa_sign

BESIDE = Path(__file__).parent / "beside.py"
SECRET, OTHER = "a secret that nobody has", "another secret of ours"
KEYS = {"k1": ("RS256", PUBLIC), "k2": ("HS256", SECRET), "k3": ("HS256", OTHER), "": ("HS256", "a nameless key")}
AUDIENCE, TIME = "shop", 7.25
CLAIMS = {"sub": "ann", "aud": AUDIENCE, "exp": 60}
NO = ["raised", "Unauthorized"]
GONE = object()
"""In place of a claim or a header: it is left out."""


def text(value):
    """A JSON text as bytes. Bytes stay as they are: they are what stands there instead of JSON."""
    if isinstance(value, dict):
        value = {name: item for name, item in value.items() if item is not GONE}
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def signed(claims, header, key=SECRET, sign=hmac_sha256):
    """A token of these two, in whatever shape they are."""
    return seal(f"{b64(text(header))}.{b64(text(claims))}", key, sign)


def seal(message, key=SECRET, sign=hmac_sha256):
    """Two parts, and the signature over them."""
    return f"{message}.{b64(sign(key, message))}"


def made(kid="k2", changed=(), **claims):
    """An honest token under one of the keys, with these claims of its own; `changed` is what its header has besides."""
    alg, key = KEYS[kid]
    sign, key = (rsa_sign, PRIVATE) if alg == "RS256" else (hmac_sha256, key)
    return signed({**CLAIMS, **claims}, {"alg": alg, "kid": kid, **dict(changed)}, key, sign)


def said(lab, *tokens, keys=KEYS, audience=AUDIENCE, leeway=None, time=TIME):
    """What one verifier says to these tokens, one after the other, at one time."""
    return trials(lab, [[keys, audience, leeway]], [[0, time, token] for token in tokens])


def trials(lab, setups, several):
    """What verifiers say in trials [which, time, token], or [which, time, token, as bytes]."""
    return lab.beside(BESIDE).verdicts(setups, [[*trial, False][:4] for trial in several])


def refused(found, what, rule):
    """Fails unless a token was refused, with Unauthorized and nothing else."""
    how, value = found
    assert how == "raised", f"{what}: `verify` returned {value!r}. {rule}"
    assert value == "Unauthorized", (
        f"{what}: `verify` raised a {value}. It raises `Unauthorized`, and never another exception. {rule}"
    )


def passes(found, what, rule, sub="ann"):
    """Fails unless a token was good, and its subject returned."""
    assert found != NO, f"{what}: `verify` raised Unauthorized, and this token is good. {rule}"
    assert found == ["returned", sub], f"{what}: `verify` {found[0]} {found[1]!r}, and `sub` is {sub!r}. {rule}"
