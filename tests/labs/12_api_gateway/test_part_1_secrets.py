"""Lab 12, part 1: keys of any kind, and those that a token brings."""

import json
from itertools import count

import pytest

from systemdesign.sim.signing import PRIVATE, PUBLIC, b64, rsa_sign, unb64

from .tokens import CLAIMS, made, passes, refused, said, signed

SECRETS = ["", " spaced ", "c2VjcmV0", "0a1b2c3d", "клю́ч", "a\nb", PUBLIC, "s" * 200]


@pytest.mark.rule(4)
@pytest.mark.parametrize("secret", SECRETS, ids=lambda secret: ascii(secret[:9]))
def test_any_text_is_a_secret(lab, secret):
    keys, header = {"k": ("HS256", secret)}, {"alg": "HS256", "kid": "k"}
    found = said(lab, signed(CLAIMS, header, secret), signed(CLAIMS, header, f"{secret} "), keys=keys)
    passes(found[0], f"The secret is {secret!a}, and a token is signed with it", "Any key will do, as it is.")
    refused(found[1], f"The secret is {secret!a}, and a token is signed with another", "It is made with that key.")


@pytest.mark.rule(3)
def test_a_public_key_that_the_token_brings_is_not_believed(lab):
    """With the exponent 1 anybody can sign."""
    public = json.loads(PUBLIC)
    theirs = {**public, "e": b64(b"\1")}
    for brought in (theirs, json.dumps(theirs), [theirs], {"keys": [theirs]}):
        header = {"alg": "RS256", "kid": "k1", "jwk": brought, "jwks": brought, "key": brought}
        forged = signed({**CLAIMS, "sub": "root"}, header, json.dumps({**theirs, "d": b64(b"\1")}), rsa_sign)
        honest = signed(CLAIMS, header, PRIVATE, rsa_sign)
        found = said(lab, forged, honest)
        refused(
            found[0], "The header of a token brings the public key for it", "Whatever else it says is not believed."
        )
        passes(found[1], "The header of an honest token brings another key", "What it says does no harm.")


def signature(token):
    return unb64(token.rpartition(".")[2])


@pytest.mark.rule(4)
def test_a_signature_has_all_its_bytes(lab):
    """Of 256 signatures one begins with a zero byte; the claim `x` is counted on until there is one."""
    token = next(filter(lambda token: signature(token)[0] == 0, (made("k1", x=x) for x in count(65))))
    message, whole = token.rpartition(".")[0], signature(token)
    found = said(lab, token, f"{message}.{b64(whole[1:])}", f"{message}.{b64(whole.hex().encode())}")
    passes(found[0], "A signature begins with a zero byte", "It is right, as `rsa_ok` says.")
    refused(found[1], "A signature was without its first byte, a zero", "The signature is right in each byte.")
    refused(found[2], "A signature was written as hexadecimal digits", "The signature is right in each byte.")
