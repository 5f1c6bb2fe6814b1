"""Lab 13, part 4: the least recently used one is forgotten."""

import pytest

from .keeping import LEAST, call, calls, judged, kept
from .scene import SHARDS


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("most", "keys"), [(1, "aabbbcc"), (2, "ababacacdcdc"), (3, "abcabdadbebdeb"), (4, "abcdaecaedca")], ids=str
)
def test_the_least_recently_used_is_forgotten(lab, most, keys):
    judged(lab, f"Keys {', '.join(keys)} were asked for, with `most` {most}", calls(keys), LEAST, most=most)


@pytest.mark.rule(3, 5)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_it_is_a_new_key_when_it_comes_again(lab, most):
    told = f"Keys a, b, c, a, b; c, d, b, a, a, d were asked for, with `most` {most}"
    sentence = f"{LEAST} What is forgotten is a new key when it comes."
    judged(lab, told, [*calls("abcab"), *calls("cdbaad", start=4.0)], sentence, most=most)


@pytest.mark.rule(3)
def test_a_call_uses_a_breaker_whatever_becomes_of_it(lab):
    for how in ("Lost", "Refused", "fine"):
        script = [*calls("ab"), call(1.5, "a", how=how), call(2.0, "c"), kept(2.5), *calls("ab", start=3.0)]
        judged(
            lab,
            f"Keys a and b were asked for, a again, which came to {how}, and then c, with `most` 2",
            script,
            f"A breaker is used when a call comes for its key, whatever becomes of the call. {LEAST}",
            most=2,
        )


@pytest.mark.rule(3)
def test_it_is_used_when_the_call_comes(lab):
    script = [call(0.5, "a", 1.25), call(1.0, "b", 0.25), call(2.0, "c", 0.25), call(3.0, "b"), call(3.5, "c")]
    judged(
        lab,
        "A call for a took from 0.5 to 1.75 s; b came at 1 s, c at 2 s, and b again, with `most` 2",
        script,
        f"A breaker is used when a call comes for its key, and not when one ends. {LEAST}",
        most=2,
    )


@pytest.mark.rule(3)
def test_calls_under_way_go_on(lab):
    script = [call(0.5, "a", 4.0), call(1.0, "b"), call(1.5, "c"), kept(2.0), call(2.5, "a", 1.0)]
    found = lab.bring(SHARDS).shards(script, {"most": 1})
    ended = sorted([row[0][1], row[1], row[2]] for row in found["ended"])
    assert ended == [[0, 4.5, "fine"], [1, 1.0, "fine"], [2, 1.5, "fine"], [3, 3.5, "fine"]], (
        f"A call of 0.5 s takes 4 s, and its breaker was forgotten meanwhile; calls ended as {ended} (number, time, "
        "outcome): calls under way in a forgotten breaker go on."
    )


@pytest.mark.rule(3)
def test_by_default_a_hundred_are_kept(lab):
    script = [*calls(range(100), apart=0.01), kept(2.0), *calls([0, 100, 0, 1, 101], start=3.0), kept(9.0)]
    judged(lab, "A hundred keys, then 0, and a new one, with `most` by default", script, f"`most` is 100. {LEAST}")
