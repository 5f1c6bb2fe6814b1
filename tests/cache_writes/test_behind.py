"""Write-behind: each dirty key once, a snapshot in one transaction, forgotten only after a yes."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.cache_writes import trials
from systemdesign.cache_writes.bank import ACCOUNTS, Books, bank
from systemdesign.cache_writes.behind import AsItIsNow, FromSnapshot, WriteBehind
from systemdesign.cache_writes.ledger import Ledger
from systemdesign.kernel.run import now
from systemdesign.sim import Unavailable, exponential

SORTS = [WriteBehind, FromSnapshot, AsItIsNow]
sorts = pytest.mark.parametrize("sort", SORTS)


@sorts
def test_a_key_that_is_written_five_times_is_flushed_once_with_its_last_value(sort):
    async def story():
        shop = sort(Ledger())
        for number in range(5):
            await shop.write("lamp", number)
        await shop.flush()
        await shop.flush()
        return shop.database.rows, shop.database.writes, shop.dirty

    assert run(story) == ({"lamp": 4}, 1, {})


@sorts
def test_what_is_written_during_a_flush_is_flushed_by_the_next_one(sort):
    async def story():
        shop = sort(Ledger())
        await shop.write("lamp", 1)
        flush = asyncio.create_task(shop.flush())
        await asyncio.sleep(0.005)
        await shop.write("lamp", 2)
        await flush
        between = dict(shop.database.rows)
        await shop.flush()
        return between, shop.database.rows

    assert run(story) == ({"lamp": 1}, {"lamp": 2})


@sorts
def test_a_value_written_again_as_it_was_is_still_dirty(sort):
    async def story():
        shop = sort(Ledger())
        await shop.write("lamp", 1)
        flush = asyncio.create_task(shop.flush())
        await asyncio.sleep(0.005)
        await shop.write("lamp", 2)
        await shop.write("lamp", 1)
        await flush
        return list(shop.dirty)

    assert run(story) == ["lamp"]


@sorts
def test_a_flush_that_fails_loses_nothing(sort):
    assert run(trials.outage(sort(Ledger()))) == (1, [0, 1, 2, 3, 4])


@sorts
def test_two_flushers_leave_the_last_value(sort):
    for seed in range(20):
        assert run(trials.two_flushers(sort(Ledger(time=exponential(0.01)))), seed) == 99


def test_a_failed_flush_says_so():
    async def story():
        shop = WriteBehind(Ledger())
        await shop.write("lamp", 1)
        shop.database.up = False
        with pytest.raises(Unavailable):
            await shop.flush()

    run(story)


def test_run_flushes_every_so_often_and_outlives_an_outage():
    async def story():
        shop = WriteBehind(Ledger(), every=2.0)
        flusher = asyncio.create_task(shop.run())
        await shop.write("lamp", 1)
        await asyncio.sleep(1.9)
        early = dict(shop.database.rows)
        shop.database.up = False
        await asyncio.sleep(2)
        shop.database.up = True
        await asyncio.sleep(0.2)
        flusher.cancel()
        return early, shop.database.rows

    assert run(story) == ({}, {"lamp": 1})


def test_a_writer_who_would_make_too_many_keys_dirty_waits_for_the_flush():
    async def story():
        shop, times = WriteBehind(Ledger(), every=1.0, most=2), []
        flusher = asyncio.create_task(shop.run())
        for key in ("a", "b", "a", "c"):
            await shop.write(key, "new")
            times.append(now())
        flusher.cancel()
        return times

    *free, waited = run(story)
    assert free == [0, 0, 0] and waited == pytest.approx(1.02)


def test_more_values_at_once_than_may_be_dirty_go_through_when_nothing_else_is_dirty():
    async def story():
        shop = WriteBehind(Ledger(), most=2)
        await shop.write_all(dict.fromkeys("abc", 1))
        return list(shop.dirty)

    assert run(story) == [*"abc"]


@pytest.mark.parametrize("seed", range(3))
def test_at_every_moment_the_database_of_a_flush_in_one_transaction_is_one_that_was(seed):
    books = run(bank(WriteBehind, rate=50, every=0.5, row=0.01, until=60.0), seed)
    assert len(books.sums) > 100 and {total for _, total in books.sums} == {0}


def test_row_by_row_they_are_not():
    for sort in (FromSnapshot, AsItIsNow):
        assert {total for _, total in run(bank(sort, 20, 2.0, 0.01, 60.0)).sums} > {0}


def test_two_single_writes_can_be_torn_even_by_one_transaction():
    class Apart(WriteBehind):
        async def write(self, key, value):
            await super().write(key, value)
            await asyncio.sleep(0.05)

    books = run(trials.banking(Apart(Books()), until=60.0))
    assert {total for _, total in books.sums} > {0} and len(books.rows) == ACCOUNTS
