"""The interleavings on PostgreSQL and on SQLite: each cell of the table, and who waits for whom meanwhile."""

import asyncio

import pytest

from systemdesign.databases import turns
from systemdesign.databases.promises import PROMISES, Promise, table
from systemdesign.databases.sql import PostgreSQL, SQLite
from systemdesign.databases.turns import PostgresSession, SQLiteSession, on_postgres, on_sqlite, played
from systemdesign.engines import available
from systemdesign.sim.versions.errors import Failed

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
CROSSWISE = Promise("A less lamp, B less desk, A less desk, B less lamp, A commit, B commit", lambda *_: True)
READ_FIRST = "lost update", "check, then decrement", "voucher: count", "voucher: unique"


@pytest.fixture(scope="module")
def postgres():
    with PostgreSQL(deadlock_timeout="20ms", fsync="off") as database:
        yield database


def said(outcomes):
    return {name: str(outcome) for name, outcome in outcomes.items()}


@needs_postgres
@pytest.mark.parametrize("level", ["read committed", "repeatable read", "serializable"])
def test_postgresql_and_the_model_agree_in_everything_at_every_level(postgres, level):
    assert on_postgres(postgres, level) == table(level)


@needs_postgres
def test_a_check_of_the_row_refuses_to_oversell_and_does_nothing_for_the_voucher(postgres):
    checked, bare = (said(on_postgres(postgres, "read committed", check)) for check in ("check (n >= 0)", ""))
    assert checked == bare | {"check, then decrement": "kept 23514"}
    assert checked["voucher: count"] == checked["lost update"] == "broken"


@needs_postgres
def test_two_who_take_the_same_rows_crosswise_deadlock_and_one_of_them_gets_through(postgres, monkeypatch):
    monkeypatch.setitem(PROMISES, "crosswise", CROSSWISE)
    real, modelled = on_postgres(postgres, "read committed")["crosswise"], table("read committed")["crosswise"]
    assert real.codes == modelled.codes == ("40P01",)
    assert (real.rows["lamp"], real.rows["desk"]) == (modelled.rows["lamp"], modelled.rows["desk"]) == (3, 3)


@needs_postgres
def test_a_step_is_over_when_its_client_is_done_or_held_up(postgres, monkeypatch):
    seen = []

    class Watched(PostgresSession):
        async def commit(self):
            seen.append([session.busy for session in self.others])
            await super().commit()

    monkeypatch.setattr(turns, "PostgresSession", Watched)
    on_postgres(postgres, "read committed")
    assert [False, True] in seen  # B waits for A, who commits
    assert [True, True] not in seen


@pytest.mark.parametrize(("begin", "unlike"), [
    (None, {"lost update": "broken", "check, then decrement": "broken", "voucher: count": "broken",
            "voucher: unique": "kept SQLITE_CONSTRAINT_PRIMARYKEY", "two reads agree": "broken"}),
    ("begin", dict.fromkeys(READ_FIRST, "kept SQLITE_BUSY_SNAPSHOT")),
    ("begin immediate", {}),
])
def test_sqlite_keeps_what_its_transactions_begin_with(begin, unlike):
    kept = {name: "kept" for name in PROMISES if name != "voucher: lock"}
    assert said(on_sqlite(begin, "wal")) == kept | unlike


def test_in_rollback_mode_two_who_read_and_then_write_stop_each_other_until_one_gives_up():
    kept = {name: "kept" for name in PROMISES if name != "voucher: lock"}
    outcomes = on_sqlite("begin", "delete")
    assert said(outcomes) == kept | dict.fromkeys(READ_FIRST, "kept SQLITE_BUSY")
    assert all(len(outcomes[name].codes) == 1 for name in READ_FIRST)


def test_a_busy_sqlite_is_asked_again_when_the_other_has_ended():
    async def both(database):
        with database.borrow() as first, database.borrow() as second:
            for connection in (first, second):
                connection.execute("pragma busy_timeout = 0")
            others = []
            holder, waiter = (SQLiteSession(connection, "begin immediate", others) for connection in (first, second))
            await holder.put("lamp", 1)
            waits = asyncio.create_task(waiter.get("lamp"))
            await asyncio.sleep(0)
            assert not waits.done()
            await holder.commit()
            return await waits

    with SQLite() as database:
        with database.borrow() as connection:
            connection.execute(turns.TABLE)
            connection.execute("insert into shelf values ('lamp', 5)")
        assert asyncio.run(both(database)) == 1


def test_a_client_that_failed_is_told_the_database_s_own_word():
    async def twice(database):
        with database.borrow() as connection:
            connection.execute(turns.TABLE)
            session = SQLiteSession(connection, None, [])
            await session.insert("lamp")
            await session.insert("lamp")

    with SQLite() as database, pytest.raises(Failed, match="UNIQUE") as told:
        asyncio.run(twice(database))
    assert told.value.code == "SQLITE_CONSTRAINT_PRIMARYKEY"


def test_every_play_begins_with_the_same_rows():
    with SQLite() as database:
        def play(name):
            return asyncio.run(played(name, database, turns.TABLE, lambda *args: SQLiteSession(args[0], None, args[1])))

        assert play("voucher: count") == play("voucher: count")
