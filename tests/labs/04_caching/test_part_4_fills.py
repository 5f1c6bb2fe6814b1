"""Lab 04, part 4: what a fill needs, and what one that is refused does."""

import pytest

from systemdesign.grading.hints import hint

from .leases import ask, fill, forged, invalidate, timed
from .scene import ALIKE


@pytest.mark.rule(4)
def test_nothing_is_filled_without_a_lease(lab):
    tokens = (0, 1, 7, -1, None, True)
    with hint(f"Nobody holds a lease: a fill with one of the tokens {tokens}, or any other, returns False."):
        *done, then = timed(lab, [*((0, forged(token)) for token in tokens), (1.3, ask())])
    assert then[0] != "hit" or any(done), (
        "Nobody holds a lease, fills returned False, and their value is a hit all the same: a fill that is refused "
        "changes nothing, no value and no lease."
    )
    assert done == [False] * len(tokens) and then[0] == "fill", (
        f"Nobody holds a lease, and fills with the tokens {tokens} returned {done}: with none in force it returns "
        "False."
    )
    others = [lambda token: None, lambda token: token + 1, lambda token: token + 10**12, str]
    with hint("A fill with another token than that of the lease returns False."):
        _, *done, then = timed(lab, [(0, ask()), *((0.3, fill(change=change)) for change in others), (1.3, ask())])
    assert done == [False] * 4, (
        f"Fills with other tokens than that of the lease returned {done}: compare the token with that of the lease "
        "that the key has now; only that stores and returns True."
    )
    assert then[0] == "wait", (
        "Fills with other tokens were refused, and the lease of the present holder ended: others were told "
        f"{then[0]!r}. A fill that is refused changes nothing, no value and no lease."
    )


@pytest.mark.rule(4)
def test_a_change_of_the_row_makes_the_token_worthless(lab):
    _, _, stale, then = timed(lab, [(0, ask()), (1.3, invalidate()), (2.1, fill()), (3.7, ask())])
    assert stale is False and then[0] == "fill", (
        "The row changed while a client was fetching it, and its old value was stored: `invalidate` ends the lease, "
        "and with a token of none in force `fill` returns False."
    )


@pytest.mark.rule(4)
def test_a_lease_that_has_ended_fills_nothing_even_if_nobody_took_the_next(lab):
    _, late, then = timed(lab, [(0, ask()), (5.0, fill()), (6.3, ask())])
    assert late is False and then[0] == "fill", (
        f"A fill `patience` seconds after the lease was given comes too late, also when nobody asked in the meantime, "
        f"and yours returned {late!r}: no lease is in force."
    )
    _, right = timed(lab, [(0, ask()), (4.75, fill())])
    assert right is True, (
        "The holder filled before `patience` seconds were over, and was refused: its lease is in force."
    )


@pytest.mark.rule(4)
def test_a_client_thought_dead_comes_too_late(lab):
    steps = [(0, ask()), (6, ask()), (7.1, fill("old", 0)), (8.3, ask()), (8.7, fill("new", 1)), (9.1, ask())]
    _, _, late, waits, right, then = timed(lab, steps)
    assert late is False, (
        "A client whose lease had ended filled the entry while another held the lease: compare the token with that of "
        "the lease that the key has now."
    )
    assert waits[0] == "wait", (
        f"A late fill was refused, and the lease of the present holder ended: others were told {waits[0]!r}. A fill "
        "that is refused changes nothing, no value and no lease."
    )
    assert right is True and then == ("hit", "new"), (
        "The fill of the present holder counts, whatever a late one tried with another token."
    )


@pytest.mark.rule(4)
def test_a_fill_that_is_refused_does_not_prolong_the_lease(lab):
    _, refused, due = timed(lab, [(0, ask()), (4.3, forged(10**12)), (5.0, ask())])
    assert refused is False, "A fill with another token than that of the lease was stored."
    assert due[0] == "fill", (
        "A lease had 0.7 s left, a fill with another token was refused, and the lease lasted longer: a fill that is "
        "refused changes nothing, no value and no lease."
    )
    steps = [(0, ask()), (6, ask()), (9.3, fill("old", 0)), (11.0, ask())]
    assert timed(lab, steps)[-1][0] == "fill", (
        "A late fill with an old token was refused, and the present lease lasted longer: it changes nothing, no lease."
    )


@pytest.mark.rule(4)
def test_a_fill_that_is_refused_leaves_the_value(lab):
    steps = [(0, ask()), (6, ask()), (7, fill("new", 1)), (8.3, fill("old", 0)), (9.1, ask())]
    *_, late, then = timed(lab, steps, ttl=10.5)
    assert late is False and then[0] != "fill", (
        f"A client filled, then a late one tried to with its old token, and the value had vanished: {then}. A fill "
        "that is refused changes nothing, no value and no lease."
    )
    assert then == ("hit", "new"), f"A late fill was refused, and then `get` gave {then}: it changes no value."
    *_, alive, over = timed(lab, [*steps[:-1], (17.25, ask()), (17.5, ask())], ttl=10.5)
    assert alive[0] == "hit" and over[0] == "fill", (
        f"A value was filled at 7 s, for 10.5 s, a late fill was refused, and the value ended at another time: {alive} "
        f"and {over}. A refused fill changes nothing, no value and no lease."
    )


@pytest.mark.rule(4)
def test_a_token_fills_once(lab):
    *_, again, then = timed(lab, [(0, ask()), (1.3, fill()), (2.1, fill("B")), (3.7, ask())])
    assert again is False and then == ("hit", "A"), (
        f"A lease ends when its holder fills: the token is used up, and a second fill with it returned {again!r}."
    )
    *_, again, then = timed(lab, [(0, ask()), (1.3, fill()), (2.1, invalidate()), (2.3, fill("B")), (3.7, ask())])
    assert again is False and then[0] == "fill", (
        "A holder filled, the key was invalidated, and the same token filled again: none is in force."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("keys", ALIKE)
def test_a_token_is_good_for_its_own_key_only(lab, keys):
    one, two = keys
    steps = [(0, ask(one)), (0, ask(two)), (1.3, fill("A", 0, key=two)), (2.1, ask(one)), (2.1, ask(two))]
    *_, mixed, first, second = timed(lab, steps)
    assert mixed is False, (
        f"The token of {one!r} filled {two!r}: only that of the lease that the key itself has now may."
    )
    assert (first[0], second[0]) == ("wait", "wait"), (
        f"A fill of {two!r} with the token of {one!r} was refused, and then clients were told {first[0]!r} and "
        f"{second[0]!r}: it changes nothing, no lease of either key."
    )
