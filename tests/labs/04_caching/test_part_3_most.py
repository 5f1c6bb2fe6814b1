"""Lab 04, part 3: how many absences are remembered."""

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint

from .absences import asks, created
from .scene import Load, settled


def known(lab, first, then, pages=(), seconds=0.0, **options):
    """Of the keys `then`, asked for at the end, those that are remembered. `first` are the steps before."""
    steps = [(0.13 * number, step) for number, step in enumerate(first)]
    end = 0.13 * len(first) + 3.0
    found = []
    for key in then:  # each in a run of its own: asking for one might push out the next
        *_, (_, begun) = run(asks(lab, [*steps, (end, key)], pages, seconds=seconds, absent_ttl=30.0, **options))
        found += [key] * (not begun)
    return found


@pytest.mark.rule(3)
@pytest.mark.parametrize("most", [1, 3, 10])
def test_no_more_absences_than_most_are_remembered(lab, most):
    ghosts = [f"ghost {number}" for number in range(2 * most + 2)]
    found = known(lab, ghosts, ghosts, most=most)
    assert len(found) <= most, (
        f"With most={most} yours remembers {len(found)} absences of {len(ghosts)}: somebody may ask for a million, so "
        "one more pushes out the one stored first."
    )
    assert len(found) == most, (
        f"With most={most} at most {most} absences are remembered, and yours remembers only {len(found)} of "
        f"{len(ghosts)}."
    )
    assert found == ghosts[-most:], (
        f"With most={most} the absence stored first goes first; of {len(ghosts)} yours remembers {found}, and the "
        f"latest are {ghosts[-most:]}."
    )


@pytest.mark.rule(3)
def test_with_room_for_none_none_is_remembered(lab):
    with hint("With most=0 an absence is returned to its caller, and none is remembered."):
        (value, _), (then, begun) = run(asks(lab, [(0.13, "a"), (1.7, "a")], most=0))
    assert value is then is None and begun, (
        f"With most=0 at most 0 absences are remembered, and yours remembered one: callers got {value!r} and {then!r}, "
        "the second without a load."
    )


@pytest.mark.rule(3)
def test_a_thousand_are_remembered_if_nothing_is_said(lab):
    ghosts = [f"ghost {number}" for number in range(1001)]
    steps = [(0.001 * number, ghost) for number, ghost in enumerate(ghosts)]
    *_, (_, second), (_, first) = run(asks(lab, [*steps, (2.0, ghosts[1]), (2.1, ghosts[0])], absent_ttl=30.0))
    assert not second, "By default a thousand absences are remembered, and of 1,001 the second had been pushed out."
    assert first, "By default a thousand absences are remembered, and of 1,001 the one stored first was still there."


@pytest.mark.rule(3)
def test_reading_an_absence_does_not_keep_it(lab):
    found = known(lab, ["a", "b", "a", "a", "c"], "abc", most=2)
    assert found == ["b", "c"], (
        "With most=2 'a' and 'b' were stored, 'a' was asked for again, then 'c' was stored, and yours remembers "
        f"{found}: the one stored first goes first, not the one asked for least."
    )


@pytest.mark.rule(3)
def test_values_and_absences_do_not_push_each_other_out(lab):
    values = {f"v{number}": number for number in range(7)}
    found = known(lab, ["v0", "v1", "a", "b", *values, "c"], [*values, "b", "c"], values, most=2)
    missing = [key for key in values if key not in found]
    assert not missing, (
        f"With most=2 there were 7 values and 3 absences, and {missing} are gone: values are never pushed out, and "
        "there is no limit on them."
    )
    assert found[-2:] == ["b", "c"], (
        f"With most=2 there were 7 values and the absences a, b and c, and of b and c yours remembers {found[7:]}: "
        "values are not counted, the limit is on absences."
    )


@pytest.mark.rule(3)
def test_an_absence_that_was_forgotten_leaves_its_room(lab):
    found = known(lab, ["a", "b", created("b"), "c"], "ac", most=2)
    assert found == ["a", "c"], (
        f"With most=2 'a' and 'b' were stored, 'b' was created, then 'c' was stored, and yours remembers {found}: two "
        "absences are remembered, and nobody need go."
    )


TWICE = {
    "by two loads at the same time": [(0, "a"), (0.4, "a"), (2.7, "b"), (4.1, "a"), (4.1, "b")],
    "by two loads when that of 'b' was remembered": [(0, "b"), (0.2, "a"), (0.4, "a"), (2.7, "a"), (2.7, "b")],
    "again when it had ended": [(0, "a"), (2.7, "b"), (6.6, "a"), (8.1, "a"), (8.1, "b")],
}


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", TWICE)
def test_an_absence_that_is_stored_twice_is_one(lab, how):
    *_, (_, first), (_, second) = run(asks(lab, TWICE[how], most=2, seconds=1.0))
    assert not first and not second, (
        f"With most=2 the absence of 'a' was stored {how}, that of 'b' once, and one of them has gone: they are two "
        "absences, and both are remembered."
    )


@pytest.mark.rule(3)
def test_an_absence_that_comes_back_is_the_latest(lab):
    found = known(lab, ["a", "b", created("a"), "a", "c"], "abc", most=2)
    assert found == ["a", "c"], (
        "With most=2 'a' and 'b' were stored, 'a' was created and deleted and stored again, then 'c' was stored, and "
        f"yours remembers {found}: the one stored first is now 'b'."
    )
    again = [(0, "a"), (2.7, "b"), (5.5, "a"), (5.7, "c"), (5.9, "a")]
    *_, (_, begun) = run(asks(lab, again, most=2))
    assert not begun, (
        "With most=2 and absent_ttl=5.25 'a' was stored at 0 s, 'b' at 2.7 s, 'a' again when it had ended, at 5.5 s, "
        "then 'c', and 'a' was pushed out: the one stored first is now 'b'."
    )


@pytest.mark.rule(3)
def test_the_one_stored_first_is_not_the_one_asked_for_first(lab):
    async def seconds_of(key):
        steps = [(0, "slow"), (0.3, "quick"), (5.0, key)]
        takes = {"slow": 2.0, "quick": 0.5}
        *_, (_, begun) = await asks(lab, steps, seconds=lambda one: takes[one.key], absent_ttl=30.0, most=1)
        return begun

    found = [key for key in ("slow", "quick") if not run(seconds_of(key))]
    assert found == ["slow"], (
        "With most=1 the absence of 'quick' was stored at 0.8 s and that of 'slow' at 2 s, and yours remembers "
        f"{found}: the one stored first goes first, whichever load began first."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("keys", [("b", 1, ("a",)), ("b", "a", "c")])
def test_of_those_stored_at_one_moment_the_first_goes_first(lab, keys):
    async def main():
        load = Load(0.0, {})
        cache = lab.NegativeCache(load, 60.0, 30.0, most=2)
        for key in (*keys, *keys[1:]):  # one after the other, and no time passes
            await settled(cache.get(key))
        return load.count

    with hint(f"Keys are anything that a dict takes for one, such as {keys}: don't compare them."):
        begun = run(main)
    assert begun == 3, (
        f"With most=2 the absences of {keys} were stored in this order, all at one moment, and not the first went: the "
        "one stored first goes first, and equal times don't tell which that is."
    )
