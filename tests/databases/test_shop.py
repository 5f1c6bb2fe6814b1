"""The mended shop on the model at every level, and the tables on which the guide's sketch runs."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.caching.remote import RemoteCache
from systemdesign.databases import trials
from systemdesign.databases.shop import PriceChanged, Shop, SoldOut, product
from systemdesign.databases.tables import KindTables, Tables
from systemdesign.sim.versions.database import Database
from systemdesign.sim.versions.transaction import LEVELS

LAMP, DESK = {"name": "lamp", "price": 49.0}, {"version": 2, "name": "desk", "cents": 9900}


def shop(isolation="read committed", stock=3, **more):
    rows = {("product", "lamp"): LAMP, ("product", "desk"): DESK, ("stock", "lamp"): stock, ("stock", "desk"): stock}
    return Shop(Database(isolation, rows, **more), RemoteCache())


@pytest.mark.parametrize("isolation", LEVELS)
def test_an_order_takes_what_it_orders_and_says_what_it_costs(isolation):
    mine = shop(isolation)
    assert run(mine.create_order("key", "Ann", {"lamp": 2, "desk": 1})) == 2 * 4900 + 9900
    assert [mine.database.look(("stock", sku)) for sku in ("lamp", "desk")] == [1, 2]


@pytest.mark.parametrize("isolation", LEVELS)
def test_a_key_is_one_order_however_often_it_is_asked(isolation):
    async def story(mine):
        calls = (mine.create_order("key", "Ann", {"lamp": 3}) for _ in range(4))
        return [*await asyncio.gather(*calls), await mine.create_order("key", "Ann", {"lamp": 3})]

    mine = shop(isolation, delay=0.001)
    assert run(story(mine)) == [3 * 4900] * 5
    assert mine.database.look(("stock", "lamp")) == 0


@pytest.mark.parametrize("isolation", LEVELS)
def test_a_crowd_never_buys_what_is_not_there(isolation):
    assert run(trials.asked_twice(shop(isolation, stock=10, delay=0.01), customers=20)) == (10, 0)


def test_what_is_refused_leaves_nothing():
    mine = shop()
    before = mine.database.committed
    for items, shown, error in (({"desk": 1, "lamp": 4}, None, SoldOut), ({"lamp": 1}, 4800, PriceChanged),
                                ({"chair": 1}, None, KeyError)):
        with pytest.raises(error):
            run(mine.create_order("key", "Ann", items, shown))
    assert mine.database.committed == before and not mine.database.open


@pytest.mark.parametrize("isolation", LEVELS)
def test_orders_crosswise_end_without_a_deadlock(isolation):
    async def story(mine):
        await asyncio.gather(*(mine.create_order(k, "Ann", dict.fromkeys(skus, 1))
                               for k, skus in enumerate([("lamp", "desk"), ("desk", "lamp")] * 3)))

    mine = shop(isolation, stock=6, delay=0.001)
    run(story(mine))
    assert (mine.database.deadlocks, mine.database.look(("stock", "lamp"))) == (0, 0)


def test_a_client_that_is_killed_leaves_all_of_its_order_or_nothing():
    found = {run(trials.half(shop(delay=0.01), seconds / 400)) for seconds in range(40)}
    assert found == {(3, False), (2, True)}


def test_the_cache_may_be_old_and_the_till_is_not():
    mine = shop()
    assert run(trials.raised(mine, cents=9800)) == (4900, 9800)


def test_a_product_stays_in_the_cache_for_its_time_to_live():
    async def story(mine):
        first = await mine.get_product("lamp")
        async with mine.database.transaction() as tx:
            await tx.update(("product", "lamp"), lambda _: DESK)
        await asyncio.sleep(59.0)
        second = await mine.get_product("lamp")
        await asyncio.sleep(1.0)
        return [each["cents"] for each in (first, second, await mine.get_product("lamp"))]

    assert run(story(shop())) == [4900, 4900, 9900]


@pytest.mark.parametrize("document", [{"name": "lamp", "price": 0.29}, {"version": 1, "name": "lamp", "price": 0.29},
                                      {"version": 2, "name": "lamp", "cents": 29}])
def test_a_reader_knows_every_shape(document):
    assert product(document) == {"name": "lamp", "cents": 29}


def test_a_statement_of_the_tables_is_a_transaction_by_itself_unless_one_is_open():
    async def story(tables):
        await tables.update("inventory", {"quantity": 1}, {"id": "lamp"})
        with pytest.raises(KeyError):
            await leave(tables)
        return tables.all("inventory"), await tables.find_one("inventory", {"id": "lamp"})

    async def leave(tables):
        async with tables.transaction():
            await tables.update("inventory", {"quantity": 5}, {"id": "lamp"})
            await tables.insert("inventory", {"quantity": 7})
            raise KeyError

    assert run(story(Tables({("inventory", "lamp"): {"quantity": 2}}))) == ([{"quantity": 1}], {"quantity": 1})


def test_kind_tables_take_away():
    async def story(tables):
        await tables.update("inventory", {"quantity": -3}, {"id": "lamp"})
        return tables.all("inventory")

    assert run(story(KindTables({("inventory", "lamp"): {"quantity": 2}}))) == [{"quantity": -1}]
