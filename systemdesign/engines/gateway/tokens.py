"""Keys and JSON Web Tokens, sound and forged, by PyJWT and by hand where it refuses to."""

import hmac
import json
import time

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUDIENCE = "shop"
LIFE = 600  # s


def new_key():
    """A private RSA key."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def public_pem(key):
    """Its public half, as text in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def public_jwk(key):
    """Its public half, as the text of a JSON Web Key."""
    return jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())


def claims(subject="ann", left=LIFE, audience=AUDIENCE):
    """What a token says; with `left` None not until when."""
    said = {"sub": subject, "aud": audience}
    return said if left is None else {**said, "exp": int(time.time()) + left}


def token(key, **said):
    """A token that this key has signed; the keywords are those of `claims`."""
    return jwt.encode(claims(**said), key, "RS256")


def part(content):
    """A part of a token, from data or from bytes."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return jwt.utils.base64url_encode(raw).decode()


def unsigned(algorithm, said):
    """A token that asks not to be checked."""
    return f"{part({'alg': algorithm, 'typ': 'JWT'})}.{part(said)}."


def signed_with_text(text, said):
    """A token by HS256, whose secret is the text of a key that anybody may have."""
    message = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(said)}"
    return f"{message}.{part(hmac.digest(text.encode(), message.encode(), 'sha256'))}"


def payload_changed(sound, said):
    """A sound token, about which its signature says nothing any more."""
    head, _, signature = sound.split(".")
    return f"{head}.{part(said)}.{signature}"


def forgeries(key, subject):
    """{name: (token, the key that its judge has)}: one that is sound, and those of a forger who would be `subject`."""
    pem, jwk, sound, wish = public_pem(key), public_jwk(key), token(key), claims(subject)
    tokens = {"sound": sound, "expired": token(key, left=-5), "without an expiry": token(key, left=None),
              "another audience": token(key, audience="blog"), "payload changed": payload_changed(sound, wish),
              "alg none": unsigned("none", wish), "alg nOnE": unsigned("nOnE", wish),
              "public key as secret": signed_with_text(pem, wish)}
    return {**{name: (forged, pem) for name, forged in tokens.items()},
            "public JWK as secret": (signed_with_text(jwk, wish), jwk), "rubbish": ("not.a.token", pem)}
