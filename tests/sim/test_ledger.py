"""A database far away: statements that take time, commits of which nothing is heard, and who holds what meanwhile."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import Conflict, Duplicate, Ledger, Lost
from systemdesign.sim.distributions import constant

LAMP = ("stock", "lamp")


def ledger(isolation="read committed", **options):
    return Ledger({LAMP: 3}, isolation, delay=constant(0.25), **options)


async def take_one(db):
    tx = db.begin()
    try:
        changed = await tx.update(LAMP, lambda free: free - 1, lambda free: free > 0)
        await tx.commit()
        return changed
    finally:
        tx.rollback()


def test_each_statement_takes_its_time_and_beginning_takes_none():
    async def story():
        db = ledger()
        await take_one(db)
        return now(), db.look(LAMP)

    assert run(story()) == (0.5, 2)


def test_what_is_not_committed_is_seen_by_nobody_else_and_ends_with_a_rollback():
    async def story():
        db = ledger()
        tx = db.begin()
        await tx.insert(("order", 1), "ann")
        seen = await tx.get(("order", 1)), await tx.count(("order",)), db.rows
        tx.rollback()
        return *seen, db.rows, db.database.open

    assert run(story()) == ("ann", 1, {LAMP: 3}, {LAMP: 3}, set())


@pytest.mark.parametrize(("trouble", "left"), [("drop", 2), ("miss", 3)])
def test_silence_is_lost_and_does_not_say_whether_it_was_done(trouble, left):
    async def story():
        db = ledger()
        getattr(db, trouble)()
        with pytest.raises(Lost):
            await take_one(db)
        return now(), db.look(LAMP), len(db.database.open)

    assert run(story()) == (0.5 + Ledger.patience, left, 0)


def test_the_second_commit_is_heard_again():
    async def story():
        db = ledger()
        db.drop()
        with pytest.raises(Lost):
            await take_one(db)
        return await take_one(db), db.look(LAMP)

    assert run(story()) == (1, 1)


def test_whoever_leaves_holds_the_row_until_a_rollback():
    async def story():
        db = ledger()
        tx = db.begin()
        await tx.update(LAMP, lambda free: free - 1)
        other = asyncio.create_task(take_one(db))
        await asyncio.sleep(100)
        waits = not other.done()
        tx.rollback()
        return waits, await other, db.look(LAMP)

    assert run(story()) == (True, 1, 2)


def test_it_has_the_level_it_was_made_with():
    async def story(isolation):
        return await asyncio.gather(*(take_one(db) for db in [ledger(isolation)] * 2), return_exceptions=True)

    assert run(story("read committed")) == [1, 1]
    assert [type(one) for one in run(story("repeatable read"))] == [int, Conflict]


def test_rows_are_locked_inserted_listed_and_deleted():
    async def story():
        db = ledger()
        tx = db.begin()
        await tx.insert(("order", 1), "ann")
        found = await tx.lock(LAMP), await tx.keys(("order",)), await tx.delete(("order", 1)), await tx.delete("none")
        with pytest.raises(Duplicate):
            await tx.insert(LAMP, 4)
        return found, db.deadlocks

    assert run(story()) == ((3, [("order", 1)], 1, 0), 0)
