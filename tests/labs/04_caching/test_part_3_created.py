"""Lab 04, part 3: the writer says that a key has come into being."""

import pytest

from systemdesign import run
from systemdesign.grading.hints import hint
from systemdesign.kernel import at
from systemdesign.sim.request import Unavailable

from .absences import asks, created, page
from .scene import ALIKE, Load, failing, settled, started


def ask(lab, steps, pages=(), **options):
    return run(asks(lab, steps, pages, **options))


@pytest.mark.rule(4)
@pytest.mark.parametrize("key", ["a", 0, "", False, ()])
def test_what_is_created_is_found_at_once(lab, key):
    with hint("`created` of a key that was never asked for does nothing."):
        steps = [(0, key), (0.7, page(key, "A")), (0.9, created(key)), (0.9, created("b")), (1.3, key)]
        *_, (then, _) = ask(lab, steps)
    assert then == "A", (
        f"After `created({key!r})` an absence that is remembered is forgotten, and the next reader finds the value, "
        f"not {then!r}."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("keys", ALIKE)
def test_created_is_for_its_own_key(lab, keys):
    mine, other = keys
    *_, (_, begun) = ask(lab, [(0, mine), (0.7, created(other)), (1.3, mine)])
    assert not begun, (
        f"`created({other!r})` made the cache forget the absence of {mine!r}, another key: the absences of other keys "
        "are kept."
    )
    *_, (_, begun) = ask(lab, [(0, mine), (0.7, created(other)), (1.7, mine)], seconds=1.0)
    assert not begun, (
        f"The absence of {mine!r} was on its way when `created({other!r})` was called, and was not kept: count the "
        "creations of each key for itself; the absences of other keys are kept."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("value", ["A", 0, "", False])
def test_a_value_stays_when_its_key_is_created(lab, value):
    *_, (_, begun) = ask(lab, [(0, "a"), (0.7, created("a")), (1.3, "a")], {"a": value})
    assert not begun, (
        f"`created` made the cache forget a value, {value!r}: absences are forgotten, values are kept as before."
    )
    *_, (_, begun) = ask(lab, [(0, "a"), (0.7, created("a")), (1.3, "a")], {"a": value}, seconds=1.0)
    assert not begun, (
        f"A value, {value!r}, was on its way when `created` was called, and was not kept: that is for absences, values "
        "are kept as before."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("told", [[0.5], [0.3, 0.8], [0.1, 0.2, 0.9]])
def test_an_absence_on_its_way_is_not_kept_when_the_key_is_created(lab, told):
    steps = [(0, "a"), *((time, created("a")) for time in told), (0.95, page("a", "A")), (1.3, "a")]
    (first, _), (then, _) = ask(lab, steps, seconds=1.0)
    assert first is None, f"An absence on its way is returned to its caller: None, and yours got {first!r}."
    assert then == "A", (
        f"A load that began before `created` ({len(told)} times) and found nothing was kept after it, and hides the "
        "new value: an absence on its way is not kept. Compare what you know before and after the load."
    )


@pytest.mark.rule(4)
def test_absences_found_after_a_creation_are_kept_again(lab):
    *_, (_, begun) = ask(lab, [(0, created("a")), (0.3, created("a")), (0.7, "a"), (2.3, "a")], seconds=1.0)
    assert not begun, (
        "`created` was called before the load began, which found nothing (deleted again): its absence is kept like any "
        "other."
    )
    steps = [(0, "a"), (0.5, created("a")), (1.3, "a"), (2.7, "a")]
    steps += [(3.1, created("a")), (3.3, "a"), (3.7, created("a")), (4.7, page("a", "A")), (4.9, "a")]
    found = ask(lab, steps, seconds=1.0)
    assert not found[2][1], (
        "An absence on its way was not kept, since the key was created; the next load began after that and found "
        "nothing, and was not kept either: what counts is whether `created` was called since the load began."
    )
    assert found[4][0] == "A", (
        "A key was created a second time and a third, and the absence that was on its way was kept: not kept, each "
        "time."
    )


@pytest.mark.rule(4)
def test_a_creation_during_a_load_that_fails_is_over_with_it(lab):
    for when, told in (("during", 0.5), ("after", 1.1)):
        steps = [(0, "a"), (told, created("a")), (1.3, "a"), (2.7, "a")]
        *_, (_, begun) = ask(lab, steps, seconds=1.0, fails=failing({1: Unavailable}))
        assert not begun, (
            f"`created` was called {when} a load that failed; the next load began after that, found nothing, and was "
            "not kept: only a load begun before that call is not kept."
        )


@pytest.mark.rule(4)
def test_a_creation_in_one_cache_is_none_in_another(lab):
    async def main():
        load = Load(1.0, {})
        one, two = (lab.NegativeCache(load, 60.0, 5.0) for _ in range(2))
        tasks = await started(one.get("a"))
        await at(0.5)
        two.created("a")
        await settled(tasks[0])
        await settled(one.get("a"))
        return load.count

    assert run(main) == 1, (
        "`created` of one cache kept another cache from keeping an absence: count the creations in the object, not in "
        "the class."
    )
