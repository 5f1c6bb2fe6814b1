"""Lab 13, part 4: a breaker for each key, and which of them are kept."""

import pytest

from .keeping import OWN, call, calls, judged
from .scene import FALSY, SHARDS


@pytest.mark.rule(2)
def test_two_sets_share_nothing(lab):
    found = lab.bring(SHARDS).two_sets()
    assert found == [[0, 1, 0, 1], [0, 1, 0, 1]], (
        f"Two `Breakers` of other services were asked for keys a and b in turn, and breakers {found} had the calls: "
        "each key has a breaker of its own in each of them, before its own service."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("how", ["fine", *FALSY, "Lost", "Refused", "ValueError"], ids=repr)
@pytest.mark.parametrize("seconds", [0.25, 3.0])
def test_what_the_breaker_returns_or_raises_goes_to_the_caller(lab, how, seconds):
    found = lab.bring(SHARDS).shards([call(0.5, "a", seconds, how)], {})
    ended = [row[1:] for row in found["ended"]]
    assert ended == [[0.5 + seconds, how]] and type(ended[0][1]) is type(how), (
        f"A breaker came to {how!r} at {0.5 + seconds} s, and its caller to {ended} (time, outcome): what the breaker "
        "returns or raises goes to the caller."
    )


@pytest.mark.rule(1)
def test_the_request_goes_there_as_it_is(lab):
    found = lab.bring(SHARDS).shards(calls("ab"), {})
    requests = [tuple(row[2]) for row in found["calls"]]
    assert requests == [("a", 0), ("b", 1)], (
        f"Requests ('a', 0) and ('b', 1) reached the breakers as {requests}: each call goes to its breaker with the "
        "request as it is."
    )


@pytest.mark.rule(1)
def test_calls_do_not_wait_for_each_other(lab):
    found = lab.bring(SHARDS).shards([call(0.5, key, 2.0) for key in ("a", "b", "a", "c", "a", "b")], {})
    times = sorted(row[1] for row in found["ended"])
    assert times == [2.5] * 6, (
        f"Six calls for three keys came at 0.5 s, each takes 2 s, and they ended at {times} s: each call goes at "
        "once to the breaker."
    )


@pytest.mark.rule(1)
def test_the_key_is_asked_once_for_a_call(lab):
    script = calls("abcabcddda")
    found = lab.bring(SHARDS).shards(script, {"most": 2})
    assert len(found["asked"]) == len(script), (
        f"For {len(script)} calls `key` was asked {len(found['asked'])} times: once for a call."
    )


@pytest.mark.rule(2)
def test_each_key_has_its_own_breaker(lab):
    found = lab.bring(SHARDS).shards(calls("abcabcbac"), {})
    had = {key: sorted({number for _, number, (asked, _) in found["calls"] if asked == key}) for key in "abc"}
    assert [len(numbers) for numbers in had.values()] == [1] * 3 and len({n for n, *_ in had.values()}) == 3, (
        f"Three keys were asked for in turn, and breakers {had} had their calls: {OWN[0].lower()}{OWN[1:]}"
    )


@pytest.mark.rule(2)
def test_a_breaker_is_made_with_the_first_call(lab):
    found = lab.bring(SHARDS).shards(calls("aabac", start=0.5), {})
    assert found["made"] == [[0.5, 0], [1.5, 1], [2.5, 2]], (
        f"Keys a, a, b, a, c were asked for, from 0.5 s on, every half second, and there were made {found['made']} "
        "(time, number): one is made by `make(service)` when the first call comes for its key."
    )


@pytest.mark.rule(2)
def test_keys_of_all_kinds_are_keys(lab):
    keys = [None, 0, "", "0", (), "None", (0,), False, 0.0, "a", ("a",), "A"]
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
