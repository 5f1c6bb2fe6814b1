"""Lab 13, part 4: a breaker for each key, and which of them are kept."""

import pytest

from .keeping import OWN, call, calls, judged, kept
from .scene import FALSY, SHARDS


@pytest.mark.rule(1)
@pytest.mark.parametrize("how", ["fine", *FALSY, "Lost", "Refused", "ValueError"], ids=repr)
def test_what_the_breaker_returns_or_raises_goes_to_the_caller(lab, how):
    found = lab.bring(SHARDS).shards([call(0.5, "a", 0.25, how), call(0.5, "b", 3.0, how)], {})
    ended = [[row[0][0], row[1], row[2]] for row in found["ended"]]
    assert ended == [["a", 0.75, how], ["b", 3.5, how]] and type(ended[0][2]) is type(how), (
        f"Breakers came to {how!r} at 0.75 and 3.5 s, and their callers to {ended}: what the breaker returns or raises "
        "goes to the caller."
    )
    assert [row[2] for row in found["calls"]] == [("a", 0), ("b", 1)] or [row[2] for row in found["calls"]] == [
        ["a", 0],
        ["b", 1],
    ], (
        f"Requests ('a', 0) and ('b', 1) reached the breakers as {found['calls']}: each call goes to its breaker with "
        "the request as it is."
    )


@pytest.mark.rule(1)
def test_calls_do_not_wait_for_each_other(lab):
    script = [call(0.5, key, 2.0) for key in ("a", "b", "a", "c", "a", "b")]
    judged(lab, "Six calls came at one moment, and each takes 2 s", script, "Each call goes at once to the breaker.")


@pytest.mark.rule(1)
def test_the_key_is_asked_once_for_a_call(lab):
    script = calls("abcabcddda")
    found = lab.bring(SHARDS).shards(script, {"most": 2})
    assert len(found["asked"]) == len(script), (
        f"For {len(script)} calls `key` was asked {len(found['asked'])} times: once for a call."
    )


@pytest.mark.rule(2)
def test_each_key_has_its_own_breaker(lab):
    judged(lab, "Three keys were asked for in turn", [*calls("abcabcbac"), kept(9.0)], OWN)


@pytest.mark.rule(2)
def test_keys_of_all_kinds_are_keys(lab):
    keys = [None, 0, "", "0", (), "None", (0,), False, 0.0, "a", ("a",)]
    judged(
        lab,
        "None, 0, an empty string and their like were keys, twice each",
        calls(keys + keys),
        f"Keys are told apart as in a dictionary, whatever they are. {OWN}",
    )


@pytest.mark.rule(2)
def test_callers_of_one_moment_have_one_breaker(lab):
    script = [call(0.5, "ab"[n % 2], 1.0) for n in range(9)]
    judged(lab, "Nine callers for two new keys came at one moment", script, OWN)


@pytest.mark.rule(2)
def test_a_breaker_is_made_with_the_first_call(lab):
    found = lab.bring(SHARDS).shards(calls("aabac", start=0.5), {})
    assert found["made"] == [[0.5, 0], [1.5, 1], [2.5, 2]], (
        f"Keys a, a, b, a, c were asked for, from 0.5 s on, every half second, and there were made {found['made']} "
        "(time, number): one is made by `make(service)` when the first call comes for its key."
    )
