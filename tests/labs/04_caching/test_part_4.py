"""Lab 04, part 4: a lease. What is a hit, and who gets the lease."""

import pytest

from systemdesign import run

from .clients import got
from .leases import ask, fill, invalidate, timed
from .scene import ALIKE, FALSE, mistimed, same


@pytest.mark.rule(2)
def test_two_caches_have_nothing_in_common(lab):
    async def main():
        one, two = lab.LeasedCache(60.0, 5.0), lab.LeasedCache(60.0, 5.0)
        first, second = got(one.get("a")), got(two.get("a"))
        one.fill("a", "A", first[1])
        return second, got(two.get("a"))

    second, then = run(main)
    words = "keep values and leases in the object, not in the class."
    assert second[0] != "wait", f"Somebody held a lease of another cache, and the caller did not get the lease: {words}"
    assert then[0] != "hit", f"A value was filled in another cache, and the caller got a hit: {words}"


@pytest.mark.rule(2)
def test_the_first_to_ask_may_fill(lab):
    [first] = timed(lab, [(0.3, ask())])
    assert first[0] == "fill", (
        f"There is no value and nobody holds the lease: the caller gets the lease, and not {first}."
    )
    assert isinstance(first[1], int), f'The caller gets ("fill", token) with a whole number as its token, not {first}.'


@pytest.mark.rule(4)
def test_the_holder_fills(lab):
    _, filled = timed(lab, [(0.3, ask()), (1.3, fill())])
    assert filled is True, f"`fill` with the token of the lease stores and returns True; yours returned {filled!r}."


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", ["A", *FALSE])
def test_a_value_that_was_filled_is_a_hit(lab, value):
    *_, then, again = timed(lab, [(0.3, ask()), (1.3, fill(value)), (2.1, ask()), (2.7, ask())])
    assert then[0] == "hit" and same(then[1], value), (
        f'{value!r} was filled, and is a hit: `get` gives ("hit", {value!r}), and yours {then}.'
    )
    assert again == then, f"A value that was filled is a hit as often as it is asked for, and then yours gave {again}."


@pytest.mark.rule(1)
@pytest.mark.parametrize(("ttl", "patience"), [(10.5, 5.5), (2.5, 40.5)])
def test_a_value_is_a_hit_for_its_time(lab, ttl, patience):
    def alive(*times):
        steps = [(0.25, ask()), (0.75, fill()), *((time, ask()) for time in times)]
        return timed(lab, steps, ttl=ttl, patience=patience)[-1][0] == "hit"

    wrong = mistimed(alive, 0.75, ttl)
    assert not wrong, f"A value is a hit for ttl={ttl:g} s from its fill (patience={patience:g}), and {wrong}."


@pytest.mark.rule(3)
def test_when_a_value_has_ended_nobody_holds_the_lease(lab):
    *_, over = timed(lab, [(0.3, ask()), (1.3, fill()), (4.75, ask())], ttl=2.5, patience=40.5)
    assert over[0] == "fill", (
        f"The holder filled, its value has ended, and the next to ask was told {over[0]!r}: a lease ends when its "
        "holder fills."
    )


@pytest.mark.rule(1)
def test_a_change_of_the_row_removes_the_value(lab):
    *_, then = timed(lab, [(0.3, ask()), (1.3, fill()), (2.1, invalidate()), (3.7, ask())])
    assert then[0] == "fill", f"When its key is invalidated the value must not be a hit; yours gave {then}."


@pytest.mark.rule(1)
def test_the_next_value_has_a_time_of_its_own(lab):
    steps = [(0.3, ask()), (1.3, fill()), (4.1, invalidate()), (4.3, ask()), (5.1, fill("B", 3)), (12.3, ask())]
    *_, then = timed(lab, steps, ttl=10.5)
    assert then == ("hit", "B"), (
        "A value was filled at 1.3 s, for 10.5 s, its key invalidated and filled again at 5.1 s, and at 12.3 s `get` "
        f"gave {then}: each value is a hit for `ttl` seconds from its own fill."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("keys", ALIKE)
def test_keys_have_leases_of_their_own(lab, keys):
    one, two = keys
    *_, first = timed(lab, [(0.3, ask(one)), (0.3, ask(two))])
    assert first[0] == "fill", (
        f"Somebody holds the lease of {one!r}, and who asked for {two!r} was told {first[0]!r}: nobody holds that "
        "key's lease."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("keys", ALIKE)
def test_keys_have_values_of_their_own(lab, keys):
    one, two = keys
    steps = [(0.3, ask(one)), (1.1, fill("one", key=one)), (1.3, ask(two)), (1.7, fill("two", 2, key=two))]
    *_, first, second = timed(lab, [*steps, (2.3, ask(one)), (2.3, ask(two))])
    assert (first, second) == (("hit", "one"), ("hit", "two")), (
        f"The keys {one!r} and {two!r} were filled with 'one' and 'two', and `get` gave {first} and {second}: each key "
        "has a value of its own that is a hit."
    )
    *_, first = timed(lab, [*steps, (2.3, invalidate(two)), (2.5, ask(one))])
    assert first == ("hit", "one"), (
        f"The key {two!r} was invalidated, and the value of {one!r} was no hit any more: {first}. A value is a hit "
        "unless *its* key is invalidated."
    )
