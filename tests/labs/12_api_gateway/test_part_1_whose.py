"""Lab 12, part 1: lists with more in them, claims that mean nothing here, and a long leeway."""

import pytest

from .tokens import made, passes, refused, said


@pytest.mark.rule(6)
@pytest.mark.parametrize(
    "aud", [[None, "shop"], [["x"], "shop"], [{}, "shop", 7], ["shop", True], ["shop"] * 3], ids=repr
)
def test_what_else_stands_in_a_list_does_no_harm(lab, aud):
    passes(said(lab, made(aud=aud))[0], f"`aud` is {aud!r}", "`aud` may be a list in which the audience stands.")


@pytest.mark.rule(1, 3, 5)
@pytest.mark.parametrize("claim", ["crit", "alg", "KID", "iat", "iss", "jti", "typ"])
def test_other_claims_say_nothing(lab, claim):
    for value in (["exp"], "none", 1e9, None):
        found = said(lab, made(**{claim: value}))[0]
        passes(
            found, f"A payload has the claim {claim!r}: {value!r}", "Of a token that rules 2 to 6 allow, it is `sub`."
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("leeway", [600, 90.5])
def test_a_leeway_may_be_long(lab, leeway):
    old, new = made(exp=60), made(exp=10**6, nbf=1000)
    for token, time, good in (
        (old, 59.5 + leeway, True),
        (old, 60 + leeway, False),
        (new, 1000 - leeway, True),
        (new, 999.5 - leeway, False),
    ):
        found = said(lab, token, leeway=leeway, time=time)[0]
        what = (
            f"A token is for {'0 to 60' if token is old else '1,000 to 1,000,000'} s, the leeway {leeway}, it is {time}"
        )
        passes(found, what, "The whole leeway counts.") if good else refused(found, what, "No more than that counts.")
