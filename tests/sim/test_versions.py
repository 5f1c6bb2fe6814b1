"""The multi-version store: what each level sees, who waits for whom, and that nothing of a lost transaction stays."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.errors import Conflict, Deadlock, Duplicate, Failed
from systemdesign.sim.versions.transaction import LEVELS

LATER = LEVELS[1:]


async def change(db, key, value):
    async with db.transaction("read committed") as tx:
        await tx.update(key, lambda _: value)


@pytest.mark.parametrize(("isolation", "seen"), [(LEVELS[0], [1, 2]), (LEVELS[1], [1, 1]), (LEVELS[2], [1, 1])])
def test_only_read_committed_sees_what_was_committed_since(isolation, seen):
    async def story():
        db = Database(isolation, {"a": 1})
        tx = db.begin()
        first = await tx.get("a")
        await change(db, "a", 2)
        return [first, await tx.get("a")]

    assert run(story()) == seen


def test_a_snapshot_is_taken_at_the_first_statement():
    async def story():
        db = Database("repeatable read", {"a": 1})
        tx = db.begin()
        await change(db, "a", 2)
        return await tx.get("a")

    assert run(story()) == 2


@pytest.mark.parametrize("isolation", LEVELS)
def test_nobody_sees_what_is_not_committed_but_the_writer_does(isolation):
    async def story():
        db = Database(isolation, {"row a": 1})
        writer, reader = db.begin(), db.begin()
        await writer.insert("row b", 2)
        await writer.delete("row a")
        mine = [await writer.keys("row"), await writer.get("row a"), await writer.get("row b")]
        theirs = [await reader.keys("row"), await reader.get("row a"), await reader.get("row b")]
        return mine, theirs, db.committed

    assert run(story()) == ([["row b"], None, 2], [["row a"], 1, None], {"row a": 1})


@pytest.mark.parametrize("isolation", LEVELS)
def test_rollback_leaves_nothing_and_may_be_repeated(isolation):
    async def story():
        db = Database(isolation, {"a": 1})
        tx = db.begin()
        await tx.update("a", lambda a: a + 1)
        await tx.insert("b", 2)
        tx.rollback()
        tx.rollback()
        assert db.committed == {"a": 1} and not db.open
        await change(db, "a", 3)  # the lock is free
        with pytest.raises(Failed):
            await tx.get("a")

    run(story())


def test_a_second_update_waits_and_changes_what_the_first_left():
    async def story():
        db = Database(rows={"a": 1})

        async def add(seconds):
            async with db.transaction() as tx:
                done = await tx.update("a", lambda a: a + 1)
                await asyncio.sleep(seconds)
                return done

        done = await asyncio.gather(add(2.0), add(3.0), add(0.0))
        return done, db.look("a"), now()

    assert run(story()) == ([1, 1, 1], 4, 5.0)


def test_a_condition_is_asked_again_after_the_wait():
    async def story():
        db = Database(rows={"a": 1})
        tx = db.begin()
        await tx.update("a", lambda a: a - 1)
        other = db.begin()
        waiting = asyncio.create_task(other.update("a", lambda a: a - 1, lambda a: a >= 1))
        await asyncio.sleep(1.0)
        await tx.commit()
        return await waiting, db.look("a")

    assert run(story()) == (0, 0)


def test_a_condition_that_is_false_for_what_is_seen_does_not_wait():
    async def story():
        db = Database(rows={"a": 0})
        tx, other = db.begin(), db.begin()
        await tx.update("a", lambda a: 5)
        return await other.update("a", lambda a: a - 1, lambda a: a >= 1), now()

    assert run(story()) == (0, 0.0)


def test_what_is_not_there_cannot_be_locked():
    async def story():
        db = Database()
        one, two = db.begin(), db.begin()
        await one.insert("a", 1)
        return await two.lock("a"), await two.lock("b"), await one.lock("b")

    assert run(story()) == (None, None, None)


@pytest.mark.parametrize("isolation", LATER)
@pytest.mark.parametrize("again", ["lock", "update", "delete"])
def test_above_read_committed_a_row_that_was_changed_since_is_a_conflict(isolation, again):
    async def story():
        db = Database(isolation, {"a": 1})
        tx = db.begin()
        await tx.get("a")
        await change(db, "a", 2)
        more = (lambda a: a,) if again == "update" else ()
        with pytest.raises(Conflict) as caught:
            await getattr(tx, again)("a", *more)
        assert (caught.value.code, db.aborts, db.open) == ("40001", 1, set())

    run(story())


def test_a_snapshot_that_was_locked_before_and_not_changed_is_no_conflict():
    async def story():
        db = Database("repeatable read", {"a": 1})
        one, two = db.begin(), db.begin()
        await one.lock("a")
        waiting = asyncio.create_task(two.lock("a"))
        await asyncio.sleep(1.0)
        await one.commit()
        return await waiting

    assert run(story()) == 1


def test_serializable_forbids_what_two_snapshots_allow():
    """Write skew: each of two doctors sees the other on call, and leaves (PostgreSQL wiki, SSI)."""

    async def left(isolation):
        db = Database(isolation, {"on call ann": True, "on call bea": True})
        one, two = db.begin(), db.begin()
        for tx, name in ((one, "ann"), (two, "bea")):
            if await tx.count("on call") == 2:
                await tx.delete(f"on call {name}")
        await one.commit()
        try:
            await two.commit()
        except Conflict:
            pass
        return len(db.committed)

    assert [run(left(isolation)) for isolation in LEVELS] == [0, 0, 1]


@pytest.mark.parametrize("isolation", LEVELS)
def test_who_would_close_a_circle_is_told_and_the_other_goes_on(isolation):
    async def story():
        db = Database(isolation, {"a": 1, "b": 1})

        async def both(first, second):
            async with db.transaction() as tx:
                await tx.lock(first)
                await asyncio.sleep(1.0)
                await tx.lock(second)

        found = await asyncio.gather(both("a", "b"), both("b", "a"), return_exceptions=True)
        return [type(each) for each in found], db.deadlocks, db.open, now()

    assert run(story()) == ([type(None), Deadlock], 1, set(), 1.0)


def test_a_circle_of_three_is_found():
    async def story():
        db = Database(rows=dict.fromkeys("abc", 1))

        async def both(first, second, after):
            async with db.transaction() as tx:
                await tx.lock(first)
                await asyncio.sleep(1.0 + after)
                await tx.lock(second)

        found = await asyncio.gather(both("a", "b", 0), both("b", "c", 1), both("c", "a", 2), return_exceptions=True)
        return [type(each) for each in found]

    assert run(story()) == [type(None), type(None), Deadlock]


@pytest.mark.parametrize(("ends", "outcome"), [("commit", Duplicate), ("rollback", type(None))])
def test_an_insert_waits_for_another_one_of_the_same_key(ends, outcome):
    async def story():
        db = Database()
        one, two = db.begin(), db.begin()
        await one.insert("a", 1)
        waiting = asyncio.create_task(two.insert("a", 2))
        await asyncio.sleep(1.0)
        assert not waiting.done()
        await one.commit() if ends == "commit" else one.rollback()
        return type(*await asyncio.gather(waiting, return_exceptions=True))

    assert run(story()) is outcome


def test_whoever_waits_for_a_row_that_is_replaced_finds_it_gone():
    """As PostgreSQL does: a new row under the same key is another row, and the statement never saw it."""

    async def story():
        db = Database(rows={"a": 1})
        one, two = db.begin(), db.begin()
        await one.delete("a")
        await one.insert("a", 5)
        waiting = asyncio.create_task(two.update("a", lambda a: a + 1))
        await asyncio.sleep(1.0)
        await one.commit()
        return await waiting, await two.update("a", lambda a: a + 1), await two.get("a")

    assert run(story()) == (0, 1, 6)


async def replace(db, first, second):
    """Insert a row and change it, in a transaction before which others did `first`, and during which `second`."""
    for verb, *values in first:
        await once(db, verb, *values)
    tx = db.begin("repeatable read")
    await tx.count("a")
    for verb, *values in second:
        await once(db, verb, *values)
    await tx.insert("a", 5)
    return await tx.update("a", lambda a: a + 1)


async def once(db, verb, *values):
    async with db.transaction() as tx:
        await getattr(tx, verb)("a", *values)


def test_a_new_row_can_be_changed_by_who_made_it_whatever_was_there_since():
    assert run(replace(Database(), [], [("insert", 1), ("delete",)])) == 1


def test_a_new_row_cannot_be_changed_while_the_snapshot_has_one_that_is_gone():
    """PostgreSQL's update touches both rows with this key that the transaction sees."""
    with pytest.raises(Conflict):
        run(replace(Database(), [("insert", 1)], [("delete",)]))


def test_an_insert_does_not_wait_for_a_lock_on_the_row_that_is_there():
    async def story():
        db = Database(rows={"a": 1})
        one, two = db.begin(), db.begin()
        await one.lock("a")
        with pytest.raises(Duplicate):
            await two.insert("a", 2)
        return now()

    assert run(story()) == 0.0


@pytest.mark.parametrize("granted", [False, True])
def test_a_wait_that_is_cancelled_leaves_no_lock(granted):
    async def story():
        db = Database(rows={"a": 1})
        first, second, third = db.begin(), db.begin(), db.begin()
        await first.lock("a")
        waits = [asyncio.create_task(tx.lock("a")) for tx in (second, third)]
        await asyncio.sleep(1.0)
        if granted:
            first.rollback()  # the second has it, and does not know yet
        waits[0].cancel()
        first.rollback()
        await asyncio.sleep(1.0)
        assert db.open == {third} and await waits[1] == 1

    run(story())


@pytest.mark.parametrize("error", [asyncio.CancelledError, KeyError])
def test_a_transaction_that_is_left_by_an_error_is_rolled_back(error):
    async def story():
        db = Database(rows={"a": 1})

        async def leave():
            async with db.transaction() as tx:
                await tx.update("a", lambda a: 2)
                raise error

        with pytest.raises(error):
            await leave()
        assert db.committed == {"a": 1} and not db.open

    run(story())


def test_statements_take_the_time_that_they_are_given():
    async def story():
        async with Database(rows={"a": 1}, delay=0.5).transaction() as tx:
            await tx.update("a", lambda a: 2)
        return now()

    assert run(story()) == 1.0


def test_a_level_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="read uncommitted"):
        Database("read uncommitted")
