"""The shop on SQLite and on PostgreSQL: it never oversells, orders once per key, and does what the model does."""

import asyncio
from contextlib import suppress
from types import SimpleNamespace

import pytest

from systemdesign.databases.customers import Customer, basket, serve
from systemdesign.databases.measurement import ShopPlan
from systemdesign.databases.real_shop import Shop
from systemdesign.databases.shop import PriceChanged, SoldOut
from systemdesign.databases.shop import Shop as Model
from systemdesign.databases.sql import SQLite, code
from systemdesign.engines import available
from systemdesign.engines.valkey.server import Valkey
from systemdesign.kernel import run
from systemdesign.sim.versions.database import Database

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
LAMP, DESK = {"name": "lamp", "price": 49.0}, {"name": "desk", "version": 2, "cents": 12000}
STORY = [("first", {"lamp": 2}, 9800), ("first", {"lamp": 2}, 9800), ("second", {"lamp": 1, "desk": 1}, None),
         ("third", {"desk": 1, "lamp": 2}, None), ("fourth", {"desk": 1}, 11000), ("fifth", {"chair": 1}, None),
         ("third", {"lamp": 1}, None)]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def opened(request):
    with Shop(request.param) as shop:
        yield shop


@pytest.fixture
def shop(opened):
    """A shop with nothing in it: one of each kind for all who look at it."""
    with opened.database.transaction() as tx:
        for table in ("orders", "stock", "product"):
            tx.execute(f"delete from {table}")
    return opened


class Hot:
    """A cache of Valkey's interface, and how long it was to keep each thing."""

    def __init__(self):
        self.kept, self.seconds = {}, {}

    def get(self, name):
        return self.kept.get(name)

    def set(self, name, value, ex):
        self.kept[name], self.seconds[name] = value, ex

    def delete(self, name):
        self.kept.pop(name, None)


def told(order):
    """What a customer is told at each step of the story, or the name of the refusal."""
    for key, items, shown in STORY:
        try:
            yield order(key, "Ada", items, shown)
        except (SoldOut, PriceChanged, KeyError) as refusal:
            yield type(refusal).__name__


def test_the_model_and_the_real_shop_tell_the_same_story(shop):
    shop.put("lamp", LAMP, 4)
    shop.put("desk", DESK, 9)
    rows = {("product", "lamp"): LAMP, ("product", "desk"): DESK, ("stock", "lamp"): 4, ("stock", "desk"): 9}
    model = Model(Database(rows=rows))
    modelled = list(told(lambda *order: run(model.create_order(*order))))
    assert list(told(shop.create_order)) == modelled
    assert modelled == [9800, 9800, 16900, "SoldOut", "PriceChanged", "KeyError", 4900]
    stock = {sku: model.database.look(("stock", sku)) for sku in ("desk", "lamp")}
    assert shop.stock() == stock == {"desk": 8, "lamp": 0}
    assert shop.orders() == {"first": {"lamp": 2}, "second": {"lamp": 1, "desk": 1}, "third": {"lamp": 1}}


def test_many_customers_at_once_buy_no_more_than_there_is_and_once_per_key(shop):
    before = shop.database.retries
    found = serve(shop, ShopPlan())
    assert shop.database.retries == before  # sorted, they never wait for each other
    assert found["failed"] == []
    assert found["unknown"] == 0
    assert found["refused"] > 0
    assert {sku: found["sold"][sku] + left for sku, left in found["left"].items()} == dict.fromkeys(found["sold"], 60)
    assert min(found["left"].values()) >= 0


@pytest.mark.parametrize("opened", [pytest.param("postgres", marks=needs_postgres)], indirect=True)
@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_transactions_that_cannot_be_serialized_are_run_again_and_no_customer_hears_of_it(shop, level, monkeypatch):
    monkeypatch.setattr(shop.database, "begin", f"begin isolation level {level}")
    before = shop.database.retries
    found = serve(shop, ShopPlan(orders=40, stock=200))
    assert (found["failed"], found["unknown"], found["refused"]) == ([], 0, 0)
    assert shop.database.retries > before


def test_what_a_customer_could_not_have_expected_is_told():
    def broken(*_):
        raise OSError("the disk is full")

    customer = Customer(SimpleNamespace(get_product=broken), ["order 1"])
    customer.run()
    assert customer.failed == ["OSError: the disk is full"]
    assert customer.told == {}


def test_what_is_asked_under_a_key_is_always_the_same():
    assert basket("order 1") == basket("order 1")
    assert len({str(basket(f"order {number}")) for number in range(30)}) > 10


def test_a_hot_product_is_looked_up_in_the_cache_until_its_document_is_written():
    hot = Hot()
    with Shop(hot=hot, seconds=7) as shop:
        shop.put("lamp", LAMP)
        assert shop.get_product("lamp") == {"name": "lamp", "cents": 4900}
        assert set(hot.seconds.values()) == {7}
        hot.kept = dict.fromkeys(hot.kept, '{"name": "from the cache"}')
        assert shop.get_product("lamp") == {"name": "from the cache"}
        shop.put("lamp", LAMP | {"price": 50.0})
        assert shop.get_product("lamp")["cents"] == 5000


def test_the_till_does_not_believe_the_cache():
    hot = Hot()
    with Shop(hot=hot) as shop:
        shop.put("lamp", LAMP, 1)
        hot.kept["product:lamp"] = '{"name": "lamp", "cents": 1}'
        with pytest.raises(PriceChanged, match="4900 cents, not 1"):
            shop.create_order("first", "Ada", {"lamp": 1}, shop.get_product("lamp")["cents"])
        assert shop.orders() == {}
        assert shop.create_order("first", "Ada", {"lamp": 1}) == 4900


@needs_valkey
def test_valkey_forgets_a_product_by_itself():
    with Valkey() as cache, Shop(hot=cache.client, seconds=60) as shop:
        shop.put("lamp", LAMP)
        assert shop.get_product("lamp") == shop.get_product("lamp")
        assert 0 < cache.client.ttl("product:lamp") <= 60


@pytest.mark.parametrize(("name", "again"), [("40001", 1), ("40P01", 1), ("SQLITE_BUSY_SNAPSHOT", 1), ("23505", 0)])
def test_a_transaction_is_run_again_only_where_the_moment_was_wrong(name, again, monkeypatch):
    monkeypatch.setattr("systemdesign.databases.sql.time.sleep", lambda seconds: None)
    tries = []

    def work(connection):
        tries.append(connection)
        if len(tries) == 1:
            error = RuntimeError(name)
            error.sqlstate = name
            raise error
        return "done"

    with SQLite() as database:
        outcome = told_or_raised(lambda: database.transact(work))
        assert (len(tries), database.retries) == (1 + again, again)
        assert outcome == ("done" if again else name)


def told_or_raised(work):
    """What it returns, or the code of what it raises."""
    try:
        return work()
    except RuntimeError as error:
        return code(error)


def test_a_transaction_that_never_gets_through_is_given_up(monkeypatch):
    monkeypatch.setattr("systemdesign.databases.sql.time.sleep", lambda seconds: None)
    tries = []

    def work(connection):
        tries.append(1)
        error = RuntimeError("again")
        error.sqlstate = "40001"
        raise error

    with SQLite() as database, pytest.raises(RuntimeError, match="again"):
        database.transact(work, tries=3)
    assert len(tries) == 3


def test_a_transaction_that_fails_leaves_nothing_and_its_connection_serves_the_next():
    with SQLite() as database:
        with database.borrow() as connection:
            connection.execute("create table shelf (n int)")
        with suppress(asyncio.CancelledError), database.transaction() as first:
            first.execute("insert into shelf values (1)")
            raise asyncio.CancelledError
        with database.transaction() as second:
            assert second is first
            assert second.execute("select count(*) from shelf").fetchone()[0] == 0
