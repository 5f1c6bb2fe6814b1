"""Lab 04, part 3: negative caching. What is kept, how long, and what of errors."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Lost, Unavailable

from .absences import asks, page
from .scene import ALIKE, Failed, Load, failing, mistimed, same, settled


def ask(lab, steps, pages=(), **options):
    return run(asks(lab, steps, pages, **options))


def second_of_two(lab, first, second):
    """What the second of two caches returns for a key whose page is another in each."""

    async def main():
        caches = [lab.NegativeCache(Load(0.0, {"a": page}), 60.0, 5.0) for page in (first, second)]
        return [await settled(cache.get("a")) for cache in caches][1]

    return run(main)


@pytest.mark.rule(1)
def test_two_caches_have_nothing_in_common(lab):
    words = "each keeps values and absences of its own, in the object and not in the class."
    assert second_of_two(lab, None, "two") is not None, (
        f"A cache returned None, which another's load had given: {words}"
    )
    assert second_of_two(lab, "one", "two") != "one", f"A cache returned a value that another's load had given: {words}"


@pytest.mark.rule(1)
def test_what_is_there_and_what_is_not_is_loaded_and_returned(lab):
    (value, _), (absence, _) = ask(lab, [(0, "a"), (0, "b")], {"a": "A"})
    assert value == "A", f"`get` returns the value that the load gives; yours returned {value!r} for 'A'."
    assert absence is None, f"Where the load gives None, `get` returns None: an absence; yours returned {absence!r}."


@pytest.mark.rule(1)
@pytest.mark.parametrize(("begin", "words"), [(0.63, ""), (0.0, " Its load ended at 0 s, a time like any other.")])
def test_values_and_absences_are_kept(lab, begin, words):
    (_, _), (_, _), (value, again), (absence, too) = ask(
        lab, [(begin, "a"), (begin, "b"), (1.37, "a"), (1.37, "b")], {"a": "A"}
    )
    assert (value, again) == ("A", 0), f"A value is kept; the next caller got {value!r} from {again} more loads.{words}"
    assert not too, f"The second request for what does not exist asked again: keep absences as well as values.{words}"
    assert absence is None, f"An absence is kept, and the next caller got {absence!r}: `get` returns None for it."


@pytest.mark.rule(1)
@pytest.mark.parametrize(("ttl", "absent_ttl"), [(60.25, 5.25), (5.25, 60.25)])
def test_a_value_is_kept_for_ttl_and_an_absence_for_absent_ttl(lab, ttl, absent_ttl):
    """The loads end at 2 s."""

    def kept(key):
        def alive(*times):
            steps = [(time, key) for time in (0, *times)]
            *_, (_, begun) = ask(lab, steps, {"a": "A"}, ttl=ttl, absent_ttl=absent_ttl, seconds=2.0)
            return not begun

        return alive

    wrong = mistimed(kept("b"), 2.0, absent_ttl)
    assert not wrong, (
        f"An absence is kept for absent_ttl={absent_ttl:g} s from the end of its load (ttl={ttl:g}), and {wrong}."
    )
    wrong = mistimed(kept("a"), 2.0, ttl)
    assert not wrong, (
        f"A value is kept for ttl={ttl:g} s from the end of its load (absent_ttl={absent_ttl:g}), and {wrong}."
    )


@pytest.mark.rule(1)
def test_what_has_ended_is_loaded_and_kept_again(lab):
    steps = [(0, "a"), (6.1, "a"), (11.2, "a"), (11.3, page("a", "A")), (11.5, "a"), (11.7, "a")]
    found = ask(lab, [*steps, (18.0, page("a", None)), (20.0, "a"), (20.3, "a")], ttl=8.25)
    assert found[1:3] == [(None, 1), (None, 0)], (
        f"An absence had ended after 5.25 s, and at 6.1 s and 11.2 s callers got {found[1:3]} (value, loads): it is "
        "loaded again, and kept again from the end of the new load."
    )
    assert found[3:5] == [("A", 1), ("A", 0)], (
        f"After an absence had ended the load gave 'A', and callers got {found[3:5]} (value, loads): a value is kept "
        "for `ttl` seconds, whatever was there before."
    )
    assert found[5:] == [(None, 1), (None, 0)], (
        f"After a value had ended (8.25 s) the load gave None, and callers got {found[5:]} (value, loads): an absence "
        "is kept, whatever was there before."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", [0, "", False])
def test_empty_values_are_values(lab, value):
    (first, _), (then, more) = ask(lab, [(0, "a"), (20, "a")], {"a": value})
    assert same(first, value) and same(then, value) and not more, (
        f"{value!r} is a value, not an absence, and is kept for `ttl` seconds: callers got {first!r}, and 20 s later "
        f"{then!r} from {more} loads. Only None means that there is none."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("keys", ALIKE)
@pytest.mark.parametrize("known", [0, 1])
def test_keys_that_look_alike_are_other_keys(lab, keys, known):
    pages = {keys[known]: "here"}
    found = ask(lab, [(time, key) for time in (0, 1.3) for key in keys], pages)
    due = [pages.get(key) for key in keys]
    assert [one for one, _ in found] == due * 2 and [loads for _, loads in found] == [1, 1, 0, 0], (
        f"Of the keys {keys[0]!r} and {keys[1]!r} only {keys[known]!r} has a value, and callers for both, and for both "
        f"again, got {found} (value, loads): a value or an absence is kept for each key."
    )


@pytest.mark.rule(1)
def test_callers_for_other_keys_are_not_held_up(lab):
    async def main():
        cache = lab.NegativeCache(Load(1.0), 60.0, 5.0)
        await asyncio.wait_for(asyncio.gather(*(settled(cache.get(key)) for key in "abc")), 2.5)

    try:
        run(main)
    except TimeoutError:
        raise AssertionError("Loads of three keys, a second each, took over 2.5 s: load them together.") from None


@pytest.mark.rule(2)
@pytest.mark.parametrize("error", [Unavailable, ValueError, TimeoutError, KeyError])
def test_an_error_is_no_absence(lab, error):
    (first, begun), (then, loads) = ask(lab, [(0, "a"), (1.3, "a")], {"a": "A"}, fails=failing({1: error}))
    kind = error.__name__ + ("" if error is Unavailable else ", which is no ServiceError")
    assert begun == 1, f"The load failed with {kind}, and yours loaded {begun} times: let errors through at once."
    assert first == Failed(error.__name__), (
        f"Let errors through, of whatever class: the load failed with {kind}, and the caller got {first!r}, and cannot "
        "know that nobody was asked."
    )
    assert (then, loads) == ("A", 1), (
        f"The load failed with {kind}, and something of that was kept: the next caller got {then!r}. Keep nothing of "
        "errors."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("page", ["A", None])
@pytest.mark.parametrize("error", [Lost, ValueError])
def test_what_has_ended_does_not_stand_in_for_an_error(lab, page, error):
    _, (failed, _), (then, loads) = ask(
        lab, [(0, "a"), (6.1, "a"), (7.3, "a")], {"a": page}, ttl=5.5, fails=failing({2: error})
    )
    assert failed == Failed(error.__name__), (
        f"{page!r} had ended, the load failed with {error.__name__}, and the caller got {failed!r}: what has ended "
        "does not stand in for an error."
    )
    assert loads == 1 and then == page, (
        f"A load failed, and the next caller got {then!r} from {loads} loads: keep nothing of errors."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("page", ["A", None])
def test_an_error_takes_nothing_away(lab, page):
    *_, (then, loads) = ask(
        lab,
        [(0, "a"), (0.4, "a"), (2.3, "a")],
        {"a": page},
        seconds=lambda one: [0.9, 1.3, 0.5][one.number - 1],
        fails=failing({2: Unavailable}),
    )
    assert (then, loads) == (page, 0), (
        f"Of two loads of a key the first gave {page!r}, which was kept, the second failed after that, and the next "
        f"caller got {then!r} from {loads} loads: of an error nothing is kept, and it takes nothing away."
    )
