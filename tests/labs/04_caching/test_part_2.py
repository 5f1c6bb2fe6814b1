"""Lab 04, part 2: early recomputation."""

import asyncio

import pytest

from systemdesign import now, run, stream
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Unavailable

from .scene import Load, at, settled


def early(lab, load, ttl=100.0, beta=1.0):
    return lab.EarlyCache(load, ttl, stream("early"), beta)


def started_early(lab, left, beta=1.0, seconds=1.0, keys=800):
    """The share of `keys` entries that one reader each renews, `left` seconds before their end."""

    async def main():
        load = Load(seconds)
        cache = early(lab, load, beta=beta)
        names = [f"k{number}" for number in range(keys)]
        await asyncio.gather(*(settled(cache.get(name)) for name in names))
        await at(seconds + 100.0 - left)
        before = load.count
        await asyncio.gather(*(settled(cache.get(name)) for name in names))
        return (load.count - before) / keys

    return run(main, seed=1)


def test_the_first_reader_loads_and_the_next_gets_what_is_kept(lab):
    async def main():
        load = Load()
        cache = early(lab, load)
        return [await settled(cache.get("a")), await settled(cache.get("a"))], load.count, now()

    found, count, took = run(main)
    assert found == ["a 1", "a 1"] and count == 1 and took == pytest.approx(1.0), (
        f"The first reader loads, the next gets the kept value at once; yours got {found} after {took:g} s."
    )


def test_an_entry_lives_from_the_end_of_its_load_to_the_end_of_its_time(lab):
    share = started_early(lab, left=0.95, beta=1e-9, keys=60)
    assert share < 0.8, "An entry lives for `ttl` seconds from the end of its load, not from its start."
    assert share == 0, f"With hardly any beta nobody loads early, and {share:.0%} of yours did: multiply δ by `beta`."
    share = started_early(lab, left=0.0, beta=1e-9, keys=20)
    assert share == 1, "An entry that is `ttl` seconds old has ended: load again."


def test_long_before_the_end_nobody_loads(lab):
    share = started_early(lab, left=90.0, keys=300)
    assert share == 0, f"With 90 s to live and δ = 1 s the chance is e^-90, and {share:.0%} of the readers loaded."


@pytest.mark.parametrize(("left", "known"), [(1.0, 0.3679), (3.0, 0.0498), (0.2, 0.8187)])
def test_the_chance_of_an_early_load_is_that_of_xfetch(lab, left, known):
    share = started_early(lab, left)
    assert share < 1, "All readers load early at the same moment, which is the stampede again: let each draw."
    assert share > 0, f"With {left:g} s left and δ = 1 s nobody loaded early: the chance is e^(-left/βδ), {known:.2f}."
    assert abs(share - known) < 0.07, (
        f"With {left:g} s left and δ = 1 s a reader loads with probability {known:.2f}; of yours {share:.2f} did. "
        "Load when -δ·β·ln U ≥ left."
    )


def test_beta_makes_it_earlier(lab):
    share = started_early(lab, left=3.0, beta=3.0)
    assert abs(share - 0.3679) < 0.07, (
        f"With beta=3, 3 s left and δ = 1 s the chance is 0.37, and yours is {share:.2f}: multiply δ by `beta`."
    )


def test_slow_pages_start_earlier(lab):
    share = started_early(lab, left=4.0, seconds=4.0)
    assert abs(share - 0.3679) < 0.07, (
        f"A page that took 4 s to load is renewed with probability 0.37 when 4 s are left; yours {share:.2f}. "
        "Measure how long each load took, and keep it with the entry."
    )


def test_an_early_load_renews_the_entry(lab):
    async def main():
        load = Load()
        cache = early(lab, load, ttl=10.0, beta=1e6)
        await settled(cache.get("a"))
        return await settled(cache.get("a")), load.count

    found, count = run(main)
    assert found == "a 2" and count == 2, "Whoever loads early keeps the new value and returns it, not the old one."


def test_an_early_load_that_fails_costs_nothing(lab):
    async def main():
        load = Load()
        cache = early(lab, load, ttl=10.0, beta=1e6)
        await settled(cache.get("a"))
        load.crash()
        return await settled(cache.get("a")), await settled(cache.get("a"))

    for found in run(main):
        assert found == "a 1", (
            f"An early load failed while the old value was still good, and the reader got {found!r}: "
            "return the old value."
        )


def test_an_error_reaches_the_reader_when_nothing_is_kept(lab):
    async def main():
        load = Load()
        load.crash()
        return await settled(early(lab, load).get("a"))

    assert isinstance(run(main), Unavailable), "With no entry there is nothing to fall back on: let the error through."


def test_an_early_load_that_fails_after_the_end_is_an_error(lab):
    async def main():
        load = Load(seconds=5.0)
        cache = early(lab, load, ttl=10.0, beta=1e6)
        await settled(cache.get("a"))
        await at(14.0)
        asyncio.get_running_loop().call_at(16.0, load.crash)
        return await settled(cache.get("a"))

    assert isinstance(run(main), Unavailable), (
        "The old value ended at 15 s and the early load failed at 16 s: a value that has ended is not to be returned."
    )


@schedules("2.outages", targets=["load"], verbs=["crash", "restart"], until=40, most=6, examples=25)
def test_readers_are_served_while_an_entry_lives(lab, story):
    async def main():
        load = Load(seconds=0.5)
        cache, ends, latest = early(lab, load, ttl=8.0), 0.0, None
        faults = asyncio.ensure_future(play(story, load))
        while now() < 45:
            found = await settled(cache.get("page"))
            if isinstance(found, str) and found != latest:
                latest, ends = found, now() + 8.0
            judge_read(story, found, ends)
            await asyncio.sleep(0.2)
        await faults

    run(main, seed=story.seed)


async def play(story, load):
    for event in story.events:
        await at(event.time)
        story.note(str(event))
        getattr(load, event.verb)()


def judge_read(story, found, ends):
    if isinstance(found, str):
        assert now() <= ends + 1e-9, f"At {now():.1f} s a reader got {found!r}, which had ended at {ends:.1f} s."
        return
    story.note(f"a reader gets {found!r}; the entry ends at {ends:.1f} s")
    assert now() >= ends, f"At {now():.1f} s a reader got {found!r}, though the entry was good until {ends:.1f} s."
