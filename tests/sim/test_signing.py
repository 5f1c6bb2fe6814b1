"""What is signed here is what PyJWT and cryptography sign, and no text is two signatures."""

import json

import jwt
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from systemdesign.sim.signing import PRIVATE, PUBLIC, b64, hmac_sha256, rsa_ok, rsa_sign, token, unb64, unsigned

SECRET = "a secret of more than thirty-two bytes"
MESSAGES = [b"", b"abc", "text, and ünïcode", bytes(range(256)) * 5]


def data(message):
    return message.encode() if isinstance(message, str) else message


def rsa_key(jwk):
    return jwt.algorithms.RSAAlgorithm.from_jwk(jwk)


@pytest.mark.parametrize("data", [b"", b"f", b"fo", b"foo", b"\xff\xfe\xfd\xfc", bytes(range(256))])
def test_base64_goes_to_and_fro_without_padding(data):
    assert unb64(b64(data)) == data
    assert "=" not in b64(data)


def test_base64_is_what_pyjwt_writes():
    assert b64(bytes(range(256))) == jwt.utils.base64url_encode(bytes(range(256))).decode()


@pytest.mark.parametrize("text", ["Zg==", "Zm8=", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "Zm9vé", "Zm9v.Zm9v"])
def test_other_letters_are_no_base64(text):
    with pytest.raises(ValueError, match="letters, digits"):
        unb64(text)


@pytest.mark.parametrize("text", ["Z", "Zm9vY", "Zh", "Zm9"])
def test_bits_left_over_are_no_base64(text):
    with pytest.raises(ValueError, match=r"bits|characters"):
        unb64(text)


def test_hs256_is_pyjwts():
    claims = {"sub": "ann", "exp": 4e9, "aud": "api"}
    ours = token(claims, SECRET, alg="HS256", kid="k")
    assert jwt.decode(ours, SECRET, ["HS256"], audience="api") == claims
    theirs = jwt.encode(claims, SECRET, "HS256")
    message, _, signature = theirs.rpartition(".")
    assert hmac_sha256(SECRET, message) == hmac_sha256(SECRET.encode(), message.encode()) == unb64(signature)


def test_rs256_is_pyjwts():
    claims = {"sub": "ann", "exp": 4e9}
    ours = token(claims, PRIVATE, rsa_sign, alg="RS256")
    with pytest.warns(jwt.warnings.InsecureKeyLengthWarning):
        assert jwt.decode(ours, rsa_key(PUBLIC), ["RS256"]) == claims


@pytest.mark.parametrize("message", MESSAGES)
def test_rs256_signs_as_cryptography_does(message):
    assert rsa_sign(PRIVATE, message) == rsa_key(PRIVATE).sign(data(message), PKCS1v15(), hashes.SHA256())
    assert rsa_ok(PUBLIC, message, rsa_sign(PRIVATE, message))


def test_the_public_key_cannot_sign():
    with pytest.raises(KeyError):
        rsa_sign(PUBLIC, b"abc")


@pytest.mark.parametrize("bit", [0, 1, 7, 500, 1000, 1023])
def test_a_changed_bit_is_refused_as_cryptography_refuses_it(bit):
    number = int.from_bytes(rsa_sign(PRIVATE, b"abc"), "big") ^ 1 << bit
    changed = number.to_bytes(128, "big")
    assert not rsa_ok(PUBLIC, b"abc", changed)
    with pytest.raises(InvalidSignature):
        rsa_key(PUBLIC).verify(changed, b"abc", PKCS1v15(), hashes.SHA256())


def test_a_signature_has_one_length_and_one_value():
    signature = rsa_sign(PRIVATE, b"abc")
    n = int.from_bytes(unb64(json.loads(PUBLIC)["n"]), "big")
    assert not rsa_ok(PUBLIC, b"abc", b"")
    assert not rsa_ok(PUBLIC, b"abc", b"\0" + signature)
    assert not rsa_ok(PUBLIC, b"abc", signature + b"\0")
    assert not rsa_ok(PUBLIC, b"abd", signature)
    small = next(n for n in range(99) if rsa_sign(PRIVATE, bytes(n))[0] < 0x40)
    again = int.from_bytes(rsa_sign(PRIVATE, bytes(small)), "big") + n
    assert not rsa_ok(PUBLIC, bytes(small), again.to_bytes(128, "big"))


def test_a_header_says_what_it_likes():
    forged = token({"sub": "root"}, PUBLIC, hmac_sha256, alg="HS256", kid="k1")
    bare = token({"sub": "root"}, None, unsigned, alg="nOnE")
    assert jwt.get_unverified_header(forged) == {"alg": "HS256", "kid": "k1"}
    assert jwt.get_unverified_header(bare) == {"alg": "nOnE"}
    assert unb64(forged.split(".")[2]) == hmac_sha256(PUBLIC, forged.rpartition(".")[0])
    assert bare.endswith(".")
