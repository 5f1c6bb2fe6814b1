"""A store tells the truth about what was done, or says that it does not know."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim import Lost, Store, Unavailable


def test_it_keeps_and_forgets():
    async def main():
        store = Store("s", {"a": 1})
        await store.put("b", 2)
        await store.delete("a")
        await store.delete("never there")
        return await store.keys(), await store.get("a"), await store.get("b")

    assert run(main) == (["b"], None, 2)


def test_unavailable_means_that_nothing_was_done():
    async def main():
        store = Store("s")
        store.crash()
        with pytest.raises(Unavailable):
            await store.put("a", 1)
        store.restart()
        return store.data

    assert run(main) == {}


@pytest.mark.parametrize(("verb", "held"), [("drop", {"a": 1}), ("miss", {})])
def test_lost_means_that_it_was_done_or_that_it_was_not(verb, held):
    async def main():
        store = Store("s")
        getattr(store, verb)()
        with pytest.raises(Lost):
            await store.put("a", 1)
        assert store.data == held
        await store.put("b", 2)
        return sorted(store.data)

    assert run(main) == sorted([*held, "b"])


def test_a_crash_between_the_work_and_its_answer_leaves_the_caller_in_doubt():
    async def main():
        store = Store("s")
        call = asyncio.ensure_future(store.put("a", 1))
        while not store.data:
            await asyncio.sleep(0.001)
        store.crash()
        with pytest.raises(Lost):
            await call
        return store.data

    assert run(main) == {"a": 1}
