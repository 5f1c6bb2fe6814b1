"""Lab 04, part 4: a lease."""

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.grading.schedules import schedules

from .clients import Clients, got, leases
from .scene import at


def timed(lab, steps, **options):
    """What each step gives; a step is (time, function of the cache and of the results so far)."""

    async def main():
        cache, results = leases(lab, **options), []
        for time, step in steps:
            await at(time)
            results.append(step(cache, results))
        return results

    return run(main)


def ask(cache, results, key="a"):
    return got(cache.get(key))


def fill(cache, results, number=0, value="A", key="a"):
    """Fill with the token that the step `number` was given."""
    return cache.fill(key, value, results[number][1])


def invalidate(cache, results, key="a"):
    return cache.invalidate(key)


def test_the_first_to_ask_may_fill_and_then_all_hit(lab):
    first, filled, then = timed(lab, [(0, ask), (1, fill), (2, ask)])
    assert first[0] == "fill" and isinstance(first[1], int), (
        f'The first to ask gets ("fill", token) with a whole number as its token; yours got {first}.'
    )
    assert filled is True, f"`fill` with the token of the lease stores and returns True; yours returned {filled!r}."
    assert then == ("hit", "A"), f'After it has been filled, `get` gives ("hit", "A"); yours {then}.'


def test_while_one_fills_the_others_wait(lab):
    *_, second, third = timed(lab, [(0, ask), (1, ask), (4.9, ask)])
    assert second[0] == third[0] == "wait", (
        f"While a lease is held the others wait, and only one rebuilds; yours were told {second[0]!r} and {third[0]!r}."
    )


def test_keys_have_leases_of_their_own(lab):
    def other(cache, results):
        return ask(cache, results, "b")

    one, two = timed(lab, [(0, ask), (0, other)])
    assert two[0] == "fill", "A lease on one key must not hold up those who ask for another."
    assert one[1] != two[1], "A token is never given twice, not even for another key."


def test_the_lease_of_a_dead_client_ends(lab):
    _, early, due = timed(lab, [(0, ask), (4.9, ask), (5.0, ask)])
    assert early[0] == "wait", "The lease ended too early: it lasts for `patience` seconds."
    assert due[0] == "fill", (
        f"The client with the lease died, and after `patience` seconds the next is told {due[0]!r}: give it a lease."
    )


def test_a_client_thought_dead_comes_too_late(lab):
    first, second, late, right, then = timed(
        lab, [(0, ask), (6, ask), (7, lambda c, r: fill(c, r, 0, "old")),
              (8, lambda c, r: fill(c, r, 1, "new")), (9, ask)])
    assert first[1] != second[1], (
        "A token is never given twice: with equal tokens nobody can tell the two clients apart."
    )
    assert late is False, (
        "A client whose lease had ended filled the entry while another held the lease: compare the token."
    )
    assert right is True and then == ("hit", "new"), "The fill of the present holder counts, whatever a late one tried."


def test_a_token_is_good_for_its_own_key_only(lab):
    def other(cache, results):
        return ask(cache, results, "b")

    def mixed_up(cache, results):
        return cache.fill("b", "A", results[0][1])

    assert timed(lab, [(0, ask), (0, other), (1, mixed_up)])[2] is False, "The token of one key filled another."


def test_a_lease_that_has_ended_fills_nothing_even_if_nobody_took_the_next(lab):
    _, late, then = timed(lab, [(0, ask), (5.0, fill), (6, ask)])
    assert late is False and then[0] == "fill", (
        "A fill `patience` seconds after the lease was given comes too late, also when nobody asked in the meantime."
    )


def test_a_change_of_the_row_makes_the_token_worthless(lab):
    _, _, stale, then = timed(lab, [(0, ask), (1, invalidate), (2, fill), (3, ask)])
    assert stale is False and then[0] == "fill", (
        "The row changed while a client was fetching it, and its old value was stored: `invalidate` ends the lease too."
    )


def test_after_a_change_the_next_may_fill_at_once(lab):
    _, _, second, old, new = timed(
        lab, [(0, ask), (1, invalidate), (2, ask), (3, fill), (4, lambda c, r: fill(c, r, 2, "new"))])
    assert second[0] == "fill", (
        "After `invalidate` the next to ask gets a new lease, and need not wait for the old one to end."
    )
    assert old is False, "The old holder filled under the new lease: every lease has a token of its own."
    assert new is True, "The new holder's fill counts."


def test_a_change_of_the_row_removes_the_value(lab):
    *_, then = timed(lab, [(0, ask), (1, fill), (2, invalidate), (3, ask)])
    assert then[0] == "fill", f"After `invalidate` the old value must not be a hit; yours gave {then}."


def test_a_value_ends_after_its_time(lab):
    *_, alive, over = timed(lab, [(0, ask), (1, fill), (10.9, ask), (11.0, ask)], ttl=10.0)
    assert alive == ("hit", "A"), "A value is a hit for `ttl` seconds from its fill."
    assert over[0] == "fill", "`ttl` seconds after its fill a value has ended, and the next to ask gets the lease."


def test_a_token_fills_once(lab):
    *_, again, then = timed(lab, [(0, ask), (1, fill), (2, lambda c, r: fill(c, r, 0, "B")), (3, ask)])
    assert again is False and then == ("hit", "A"), "A lease ends when its holder fills: the token is used up."


def test_nothing_is_filled_without_a_lease(lab):
    def forged(cache, results):
        return [cache.fill("a", "A", token) for token in (0, 1, 7, None)]

    forged_fills, then = timed(lab, [(0, forged), (1, ask)])
    assert forged_fills == [False] * 4 and then[0] == "fill", (
        "Nobody holds a lease, and a fill was accepted: return False."
    )


def test_invalidating_what_is_not_there_is_no_error(lab):
    with hint("`invalidate` of a key that the cache has never seen does nothing."):
        _, then = timed(lab, [(0, invalidate), (1, ask)])
    assert then[0] == "fill", f"Nothing was invalidated, and nobody holds a lease: the next to ask fills, not {then}."


@schedules("4.clients", targets="abc", verbs=["read", "read", "fill", "fill", "write", "crash"], until=24, most=14,
           examples=200)
def test_the_rules_hold_for_any_sequence_of_reads_fills_writes_and_crashes(lab, story):
    async def main():
        clients = Clients(leases(lab, ttl=6.0, patience=4.0), story)
        for event in story.events:
            await at(event.time)
            getattr(clients, event.verb)(event.target)

    run(main, seed=story.seed)
