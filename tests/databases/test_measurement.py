"""What the chapter measures on real databases: a table, a crowd, a kill, a shop, commits and a search."""

from types import SimpleNamespace

import pytest

from systemdesign.databases import costs, rush
from systemdesign.databases.costs import commits, search
from systemdesign.databases.measurement import CHECK, crowd, killed, postgres_table, shops, sqlite_table
from systemdesign.databases.promises import PROMISES, table
from systemdesign.databases.rush import WAYS, Buyer
from systemdesign.engines import available

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
LEVELS = "read committed", "repeatable read", "serializable"
MEASURED = crowd, killed, postgres_table, shops, sqlite_table, commits, search


@pytest.fixture
def live(way):
    way("live")


def check_table(found):
    assert list(found.cells) == [*LEVELS, CHECK]
    for level in LEVELS:
        assert found.cells[level] == {name: str(outcome) for name, outcome in table(level).items()}
    assert found.cells[CHECK]["check, then decrement"] == "kept 23514"


def check_crowd(found):
    stock, buyers = found.plan.stock, found.plan.buyers
    assert all(sold >= stock for sold in found.sold)
    assert found.sold[2:] == [stock, stock]
    if found.plan.isolation == "read committed":
        assert stock < found.sold[1] <= stock + buyers - 1
        assert stock * buyers / 3 < found.sold[0] < stock * buyers * 1.5  # a late write undoes several sales
        assert found.left == [0, stock - found.sold[1], 0, 0]
        assert sum(found.aborts) == 0
    else:
        assert (found.sold, found.left) == ([stock] * 4, [0] * 4)
        assert min(found.aborts) > 0


def check_killed(found):
    assert sum(found.apart) > sum(found.together) == 0
    assert max(found.apart) <= found.plan.clerks // 2
    assert len(found.apart) == len(found.together) == found.plan.times
    assert found.deaths == found.plan.times * found.plan.clerks / 2


def check_shops(found):
    for told in found.found.values():
        assert (told["failed"], told["unknown"]) == ([], 0)
        assert told["orders"] == told["told"] > 0
        assert {told["sold"][sku] + left for sku, left in told["left"].items()} == {found.plan.stock}
        assert min(told["left"].values()) >= 0


def check_commits(found):
    for three, one, together in (found.postgres, found.sqlite):
        assert three > 1.3 * one
        assert three > 2 * together


def check_search(found):
    assert found.pages[0] > 5 * found.pages[1]
    assert found.rows[0] == found.rows[1] > 0
    assert found.accepted == {"typeof": [True, False, True], "coalesce": [True, False, False]}


@needs_postgres
def test_the_table_of_postgresql_is_the_model_s(live):
    check_table(postgres_table())


def test_the_table_of_sqlite_has_every_promise_but_the_lock(live):
    found = sqlite_table()
    assert list(found.cells) == ["no begin", "begin", "begin immediate", "begin, without WAL"]
    assert all(list(cells) == [name for name in PROMISES if name != "voucher: lock"] for cells in found.cells.values())
    assert set(found.cells["begin immediate"].values()) == {"kept"}


@needs_postgres
@pytest.mark.parametrize("isolation", ["read committed", "repeatable read"])
def test_a_crowd_buys_what_the_way_and_the_level_let_it(live, isolation):
    check_crowd(crowd(isolation=isolation, stock=20))


@needs_postgres
def test_of_clerks_with_two_databases_some_leave_stock_without_an_order(live):
    check_killed(killed())


@needs_postgres
@needs_valkey
def test_in_both_shops_each_key_that_was_told_is_one_order(live):
    check_shops(shops(orders=30, stock=20))


@needs_postgres
def test_the_fewer_commits_the_less_an_order_costs(live):
    check_commits(commits(orders=20))


@needs_postgres
def test_an_index_of_documents_spares_pages_and_a_check_lets_what_is_missing_in(live):
    check_search(search())


@pytest.mark.parametrize(("way", "seen", "sold", "statements"), [
    ("read, then write", 3, 1, 2), ("check, then decrement", 3, 1, 2), ("lock the row", 3, 1, 2),
    ("read, then write", 0, 0, 1), ("check, then decrement", -1, 0, 1), ("lock the row", 0, 0, 1),
    ("one conditional update", 3, 1, 1)])
def test_a_buyer_thinks_once_and_writes_only_where_there_is_something(way, seen, sold, statements, monkeypatch):
    naps, ran = [], []
    monkeypatch.setattr(rush.time, "sleep", naps.append)

    def execute(*statement):
        ran.append(statement)
        return SimpleNamespace(fetchone=lambda: (seen,), rowcount=1)

    assert WAYS[way](SimpleNamespace(execute=execute), 0.25) == sold
    assert naps == [0.25]
    assert len(ran) == statements


def test_a_buyer_tries_again_only_what_could_not_be_serialized():
    def failing(name):
        error = RuntimeError(name)
        error.sqlstate = name
        return error

    errors = [failing("40001"), failing("40001"), failing("53300")]

    def execute(sql):
        raise errors.pop(0)

    connection = SimpleNamespace(execute=execute, raw=SimpleNamespace(rollback=lambda: None))
    buyer = Buyer(connection, "lock the row", SimpleNamespace(isolation="serializable", think=0.0))
    with pytest.raises(RuntimeError, match="53300"):
        buyer.once()
    assert buyer.aborts == 2


def test_a_document_that_fails_for_another_reason_is_not_taken_for_refused():
    def execute(*_):
        raise RuntimeError("no such table")

    with pytest.raises(RuntimeError, match="no such table"):
        costs.taken(SimpleNamespace(execute=execute), "coalesce", "{}")


def test_every_recording_shows_what_the_chapter_says_of_it():
    assert all(measure.recordings.all() for measure in MEASURED)
    checks = {crowd: check_crowd, killed: check_killed, postgres_table: check_table, shops: check_shops,
              commits: check_commits, search: check_search}
    for measure, check in checks.items():
        for found in measure.recordings.all():
            check(found)
