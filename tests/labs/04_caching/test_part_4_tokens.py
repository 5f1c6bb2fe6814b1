"""Lab 04, part 4: tokens are never given twice."""

import pytest

from .leases import ask, fill, given, invalidate, timed

ENDS = {
    "the lease had ended": [],
    "the key was invalidated": [(1.1, invalidate())],
    "the holder had filled, and the value had ended": [(1.1, fill())],
    "the holder had filled, and the key was invalidated": [(1.1, fill()), (1.3, invalidate())],
}


@pytest.mark.rule(2)
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("other", ["a", "b"])
def test_whatever_ended_a_lease_the_next_has_a_new_token(lab, end, other):
    tokens = given(timed(lab, [(0, ask()), *ENDS[end], (90.7, ask(other))]))
    assert len(tokens) == 2, f"When {end} nobody holds it, and the caller gets the lease: {len(tokens)} were given."


@pytest.mark.rule(2)
def test_keys_whose_leases_are_given_in_one_moment_have_different_tokens(lab):
    tokens = given(timed(lab, [(0.37, ask(key)) for key in "abcdefgh"]))
    assert len(tokens) == 8, f"Nobody holds the leases of eight keys, and of those who ask {len(tokens)} get one."


@pytest.mark.rule(2)
def test_of_thousands_of_tokens_no_two_are_equal(lab):
    tokens = given(timed(lab, [(0, ask(number)) for number in range(3000)], distinct=False))
    again = len(tokens) - len(set(tokens))
    assert not again, (
        f"Of {len(tokens):,} tokens given {again} were given before: a token is a whole number that was never given "
        "before, to anybody, for any key. Count, don't draw."
    )
