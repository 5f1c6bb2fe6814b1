"""Lab 04, part 2: early recomputation."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.kernel import at
from systemdesign.sim.request import Unavailable

from .dice import loaded
from .readers import reads
from .scene import ALIKE, FALSE, Failed, Load, failing, same, settled, started


def read(lab, times, **options):
    return run(reads(lab, times, **options))


def down_after(number):
    """Later loads than this one fail: a reader gets what is kept, whether it loads early or not."""
    return lambda loading: Unavailable if loading.number > number else None


@pytest.mark.rule(1)
def test_two_caches_have_nothing_in_common(lab):
    async def main():
        caches = [lab.EarlyCache(Load(pages={"lamp": name}), 10.0, loaded([0.5])) for name in ("one", "two")]
        return [await settled(cache.get("lamp")) for cache in caches]

    found = run(main)
    assert found[1] != "one", (
        "Of two caches with a load each the second returned the value of the first: keep the entries in the object, "
        "not in the class."
    )


@pytest.mark.rule(1)
def test_the_first_reader_loads_and_the_next_gets_what_is_kept(lab):
    (first, loads), (then, _) = read(lab, [0, 1.37], fails=down_after(1))
    assert first == "lamp 1" and loads == 1, f"No entry: load, keep the value, return it. The first got {first!r}."
    assert then == "lamp 1", f"The value that was loaded is kept; the load was down then, and the next got {then!r}."


@pytest.mark.rule(1)
def test_an_entry_lives_from_the_end_of_its_load_until_its_time_is_over(lab):
    """The first load takes a quarter of a second, and the entry ends at 7.5 s."""
    _, (alive, _), (over, begun), (then, _) = read(
        lab,
        [0, 7.28125, 7.5, 8.3],
        seconds=lambda one: 0.25 if one.number == 1 else 0.01,
        ttl=7.25,
        fails=lambda one: Unavailable if one.begun in (7.28125, 8.3) else None,
    )
    assert alive == "lamp 1", (
        f"An entry lives for `ttl` seconds from the end of its load, and 0.2 s before that a reader got {alive!r}: "
        "yours ended too soon."
    )
    assert begun == 1, "When `ttl` seconds from the end of its load are over an entry has ended: load."
    for drawn in (0.0, 0.999):
        _, (_, begun) = read(lab, [0, 11.0], rng=loaded([drawn] * 9 + [0.5]))
        assert begun == 1, "At the very moment when `ttl` seconds are over an entry has ended: load, whatever U is."
    assert then == over, f"An entry that had ended was loaded, and then a reader got {then!r}: keep the new value."


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", FALSE)
def test_a_false_value_is_kept_like_any_other(lab, value):
    (first, _), (then, _) = read(lab, [0, 1.37], pages={"lamp": value}, fails=down_after(1))
    assert same(first, value), f"The load gave {value!r}, and the reader got {first!r}: return the value."
    assert same(then, value), (
        f"The load gave {value!r}, was down after that, and the next reader got {then!r}: keep the value, be it false "
        "or not."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("keys", ALIKE)
def test_each_key_has_an_entry(lab, keys):
    async def main():
        cache = lab.EarlyCache(Load(fails=down_after(2)), 10.0, loaded([0.5]))
        return [await settled(cache.get(key)) for key in keys * 2]

    found = run(main)
    assert found == [f"{keys[0]} 1", f"{keys[1]} 2"] * 2, (
        f"Readers of {keys[0]!r} and {keys[1]!r}, and of both again, got {found}: no entry for the key, so load; each "
        "key has an entry of its own."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("error", [Unavailable, ValueError, KeyError])
def test_an_error_reaches_the_reader_when_nothing_is_kept(lab, error):
    (found, _), (then, loads) = read(lab, [0, 1.37], fails=failing({1: error}))
    assert found == Failed(error.__name__), (
        f"The load failed with {error.__name__}, and with no entry there is no old value: the reader got {found!r}. "
        "A load that was not early gives its error to the reader."
    )
    assert loads == 1 and then == "lamp 2", (
        f"After a load that failed the next reader got {then!r} from {loads} loads: a load that failed keeps nothing."
    )


@pytest.mark.rule(4)
def test_whoever_has_to_load_does_so(lab):
    first, again = read(lab, [0, 0.37])
    assert again[1] == 1, (
        "A second reader came while the first one's load was under way, and waited for it: there is no single flight "
        "in here, and with no entry each reader loads."
    )
    assert [first, again] == [("lamp 1", 1), ("lamp 2", 1)], (
        f"Two readers who both had to load got {first[0]!r} and {again[0]!r}: whoever has to load "
        "returns the value of its own load."
    )


@pytest.mark.rule(4)
def test_readers_do_not_wait_for_each_other(lab):
    async def main():
        load = Load(seconds=lambda loading: 1.0 if loading.number < 3 else 3.7)
        cache = lab.EarlyCache(load, 10.0, loaded([0.5]))
        await asyncio.gather(settled(cache.get("lamp")), settled(cache.get("sofa")))
        await at(4.1)
        tasks = await started(cache.get("chair"), cache.get("desk"), cache.get("lamp"))
        return load.count, tasks[2].done()

    count, served = run(main)
    assert count >= 4, (
        "Readers of two keys had to load at the same time, and one waited for the other: readers never wait for each "
        "other's loads."
    )
    assert served or count > 4, "A reader whose value is kept waited for another's load: it gets the value at once."
