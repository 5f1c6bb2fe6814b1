"""Lab 13, part 4: objects are handed on themselves, callers leave, and which breakers are kept when it gets odd."""

import pytest

from .exactly import judge_leaving, judge_objects, judge_one_request_twice
from .keeping import LEAST, OWN, SPARED, call, calls, judged, state
from .scene import FALSY, ODD


@pytest.mark.rule(1)
def test_who_leaves_takes_the_call_along(lab):
    judge_leaving(lab, "Breakers", "A caller who is cancelled takes the breaker's call along.")


@pytest.mark.rule(1)
def test_objects_are_handed_on_themselves(lab):
    judge_objects(lab, "Breakers", "requests, values and errors are handed on themselves, and not as copies.")


@pytest.mark.rule(1)
def test_one_request_may_come_twice(lab):
    judge_one_request_twice(lab, "Breakers", "each call goes at once to the breaker of its key.")


@pytest.mark.rule(2)
@pytest.mark.parametrize("how", ["Lost", "Refused", "ValueError"])
def test_a_key_has_the_same_breaker_after_a_failure(lab, how):
    judged(
        lab,
        f"A call for a came to {how}, and others came for a and b",
        [call(0.5, "a", 0.25, how), *calls("abab", start=1.0)],
        OWN,
    )


@pytest.mark.rule(3)
def test_time_alone_forgets_nothing(lab):
    judged(
        lab,
        "Keys a and b came, and came again after ten million seconds",
        [*calls("ab"), *calls("ab", start=1e7)],
        f"Otherwise nothing is forgotten, however long nobody asks. {OWN}",
    )


@pytest.mark.rule(3)
def test_of_calls_of_one_moment_the_later_is_used_later(lab):
    judged(
        lab,
        "Keys a, b and a once more came at one moment, in that order, and then c and a, with `most` 2",
        [*(call(0.5, key) for key in "aba"), *calls("ca", start=1.0)],
        f"A breaker is used when a call comes for its key. {LEAST}",
        most=2,
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("key", FALSY, ids=repr)
def test_whatever_the_key_it_can_be_forgotten(lab, key):
    judged(
        lab,
        f"Keys {key!r}, 'b' and 'c' came, and {key!r} again, with `most` 2",
        [*calls([key, "b", "c"]), *calls([key, "c"], start=3.0)],
        LEAST,
        most=2,
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("most", [1, 3, 6])
def test_as_many_are_taken_as_there_are_too_many(lab, most):
    script = [row for n in range(9) for row in (call(0.5 * n, n), state(0.5 * n + 0.1, n, "open"))]
    script += [state(5.0 + n / 16, n, "closed") for n in range(9)]
    script += [call(6.0, "new"), *calls([*range(10 - most, 9), "new", 9 - most], start=7.0)]
    judged(
        lab,
        f"With `most` {most} nine breakers were open; all of them closed, a tenth key came, and then those that should "
        "be kept, and one that should not",
        script,
        "As soon as enough of them are closed, a new key takes away as many as there are too many, and no more.",
        most=most,
    )


@pytest.mark.rule(4)
def test_whatever_is_not_closed_is_never_forgotten(lab):
    judged(
        lab,
        'The breaker of a was "forced open", and keys b to f came, then a, with `most` 2',
        [call(0.5, "a"), state(0.75, 0, "forced open"), *calls("bcdefa", start=1.0)],
        f'Never forgotten is one whose `state` is anything but "closed". {SPARED}',
        most=2,
    )


@pytest.mark.rule(5)
def test_of_what_is_forgotten_the_key_is_forgotten_too(lab):
    keys, breakers = lab.beside(ODD).keys_left(300, 5)
    assert breakers <= 6 and keys <= 6, (
        f"Of 300 keys each came once, with `most` 5, and {keys} of the keys and {breakers} of the breakers are still "
        "there: what is forgotten is not kept anywhere, and neither is its key."
    )
