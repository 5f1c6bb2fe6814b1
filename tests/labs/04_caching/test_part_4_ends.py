"""Lab 04, part 4: how long a lease lasts, and who waits."""

import pytest

from systemdesign.grading.hints import hint

from .leases import ask, fill, invalidate, timed
from .scene import mistimed


@pytest.mark.rule(3)
def test_while_one_fills_the_others_wait(lab):
    for begin, words in ((0.3, ""), (0.0, " The lease was given at 0 s, which is a time like any other.")):
        *_, second, third = timed(lab, [(begin, ask()), (begin, ask()), (1.1, ask())])
        assert second[0] == third[0] == "wait", (
            f"While somebody holds the lease the others wait, and only one rebuilds; yours were told {second[0]!r} and "
            f"{third[0]!r}.{words}"
        )
    assert second == ("wait", None), (
        f'While somebody holds the lease the others get ("wait", None), and yours {second}.'
    )


@pytest.mark.rule(1)
def test_a_value_that_was_filled_at_0_s_is_a_hit(lab):
    *_, then = timed(lab, [(0, ask()), (0, fill()), (2.1, ask())])
    assert then[0] == "hit", "A value was filled at 0 s, and is no hit: 0 is a time like any other."


@pytest.mark.rule(3)
@pytest.mark.parametrize("patience", [5.0, 0.75, 90.5])
def test_the_lease_of_a_dead_client_ends(lab, patience):
    def alive(*times):
        return timed(lab, [(1, ask()), *((time, ask()) for time in times)], patience=patience)[-1][0] == "wait"

    wrong = mistimed(alive, 1.0, patience)
    assert not wrong, (
        f"The client with the lease died: a lease ends patience={patience:g} s after it was given (ttl=60), and "
        f"{wrong}."
    )


@pytest.mark.rule(3)
def test_the_second_lease_of_a_key_lasts_as_long_as_the_first(lab):
    *_, waits, due = timed(lab, [(0, ask()), (6.5, ask()), (11.25, ask()), (11.5, ask())])
    assert (waits[0], due[0]) == ("wait", "fill"), (
        "A lease ended and the next was given at 6.5 s; at 11.25 s and 11.5 s (patience=5) others were told "
        f"{waits[0]!r} and {due[0]!r}: each lease ends `patience` seconds after it was given."
    )


@pytest.mark.rule(3)
def test_a_lease_that_was_given_after_a_value_lasts_as_long(lab):
    *_, second, early, due = timed(
        lab, [(0, ask()), (1, fill()), (12, ask()), (16.75, ask()), (17, ask())], ttl=10.5, patience=5.0
    )
    assert early[0] != "hit", (
        "A value had ended, somebody held the next lease, and another got the old value as a hit: while one fills, the "
        "others wait."
    )
    assert (second[0], early[0], due[0]) == ("fill", "wait", "fill"), (
        f"A value had ended, the next lease was given at 12 s, and at 16.75 s and 17 s (patience=5) clients were told "
        f"{early[0]!r} and {due[0]!r}: others wait until `patience` seconds after it was given."
    )


@pytest.mark.rule(3)
def test_after_a_change_the_next_may_fill_at_once(lab):
    *_, second, third = timed(lab, [(0, ask()), (1.3, invalidate()), (2.1, ask()), (6.3, ask())])
    assert second[0] == "fill", (
        f"A lease ends when its key is invalidated: the next to ask gets a new one, and was told {second[0]!r}."
    )
    *_, fourth = timed(lab, [(0, ask()), (1, fill()), (12, ask()), (13.1, invalidate()), (13.3, ask())], ttl=10.5)
    assert fourth[0] == "fill", (
        f"A value had ended, the next lease was given, its key was invalidated, and who asked was told {fourth[0]!r}: "
        "a lease ends when its key is invalidated, whatever else is left there."
    )
    assert third[0] == "wait", (
        "A key was invalidated, and its next lease ended with the old one's time: it has its own."
    )


@pytest.mark.rule(3)
def test_a_change_of_another_key_ends_no_lease(lab):
    *_, then = timed(lab, [(0, ask("a")), (0, ask("b")), (1.3, invalidate("b")), (2.1, ask("a"))])
    assert then[0] == "wait", (
        "Another key was invalidated, and the lease ended: a lease ends when *its* key is invalidated."
    )
    *_, then = timed(lab, [(0, ask("a")), (0, ask("b")), (1.3, fill(number=1, key="b")), (2.1, ask("a"))])
    assert then[0] == "wait", "Another key was filled, and the lease ended: a lease ends when its own holder fills."


@pytest.mark.rule(3)
def test_invalidating_what_is_not_there_is_no_error(lab):
    with hint("`invalidate` of a key that the cache has never seen, or that has nothing any more, does nothing."):
        *_, then = timed(lab, [(0, invalidate()), (0, invalidate()), (1, ask())])
    assert then[0] == "fill", f"Nothing was invalidated, and nobody holds a lease: the next to ask fills, not {then}."
