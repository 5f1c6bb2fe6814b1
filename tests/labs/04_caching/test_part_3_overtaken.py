"""Lab 04, part 3: a key is created while several of its loads are on their way, or at one moment with one."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.kernel import at

from .absences import asks, create, created, page
from .scene import Load, settled, started


def ask(lab, steps, pages=(), **options):
    return run(asks(lab, steps, pages, **options))


@pytest.mark.rule(4)
@pytest.mark.parametrize("told", [0.6, 1.2])
def test_of_two_absences_on_their_way_neither_is_kept(lab, told):
    """One ends at 1 s, the other at 1.4 s."""
    steps = [(0, "a"), (0.4, "a"), (told, created("a")), (told, page("a", "A")), (1.7, "a")]
    *_, (then, _) = ask(lab, steps, seconds=1.0)
    assert then == "A", (
        f"Two loads of a key were on their way, until 1 s and 1.4 s, it was created at {told} s, and the absence that "
        "the second found was kept: of each load that began before `created` an absence is not kept."
    )


@pytest.mark.rule(4)
def test_a_load_begun_after_the_creation_counts_though_an_older_one_is_on_its_way(lab):
    async def main():
        load = Load(1.0, {})
        cache = lab.NegativeCache(load, 60.0, 5.0)
        tasks = await started(cache.get("a"))
        await at(0.4)
        cache.created("a")
        await at(0.6)
        tasks += await started(cache.get("a"))
        loads = load.count
        await at(2.0)
        await settled(cache.get("a"))
        return loads, load.count

    loads, all_in_all = run(main)
    assert loads == 1 or all_in_all == 2, (
        "A load began after `created`, found nothing, and was not kept because an older one was on its way: only a "
        "load begun before that call is not kept."
    )


@pytest.mark.rule(3, 4)
def test_an_absence_that_is_not_kept_pushes_nobody_out(lab):
    *_, (_, begun) = ask(lab, [(0, "b"), (1.3, "a"), (1.9, created("a")), (2.7, "b")], seconds=1.0, most=1)
    assert not begun, (
        "With most=1 the absence of 'b' was remembered; that of 'a' was on its way when 'a' was created, is not kept, "
        "and yet it pushed that of 'b' out: push one out when there are more, and here there was one (rules 3 and 4)."
    )


SLOW_AND_QUICK = [(0, "a"), (0.5, created("a")), (0.7, "a")]
"""A load that lasts until 3 s, and one begun after the creation that ends at 1.2 s, if it shares nothing."""


def takes(loading):
    return 3.0 if loading.number == 1 else 0.5


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("then", "words"),
    [
        (1.7, "was not kept: mark the loads that began before `created`, not as many as there were."),
        (3.3, "was gone when the older one had ended: that one is not kept, and takes nothing away."),
    ],
)
def test_an_older_load_takes_nothing_from_a_younger_one(lab, then, words):
    *_, (_, second), (_, begun) = ask(lab, [*SLOW_AND_QUICK, (then, "a")], seconds=takes)
    assert not second or not begun, (
        "A key was created while a load of it was on its way; another began after that, found nothing at 1.2 s, and "
        f"its absence {words}"
    )


@pytest.mark.rule(4)
def test_an_absence_that_is_not_kept_takes_no_value_away(lab):
    first, second = SLOW_AND_QUICK[:2], SLOW_AND_QUICK[2:]
    *_, (value, _), (then, begun) = ask(lab, [*first, (0.6, page("a", "A")), *second, (3.3, "a")], seconds=takes)
    assert value is None or (then, begun) == ("A", 0), (
        "A key was created while a load of it was on its way; another began after that and brought a value at 1.2 s; "
        f"when the older one had ended, finding nothing, a caller got {then!r} from {begun} loads: values are kept as "
        "before."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize(("first", "kept"), [("the load", False), ("`created`", True)])
def test_what_happens_at_one_moment_happens_in_order(lab, first, kept):
    async def main():
        load = Load(1.0, {})
        cache = lab.NegativeCache(load, 60.0, 5.0)
        await at(0.3)
        if kept:
            create(cache, "a")
        task = asyncio.ensure_future(cache.get("a"))
        while not load.count:
            await asyncio.sleep(0)  # no time passes
        if not kept:
            create(cache, "a")
        await settled(task)
        await settled(cache.get("a"))
        return load.count

    begun = run(main)
    assert begun == (1 if kept else 2), (
        f"A load began and `created` was called at the same moment, {first} first, and the absence was "
        f"{'not ' * kept}kept: what counts is which came before the other. Times may be equal, so count instead."
    )


@pytest.mark.rule(1)
def test_an_absence_that_comes_back_is_kept_for_its_own_time(lab):
    *_, (_, begun) = ask(lab, [(0.3, "a"), (1.1, created("a")), (1.7, "a"), (6.5, "a")])
    assert not begun, (
        "An absence was stored at 0.3 s, for 5.25 s, and again at 1.7 s, when its key had been created and deleted; at "
        "6.5 s it was gone: an absence is kept for `absent_ttl` seconds from the end of its own load."
    )


@pytest.mark.rule(1)
def test_a_value_found_later_takes_the_place_of_an_absence(lab):
    steps = [(0, page("a", "A")), (0, "a"), (0.5, page("a", None)), (0.7, "a"), (0.9, page("a", "B"))]
    for ttl, absent_ttl in [(60.25, 5.25), (5.25, 60.25)]:
        later = [(3.3, "a"), (6.1, "a"), (4.1 + ttl, "a")]
        _, (_, second), *kept, (then, _) = ask(
            lab, [*steps, *later], seconds=takes, ttl=ttl, absent_ttl=absent_ttl
        )
        assert not second or (kept, then) == ([("A", 0)] * 2, "B"), (
            f"Of two loads of a key at once one found nothing, at 1.2 s, and the other 'A', at 3 s. Then callers at "
            f"3.3 and 6.1 s got {kept} (value, loads), and one who came when 'A' had ended (ttl={ttl:g}, absent_ttl="
            f"{absent_ttl:g}) {then!r}: a value takes the place of an absence."
        )
