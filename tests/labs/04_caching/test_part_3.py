"""Lab 04, part 3: negative caching."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Unavailable

from .scene import Load, at, settled, started


def negative(lab, pages, ttl=60.0, absent_ttl=5.0, seconds=0.0, **options):
    load = Load(seconds, pages)
    return lab.NegativeCache(load, ttl, absent_ttl, **options), load


def test_a_value_is_kept_for_its_time(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"})
        found = []
        for time in (0, 59, 61):
            await at(time)
            found.append((await settled(cache.get("a")), load.count))
        return found

    found = run(main)
    assert found == [("A", 1), ("A", 1), ("A", 2)], (
        f"A value is kept for `ttl` seconds (60 here) and then asked for anew: {found}."
    )


def test_an_absence_is_kept_for_its_own_shorter_time(lab):
    async def main():
        cache, load = negative(lab, {})
        counts = []
        for time in (0, 4.9, 5.0, 9.9):
            await at(time)
            assert await settled(cache.get("a")) is None, "Where there is nothing, `get` returns None."
            counts.append(load.count)
        return counts

    counts = run(main)
    assert counts[1] == 1, "The second request for what does not exist asked again: remember the absence."
    assert counts[2] == 2, "An absence is kept for `absent_ttl` seconds, not for `ttl`: it may be there by now."
    assert counts == [1, 1, 2, 2], f"After {counts} loads: an absence counts from the end of the load that found it."


@pytest.mark.parametrize("value", [0, "", False])
def test_empty_values_are_values(lab, value):
    async def main():
        cache, load = negative(lab, {"a": value})
        await settled(cache.get("a"))
        await at(20)
        return await settled(cache.get("a")), load.count

    found, count = run(main)
    assert found == value and found is not None and count == 1, (
        f"{value!r} is a value, not an absence: only None means that there is none."
    )


def test_lives_count_from_the_end_of_the_load(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"}, ttl=10.0, absent_ttl=5.0, seconds=2.0)
        await asyncio.gather(settled(cache.get("a")), settled(cache.get("b")))
        await at(6.9)
        await settled(cache.get("b"))
        await at(11.9)
        await settled(cache.get("a"))
        return load.count

    assert run(main) == 2, "Values and absences live from the end of their load, not from its start."


def test_an_error_is_no_absence(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"})
        load.crash()
        first = await settled(cache.get("a"))
        load.restart()
        return first, await settled(cache.get("a"))

    first, then = run(main)
    assert isinstance(first, Unavailable), (
        f"Let errors through: the caller got {first!r}, and cannot know that nobody was asked."
    )
    assert then == "A", "An error was remembered as an absence: keep nothing when the load fails."


def test_no_more_absences_than_most_are_remembered(lab):
    async def main():
        cache, load = negative(lab, {"a": "A"}, absent_ttl=60.0, most=10)
        await settled(cache.get("a"))
        for number in range(30):
            await settled(cache.get(f"ghost {number}"))
        asked = {}
        for key in ("a", "ghost 29", "ghost 20", "ghost 19"):
            before = load.count
            await settled(cache.get(key))
            asked[key] = load.count - before
        return asked

    asked = run(main)
    assert asked["a"] == 0, "Absences pushed a value out: the limit is on absences alone."
    assert asked["ghost 29"] == asked["ghost 20"] == 0, (
        "With most=10 the latest ten absences are remembered; yours forgot one."
    )
    assert asked["ghost 19"] == 1, (
        "With most=10 the eleventh absence pushes out the oldest: somebody may ask for a million."
    )


def test_what_is_created_is_found_at_once(lab):
    async def main():
        pages = {}
        cache, _ = negative(lab, pages)
        await settled(cache.get("a"))
        pages["a"] = "A"
        cache.created("a")
        cache.created("never asked for")
        return await settled(cache.get("a"))

    assert run(main) == "A", "After `created(key)` the absence is forgotten, and the next reader finds the value."


@pytest.mark.parametrize("told", [1, 2])
def test_an_absence_on_its_way_is_not_kept_when_the_key_is_created(lab, told):
    async def main():
        pages = {}
        cache, _ = negative(lab, pages, seconds=1.0)
        [late] = await started(cache.get("a"))
        await at(0.5)
        for _ in range(told):
            cache.created("a")
        first = await settled(late)
        pages["a"] = "A"
        return first, await settled(cache.get("a"))

    first, then = run(main)
    assert first is None, "The reader whose load found nothing gets None."
    assert then == "A", (
        "A load that began before `created` and found nothing was kept after it, and hides the new value: "
        "compare what you know before and after the load."
    )


def test_absences_found_after_a_creation_are_kept_again(lab):
    async def main():
        cache, load = negative(lab, {})
        cache.created("a")
        await settled(cache.get("a"))
        await settled(cache.get("a"))
        return load.count

    assert run(main) == 1, (
        "A load that begins after `created` and finds nothing (deleted again) is kept like any other."
    )


ROWS = ["ask", "ask", "create", "delete", "crash", "restart"]


@schedules("3.rows", targets="ab", verbs=ROWS, until=20, most=12, examples=60)
def test_nobody_misses_a_row_that_was_announced(lab, story):
    async def main():
        pages, announced = {}, {}
        cache, load = negative(lab, pages, ttl=4.0, absent_ttl=6.0, seconds=0.5)
        for event in story.events:
            await at(event.time)
            story.note(str(event))
            await do_row(event, pages, announced, cache, load, story)

    run(main, seed=story.seed)


async def do_row(event, pages, announced, cache, load, story):
    key = event.target
    if event.verb == "create":
        pages[key] = announced[key] = key.upper()
        cache.created(key)
    elif event.verb == "delete":
        pages.pop(key, None)
        announced.pop(key, None)
    elif event.verb in ("crash", "restart"):
        getattr(load, event.verb)()
    else:
        due, found = announced.get(key), await settled(cache.get(key))
        story.note(f"{key}: {found!r}")
        if due and key in announced and not isinstance(found, Unavailable):
            assert found == due, f"{key} exists and was announced with `created`, and a reader got {found!r}."
        assert found != "never", f"A reader of {key} waits for ever: a load that failed must be heard of."
