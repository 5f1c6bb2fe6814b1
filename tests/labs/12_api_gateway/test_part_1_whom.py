"""Lab 12, part 1: until when, for whom and of whom a token speaks."""

from math import inf, nan
from random import Random

import pytest

from systemdesign.sim.signing import PRIVATE, rsa_sign, unb64

from .tokens import CLAIMS, GONE, KEYS, NO, OTHER, SECRET, made, passes, refused, said, signed, trials

UNTIL = "It is good while `clock() < exp + leeway`."
FROM = "It is good from `clock() >= nbf - leeway` on."
NO_TIMES = ["60", "", None, True, False, [60], {}, nan, inf, -inf, -1, -0.5, 1.1e12, 10**12 + 1, 10**400]


def named(value):
    return "left out" if value is GONE else f"1e{len(str(value)) - 1}" if value == 10**400 else repr(value)


@pytest.mark.rule(5)
@pytest.mark.parametrize("leeway", [None, 0.0, 5, 0.75])
@pytest.mark.parametrize("exp", [60, 60.5, 7, 0])
@pytest.mark.parametrize("kid", ["k1", "k2"])
def test_a_token_is_good_until_it_expires(lab, leeway, exp, kid):
    end, token = exp + (leeway or 0), made(kid, exp=exp)
    for time in (0.0, end / 2, end - 0.125):
        if 0 <= time < end:
            passes(
                said(lab, token, leeway=leeway, time=time)[0],
                f"A token has `exp` {exp}, the leeway is {leeway or 0}, and the clock says {time}",
                UNTIL,
            )
    for time in (end, end + 0.125, end + 60, 2 * end + 1e6):
        refused(
            said(lab, token, leeway=leeway, time=time)[0],
            f"A token has `exp` {exp}, the leeway is {leeway or 0}, and the clock says {time}",
            UNTIL,
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("leeway", [None, 5, 0.75])
@pytest.mark.parametrize("nbf", [40, 40.5, 3, 0])
def test_a_token_is_not_good_before_its_time(lab, leeway, nbf):
    begin, token = nbf - (leeway or 0), made(nbf=nbf)
    for time in (max(0.0, begin - 0.125), begin / 2, -1.0, begin, begin + 0.125, 59.0):
        found = said(lab, token, leeway=leeway, time=time)[0]
        what = f"A token has `nbf` {nbf}, the leeway is {leeway or 0}, and the clock says {time}"
        passes(found, what, FROM) if time >= begin else refused(found, what, FROM)


@pytest.mark.rule(5)
def test_a_token_that_was_good_expires(lab):
    token, times = made(exp=30, nbf=10), [9.0, 10.0, 29.5, 30.0, 31.0, 29.5, 9.5]
    found = trials(lab, [[KEYS, "shop", None]], [[0, time, token] for time in times])
    for time, one in zip(times, found, strict=True):
        what = f"A token for 10 to 30 s came again at each of {times}, and at {time} s"
        passes(one, what, UNTIL) if 10 <= time < 30 else refused(one, what, UNTIL if time >= 30 else FROM)


@pytest.mark.rule(5)
@pytest.mark.parametrize("claim", ["exp", "nbf"])
@pytest.mark.parametrize("bad", NO_TIMES, ids=named)
def test_a_time_is_a_number(lab, claim, bad):
    for leeway in (None, 5, 5.5):
        refused(
            said(lab, made(**{claim: bad}), leeway=leeway)[0],
            f"A token has `{claim}` {named(bad)}",
            f"`{claim}` is a number, whole or not, from 0 to 10¹², and `true` is no number.",
        )


@pytest.mark.rule(5)
def test_a_time_may_be_large_or_small(lab):
    for exp in (10**12, 1e12, 1.5e9, 7.5):
        passes(said(lab, made(exp=exp))[0], f"A token has `exp` {exp}", "It is a number from 0 to 10¹².")
    for nbf in (0, 0.0, 7.25, 7):
        passes(said(lab, made(nbf=nbf))[0], f"At 7.25 s a token has `nbf` {nbf}", FROM)


@pytest.mark.rule(5)
def test_exp_must_be_there_and_nbf_need_not(lab):
    for leeway in (None, 3.0, 1e9):
        refused(said(lab, made(exp=GONE), leeway=leeway)[0], "A token has no `exp`", "`exp` must be there.")
        refused(
            said(lab, made(exp=GONE, iat=7, nbf=7), leeway=leeway)[0],
            "A token has `nbf` and no `exp`",
            "`exp` must be there.",
        )
    passes(said(lab, made(iat="late", jti=[]))[0], "A token has no `nbf`", "Where there is an `nbf`, it counts.")


@pytest.mark.rule(6)
@pytest.mark.parametrize(
    "aud",
    [
        GONE,
        "",
        None,
        "sho",
        "shopping",
        "Shop",
        "shop ",
        "the shop",
        "*",
        True,
        4,
        [],
        ["sho"],
        ["shopping"],
        [["shop"]],
        "['shop']",
        {"shop": 1},
        [{"shop": 1}],
        ["bank", None],
    ],
    ids=named,
)
def test_a_token_for_others_is_refused(lab, aud):
    refused(
        said(lab, made(aud=aud))[0],
        f"The audience is 'shop', and the `aud` of a token is {named(aud)}",
        "`aud` must be there: the audience, or a list in which that stands.",
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("audience", ["shop", "", "bank", "a b"])
def test_a_token_for_this_audience_is_good(lab, audience):
    for aud in (audience, [audience], ["x", audience], [audience, "x"], ["x", "y", audience]):
        passes(
            said(lab, made(aud=aud), audience=audience)[0],
            f"The audience is {audience!r}, and `aud` is {aud!r}",
            "`aud` is the audience, or a list in which that stands.",
        )
    for aud in (GONE, f"{audience}x", [f"{audience}x"], None, 0, []):
        refused(
            said(lab, made(aud=aud), audience=audience)[0],
            f"The audience is {audience!r}, and `aud` is {named(aud)}",
            "`aud` must be there: the audience, or a list in which that stands.",
        )


@pytest.mark.rule(6)
@pytest.mark.parametrize("sub", [GONE, None, 0, 7, 1.5, True, [], ["ann"], {}, {"ann": 1}], ids=named)
def test_the_subject_is_a_text(lab, sub):
    refused(said(lab, made(sub=sub))[0], f"The `sub` of a token is {named(sub)}", "`sub` must be there, a text.")


@pytest.mark.rule(4, 5, 6)
@pytest.mark.parametrize("seed", range(6))
def test_many_tokens_in_any_order(lab, seed):
    """Each is honest but for one thing, or for nothing."""
    rng, several, due = Random(seed), [], []
    for _ in range(60):
        exp, nbf, time = rng.randrange(1, 60), rng.randrange(60), rng.randrange(240) / 4
        kid, aud, key = rng.choice(["k2", "k3"]), rng.choice(["shop", ["shop", "x"], "x"]), rng.choice([SECRET, OTHER])
        header = {"alg": "HS256", "kid": kid}
        several.append([0, time, signed({"sub": f"{kid}{time}", "aud": aud, "exp": exp, "nbf": nbf}, header, key)])
        good = nbf - 2 <= time < exp + 2 and "shop" in aud and key == KEYS[kid][1]
        due.append(["returned", f"{kid}{time}"] if good else ["raised", "Unauthorized"])
        several.append(
            [0, rng.random(), signed({**CLAIMS, "sub": str(time)}, {"alg": "RS256", "kid": "k1"}, PRIVATE, rsa_sign)]
        )
        due.append(["returned", str(time)])
    found = trials(lab, [[KEYS, "shop", 2]], several)
    wrong = [
        (time, token, one, right)
        for (_, time, token), one, right in zip(several, found, due, strict=True)
        if one != right
    ]
    assert not wrong, (
        f"Of 120 tokens, for 'shop' or 'x', of two keys, from `nbf` to `exp` with a leeway of 2 s, {len(wrong)} were "
        f"judged otherwise than by rules 4 to 6, as the one at {wrong[0][0]} s: {unb64(wrong[0][1].split('.')[1])}, "
        f"which `verify` {wrong[0][2]}, and should have {wrong[0][3]}."
    )


@pytest.mark.rule(1)
def test_two_verifiers_have_their_own_keys_and_clocks(lab):
    ours, theirs = [{"k": ("HS256", SECRET)}, "shop", 2.0], [{"k": ("HS256", OTHER)}, "bank", None]
    tokens = [
        signed({**CLAIMS, "aud": aud}, {"alg": "HS256", "kid": "k"}, key)
        for aud, key in (("shop", SECRET), ("bank", OTHER))
    ]
    found = trials(lab, [ours, theirs], [[which, 61.0 - 30 * which, token] for which in (0, 1) for token in tokens])
    assert found == [["returned", "ann"], NO, NO, ["returned", "ann"]], (
        f"Two verifiers with other keys, audiences, clocks and leeways said {found} to an honest token of each, the "
        "first one's own, the second's; the second one's then: `verify` returns `sub` of tokens which its own allow."
    )
