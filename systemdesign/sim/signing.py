"""Signed tokens, small enough to read, with a key that everybody knows: *not for use*."""

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

MODULUS = int(
    "b3c5c5cc9ee667b56d5e5099bb682cbb5da2fc42319efd3dfffcf77710dace851e9743feba4cee4e4d1f99b38c8799ed"
    "6b31b18fc8d0a9f7dcf6fe3311fe4cda8ca10ca1ceb2526b5e4ae65c6695135bb10903e29196d24a3bd34d7b848d2452"
    "fbbb080c001d9ddecd5f8030af29ea8cc59080d6b4d83a0c6cca1311a472c4d9",
    16,
)
SECRET = int(
    "3ace511bd446ce59fcc2c35ee67cf754fb165baa538d0c8e01750086444f2f0b40ac7ea38ed1a78a9993e2b5671cdc6f"
    "5b874fec16e69b12e7872c340c88c11e984fc2336b3215c3fd273e00df5cbad82b3f099f84b05b9260444d63bd447c8d"
    "1fce30e361368ca838718e441eb605466513801f203aef1ffa7968660eb74061",
    16,
)
DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # says "SHA-256" in ASN.1: RFC 8017, 9.2


def b64(data):
    """Bytes as base64url text without padding: RFC 7515, section 2."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    """The bytes that `b64` made this text of. Raises ValueError for every text that it makes of none."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*", text):
        raise ValueError("base64url is made of letters, digits, - and _")
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if b64(data) != text:
        raise ValueError("this text ends in bits that belong to no byte")
    return data


def _jwk(**numbers):
    return json.dumps(
        {"kty": "RSA"}
        | {name: b64(number.to_bytes((number.bit_length() + 7) // 8, "big")) for name, number in numbers.items()}
    )


PUBLIC = _jwk(n=MODULUS, e=65537)
"""The key that checks, as the text of a JSON Web Key: RFC 7517."""
PRIVATE = _jwk(n=MODULUS, e=65537, d=SECRET)
"""The key that signs: 1024 bits, in a public repository."""


def _bytes(text):
    return text.encode() if isinstance(text, str) else text


def hmac_sha256(key, message):
    """The 32 bytes of HS256. Key and message are bytes or text, and any key will do."""
    return hmac.digest(_bytes(key), _bytes(message), hashlib.sha256)


def _rsa(key, power):
    jwk = json.loads(key)
    return (int.from_bytes(unb64(jwk[name]), "big") for name in ("n", power))


def _padded(message, length):
    digest = DIGEST_INFO + hashlib.sha256(_bytes(message)).digest()
    return b"\x00\x01" + b"\xff" * (length - len(digest) - 3) + b"\x00" + digest


def rsa_sign(key, message):
    """The 128 bytes of RS256 for a message, bytes or text: RSASSA-PKCS1-v1_5, RFC 8017, section 8.2."""
    n, d = _rsa(key, "d")
    length = (n.bit_length() + 7) // 8
    return pow(int.from_bytes(_padded(message, length), "big"), d, n).to_bytes(length, "big")


def rsa_ok(key, message, signature):
    """Whether these bytes are RS256's signature under a key, the text of a JWK, public or private.

    The padding is made again and compared as a whole. Whoever parses it instead may be shown rubbish after a short
    digest, and forgeries without the key (Bleichenbacher, 2006).
    """
    n, e = _rsa(key, "e")
    length = (n.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != length or number >= n:
        return False
    return hmac.compare_digest(pow(number, e, n).to_bytes(length, "big"), _padded(message, length))


def unsigned(key, message):
    """The signature of the algorithm `none`."""
    return b""


def token(claims, key, sign=hmac_sha256, **header):
    """A JSON Web Token, RFC 7519, in three parts. The header says what you like, whatever `sign` does with the key:

    `token({"sub": "ann"}, PRIVATE, rsa_sign, alg="RS256", kid="k1")` is honest, and
    `token({"sub": "root"}, PUBLIC, hmac_sha256, alg="HS256", kid="k1")` is not.
    """
    message = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    return f"{message}.{b64(sign(key, message))}"
