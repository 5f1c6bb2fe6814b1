"""A value is replaced by whoever has seen it last, and by nobody else."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import Lost, Unavailable, Versioned


def test_a_key_that_nobody_has_written_has_version_0():
    async def main():
        store = Versioned("s")
        first = await store.get("a")
        return first, await store.put_if("a", 7, 0), await store.get("a"), await store.get("b")

    assert run(main) == ((None, 0), True, (7, 1), (None, 0))


def test_of_two_who_have_seen_the_same_version_one_may_write():
    async def main():
        store = Versioned("s")
        wrote = await asyncio.gather(*(store.put_if("a", value, 0) for value in range(5)))
        return sum(wrote), wrote.index(True) == store.data["a"][0], store.data["a"][1]

    assert [run(main, seed) for seed in range(9)] == [(1, True, 1)] * 9


def test_an_old_version_changes_nothing():
    async def main():
        store = Versioned("s", {"a": (7, 3)})
        return await store.put_if("a", 8, 2), await store.put_if("a", 8, 4), await store.get("a")

    assert run(main) == (False, False, (7, 3))


def test_an_answer_takes_1_to_5_ms():
    async def main():
        store, took = Versioned("s"), []
        for _ in range(200):
            asked = now()
            await store.get("a")
            took.append(now() - asked)
        return min(took), max(took)

    least, most = run(main)
    assert 0.001 <= least < 0.0015
    assert 0.0045 < most <= 0.005


@pytest.mark.parametrize(("verb", "held"), [("drop", {"a": (7, 1)}), ("miss", {})])
def test_lost_means_that_it_was_written_or_that_it_was_not(verb, held):
    async def main():
        store = Versioned("s")
        getattr(store, verb)()
        with pytest.raises(Lost):
            await store.put_if("a", 7, 0)
        store.crash()
        with pytest.raises(Unavailable):
            await store.get("a")
        return store.data

    assert run(main) == held
