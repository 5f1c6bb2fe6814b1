"""Lab 12, part 1: which key is asked, in which way, and what it has signed."""

import json

import pytest

from systemdesign.sim.signing import PRIVATE, PUBLIC, b64, rsa_sign, unb64, unsigned

from .tokens import CLAIMS, GONE, KEYS, OTHER, SECRET, made, passes, refused, said, seal, signed, text

HEADER = {"alg": "HS256", "kid": "k2"}
OVER = "The signature is made with that key and that algorithm, over the first two parts and the dot."


@pytest.mark.rule(4)
@pytest.mark.parametrize("kid", ["k1", "k2"])
@pytest.mark.parametrize("place", [0, 1])
def test_what_was_changed_is_not_signed(lab, kid, place):
    parts = made(kid).split(".")
    parts[place] = b64(
        [b'{"typ": "x", ' + text({"alg": KEYS[kid][0], "kid": kid})[1:], text({**CLAIMS, "sub": "root"})][place]
    )
    what = f"The {['header', 'payload'][place]} of a token was changed, its signature was not"
    refused(said(lab, ".".join(parts))[0], what, OVER)


@pytest.mark.rule(4)
@pytest.mark.parametrize("kid", ["k1", "k2"])
def test_a_signature_is_right_in_each_bit(lab, kid):
    token = made(kid)
    message, _, signature = token.rpartition(".")
    whole = unb64(signature)
    places = [0, 1, 7, len(whole) // 2, len(whole) - 2, len(whole) - 1]
    bad = [whole[:n] + bytes([whole[n] ^ bit]) + whole[n + 1 :] for n in places for bit in (1, 128)]
    bad += [whole[:n] for n in (0, 1, 8, len(whole) - 1)] + [whole + b"\0", b"\0" + whole, whole * 2, whole[::-1]]
    bad.append(whole.hex().encode())
    for signature, found in zip(bad, said(lab, *(f"{message}.{b64(one)}" for one in bad)), strict=True):
        refused(
            found,
            f"Of a signature of {len(whole)} bytes some were changed, cut off or added, which made "
            f"{len(signature)} bytes of it",
            OVER,
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "kid",
    ["k9", "K2", "k2 ", "k", GONE, None, 0, 2, True, [], ["k2"], {"k2": 1}],
    ids=lambda kid: "left out" if kid is GONE else repr(kid),
)
def test_the_kid_is_that_of_a_key(lab, kid):
    what = "A token without a `kid`" if kid is GONE else f"A token with the `kid` {kid!r}"
    for key in (SECRET, OTHER, ""):
        refused(
            said(lab, signed(CLAIMS, {"alg": "HS256", "kid": kid}, key))[0],
            what,
            "The header's `kid` is the id of one of `keys`.",
        )
    keys = {"k2": KEYS["k2"]}
    refused(
        said(lab, signed(CLAIMS, {"alg": "HS256", "kid": kid}), keys=keys)[0],
        f"{what}, and there is one key",
        "The header's `kid` is the id of one of `keys`, even where there is only one.",
    )
    if kid is not GONE and not isinstance(kid, str):
        keys = {str(kid): KEYS["k2"], json.dumps(kid): KEYS["k2"]}
        found = said(lab, signed(CLAIMS, {"alg": "HS256", "kid": kid}), keys=keys)[0]
        refused(found, f"{what}, and there is a key of the id {str(kid)!r}", "An id is a text.")
    else:
        found = said(lab, made(), signed(CLAIMS, {"alg": "HS256", "kid": kid}))[1]
        refused(found, f"{what}, after an honest one", "The header's `kid` is the id of one of `keys`.")


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "alg",
    ["none", "None", "NONE", "nOnE", "", None, GONE, 0, [], "HS256", "RS256"],
    ids=lambda alg: "left out" if alg is GONE else repr(alg),
)
@pytest.mark.parametrize("kid", ["k1", "k2"])
def test_a_token_without_a_signature_is_refused(lab, alg, kid):
    token = signed({**CLAIMS, "sub": "root"}, {"alg": alg, "kid": kid}, "", unsigned)
    what = f"A token says {'no `alg`' if alg is GONE else f'the `alg` {alg!r}'}, and has no signature"
    refused(said(lab, token)[0], what, "Its `alg` is the algorithm of that key, of which there is no `none`.")


@pytest.mark.rule(3)
@pytest.mark.parametrize("key", [PUBLIC, PUBLIC + "\n", json.loads(PUBLIC)["n"], ""], ids=["jwk", "line", "n", "empty"])
@pytest.mark.parametrize("alg", ["HS256", "hs256", "RS256"])
def test_the_public_key_is_no_secret(lab, key, alg):
    token = signed({**CLAIMS, "sub": "root"}, {"alg": alg, "kid": "k1"}, key)
    refused(
        said(lab, token)[0],
        f"A token with `alg` {alg} was signed by an HMAC with the public key for a secret",
        "A key is for one algorithm, and the token's `alg` is the algorithm of that key.",
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "alg",
    ["RS256", "hs256", "HS256 ", "HS512", "HS", "256", "", None, GONE, ["HS256"], 256],
    ids=lambda alg: "left out" if alg is GONE else repr(alg),
)
def test_the_alg_is_that_of_the_key(lab, alg):
    what = "no `alg`" if alg is GONE else f"the `alg` {alg!r}"
    refused(
        said(lab, signed(CLAIMS, {"alg": alg, "kid": "k2"}))[0],
        f"A token under an HS256 key says {what}",
        "Its `alg` is the algorithm of that key, letter by letter.",
    )
    token = signed(CLAIMS, {"alg": alg if alg != "RS256" else "HS256", "kid": "k1"}, PRIVATE, rsa_sign)
    refused(
        said(lab, token)[0],
        f"A token that an RS256 key has signed says {what}",
        "Its `alg` is the algorithm of that key.",
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("crit", [["exp"], ["b64"], [], None, False, "", {}], ids=repr)
def test_what_is_critical_is_refused(lab, crit):
    for kid in ("k1", "k2"):
        refused(
            said(lab, made(kid, {"crit": crit, "exp": 60}))[0],
            f"A header has the `crit` {crit!r}",
            "A header with `crit` asks for more than we know, and is refused.",
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "name", ["jwk", "jku", "x5c", "key", "k", "typ", "cty", "aud", "exp", "sub", "nbf", "zip", "b64", "Crit"]
)
def test_what_else_the_header_says_is_not_believed(lab, name):
    for value in ({"kty": "oct", "k": b64(b"mine")}, "mine", ["mine"], 0, None, False):
        passes(
            said(lab, made(changed={name: value}))[0],
            f"The header of an honest token has {name!r}: {value!r}",
            "Whatever else it says is not believed, and does no harm.",
        )
        forged = signed({**CLAIMS, "sub": "root"}, {**HEADER, name: value}, "mine")
        refused(
            said(lab, forged)[0],
            f"The header brings its own key, {name!r}: {value!r}",
            "Whatever else it says is not believed.",
        )


@pytest.mark.rule(4)
def test_letters_of_a_signature_have_a_case(lab):
    message, _, signature = made().rpartition(".")
    letters = [n for n in range(40) if signature[n].isalpha()]
    bad = [signature[:n] + signature[n].swapcase() + signature[n + 1 :] for n in letters]
    for found in said(lab, *(f"{message}.{one}" for one in (*bad, signature.lower(), signature.upper()))):
        refused(found, "A letter of a signature was made large or small", OVER)


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize(("kid", "key"), [("k2", OTHER), ("k3", SECRET), ("k2", "k2"), ("k2", ""), ("", SECRET)])
def test_the_key_is_the_one_that_the_kid_names(lab, kid, key):
    found = said(lab, signed(CLAIMS, {"alg": "HS256", "kid": kid}, key))[0]
    refused(found, f"A token says the `kid` {kid!r}, and has the signature of another key", OVER)


@pytest.mark.rule(4)
@pytest.mark.parametrize("join", ["", "..", ":", ". "])
def test_the_dot_is_signed_too(lab, join):
    head, payload = b64(text(HEADER)), b64(text(CLAIMS))
    signature = seal(f"{head}{join}{payload}").rpartition(".")[2]
    refused(said(lab, f"{head}.{payload}.{signature}")[0], f"What was signed had {join!r} for the dot", OVER)


@pytest.mark.rule(4)
@pytest.mark.parametrize("kid", ["k1", "k2"])
def test_a_signature_is_for_one_token(lab, kid):
    ann, bob = (made(kid, sub=sub) for sub in ("ann", "bob"))
    mixed = f"{ann.rpartition('.')[0]}.{bob.rpartition('.')[2]}"
    found = said(lab, ann, bob, mixed, ann)
    passes(found[3], "An honest token, after a forged one", "It returns the claim `sub` as often as it is asked.")
    refused(found[2], "A token had the signature of another one, which had been seen before", OVER)
