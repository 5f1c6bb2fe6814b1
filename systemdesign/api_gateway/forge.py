"""Tokens that nobody was given, and four ways to look at one, of which the first three believe too much."""

import json
from functools import cache

from systemdesign.sim.signing import PRIVATE, PUBLIC, hmac_sha256, rsa_ok, rsa_sign, token, unb64, unsigned

NOW, AUDIENCE = 1_800_000_000.0, "orders"
SOUND, EDITED, EXPIRED, FOREIGN, NONE, CONFUSED = TOKENS = ["sound", "edited", "expired", "foreign", "none", "HS256"]
DECODES, HEADER, ONE, CLAIMS = VERIFIERS = ["decodes", "header", "RS256", "claims"]


@cache
def made(kind, subject="ann"):
    """The token of that kind. The thief has a token of his own, and the public key, as everybody has."""
    honest = {"sub": subject, "aud": AUDIENCE, "exp": NOW + 900}
    stolen = {**honest, "sub": "root"}
    claims, key, sign, name = {
        SOUND: (honest, PRIVATE, rsa_sign, "RS256"),
        EDITED: (honest, PRIVATE, rsa_sign, "RS256"),
        EXPIRED: ({**honest, "exp": NOW - 1}, PRIVATE, rsa_sign, "RS256"),
        FOREIGN: ({**honest, "aud": "news"}, PRIVATE, rsa_sign, "RS256"),
        NONE: (stolen, "", unsigned, "none"),
        CONFUSED: (stolen, PUBLIC, hmac_sha256, "HS256"),
    }[kind]
    text = token(claims, key, sign, alg=name)
    return swapped(text, token(stolen, "", unsigned, alg=name)) if kind == EDITED else text


def swapped(text, other):
    """The first token with the other one's payload."""
    header, _, signature = text.split(".")
    return f"{header}.{other.split('.')[1]}.{signature}"


def decoded(text):
    """Header and claims, as they are written."""
    return [json.loads(unb64(part)) for part in text.split(".")[:2]]


def decodes(text):
    """Whoever can be decoded is let in."""
    return bool(decoded(text))


def believes_the_header(text):
    """The token says how it is to be checked."""
    message, _, signature = text.rpartition(".")
    checks = {"none": lambda: not signature,
              "HS256": lambda: hmac_sha256(PUBLIC, message) == unb64(signature),
              "RS256": lambda: rsa_ok(PUBLIC, message, unb64(signature))}
    return checks[decoded(text)[0]["alg"]]()


def one_algorithm(text):
    """The signature is RS256's, whatever the header says."""
    message, _, signature = text.rpartition(".")
    return rsa_ok(PUBLIC, message, unb64(signature))


def and_the_claims(text):
    """Signed, and for this service, and now."""
    return one_algorithm(text) and (claims := decoded(text)[1])["aud"] == AUDIENCE and claims["exp"] > NOW


LOOKS = dict(zip(VERIFIERS, (decodes, believes_the_header, one_algorithm, and_the_claims)))


def accepted(verifier, subject="ann"):
    """The kinds of token that this verifier lets in, in order."""
    return [kind for kind in TOKENS if LOOKS[verifier](made(kind, subject))]
