"""The database that is written to: versions, transactions, and what it does while it is down."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.cache_writes.ledger import Ledger
from systemdesign.kernel.run import now
from systemdesign.sim import Unavailable, exponential


def test_a_write_that_arrives_later_has_a_larger_version_and_is_the_row():
    async def story():
        ledger = Ledger(time=exponential(0.01))
        versions = await asyncio.gather(*(ledger.write("lamp", number) for number in range(50)))
        return versions, ledger.rows["lamp"]

    versions, row = run(story)
    assert sorted(versions) == list(range(1, 51)) != versions
    assert versions[row] == 50


def test_nobody_sees_a_part_of_a_transaction():
    async def story():
        ledger = Ledger()
        writing = asyncio.create_task(ledger.write_all({"a": 1, "b": 2, "c": 3}))
        await asyncio.sleep(0.029)
        before = dict(ledger.rows)
        await writing
        return before, ledger.rows, now(), ledger.writes

    assert run(story) == ({}, {"a": 1, "b": 2, "c": 3}, pytest.approx(0.03), 3)


def test_what_arrives_while_it_is_down_changes_nothing_and_gets_no_version():
    async def story():
        ledger = Ledger({"lamp": 30})
        ledger.up = False
        with pytest.raises(Unavailable, match="down"):
            await ledger.write_all({"lamp": 3, "desk": 4})
        ledger.up = True
        return await ledger.write("chair", 5), await ledger.read("lamp"), ledger.rows

    assert run(story) == (1, 30, {"lamp": 30, "chair": 5})
