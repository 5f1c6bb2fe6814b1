"""What a commit costs, and a search in documents, on real databases."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from systemdesign.databases.sql import PostgreSQL, SQLite, code
from systemdesign.engines.measured import Plan, Result, measurement

TIMES = 5  # that all orders are made in one transaction
ORDER = ("insert into sold values (1)", "update counter set n = n + 1 where id = 1",
         "update counter set n = n + 1 where id = 2")
TABLES = ("create table sold (id int)", "create table counter (id int primary key, n int not null)",
          "insert into counter values (1, 0), (2, 0)")
CATALOGUE = """create function dice(i int, k int, sides int) returns int immutable return
    mod(abs(hashint4(i * 100 + k)::bigint), sides);
create table product as select i as id,
    jsonb_build_object('kind', (array['lamp', 'chair', 'book', 'phone'])[1 + dice(i, 0, 4)], 'cents', dice(i, 1, 50000))
    || (select jsonb_object_agg('a' || dice(i, k, 60), dice(i, k + 50, 10)) from generate_series(2, 4 + mod(i, 10)) k)
    as doc from generate_series(1, {}) i"""  # each with 3 to 12 of 60 attributes
SEARCH = """select id from product where doc @> '{"kind": "lamp", "a7": 4}'"""
CHECKS = {"typeof": "jsonb_typeof(doc->'cents') = 'number'",
          "coalesce": "coalesce(jsonb_typeof(doc->'cents'), 'missing') = 'number'"}
DOCUMENTS = '{"cents": 4900}', '{"cents": "4900"}', '{"name": "lamp"}'


@dataclass(frozen=True, kw_only=True)
class CommitPlan(Plan):
    """So many `orders`, of three statements each, by one client."""

    orders: int = 50


@dataclass(frozen=True)
class Commits(Result):
    """What came of a CommitPlan: median seconds an order with three commits, with one, and with one for all orders."""

    postgres: list
    sqlite: list


@measurement(("postgres", "sqlite"), CommitPlan, Commits)
def commits(plan):
    """The same orders with many commits and with few, on both databases (see CommitPlan): `Commits`."""
    with PostgreSQL() as postgres, SQLite() as sqlite:
        return {"postgres": orders_on(postgres, plan.orders), "sqlite": orders_on(sqlite, plan.orders)}


def orders_on(database, orders):
    """The median seconds an order, with a commit for each statement, for each order, and for all of them."""
    with database.borrow() as connection:
        for table in TABLES:
            connection.execute(table)
        apart, together = ([[sql] for sql in ORDER], [ORDER])
        turns = [(spend(connection, apart), spend(connection, together)) for _ in range(orders)]
        at_once = [spend(connection, [ORDER * orders]) / orders for _ in range(TIMES)]
    return [*map(median, zip(*turns)), median(at_once)]


def spend(connection, transactions):
    """The seconds that these lists of statements take, each list in a transaction."""
    began = perf_counter()
    for statements in transactions:
        connection.execute("begin")
        for sql in statements:
            connection.execute(sql)
        connection.execute("commit")
    return perf_counter() - began


@dataclass(frozen=True, kw_only=True)
class SearchPlan(Plan):
    """A search for the lamps with one attribute, among so many `products`."""

    products: int = 20_000


@dataclass(frozen=True)
class Search(Result):
    """What came of a SearchPlan, first without an index and then with one: pages read, and seconds, for `rows` rows.

    `accepted` says of each check of a price which documents it lets in: one with a price, one with a text in its place,
    one with none.
    """

    pages: list
    seconds: list
    rows: list
    accepted: dict


@measurement("postgres", SearchPlan, Search)
def search(plan):
    """A search in JSONB documents, without and with a GIN index, and what checks let in (see SearchPlan)."""
    with PostgreSQL() as database, database.borrow() as connection:
        connection.execute(CATALOGUE.format(plan.products))
        connection.execute("analyze product")
        found = [explained(connection)]
        connection.execute("create index on product using gin (doc jsonb_path_ops)")
        found.append(explained(connection))
        return dict(zip(("pages", "seconds", "rows"), map(list, zip(*found)))) | {
            "accepted": {name: accepted(connection, name, check) for name, check in CHECKS.items()}}


def explained(connection):
    """Pages that the search read, seconds that it took the second time, and rows that it found."""
    for _ in range(2):
        told = connection.execute(f"explain (analyze, buffers, format json) {SEARCH}").fetchone()[0][0]
    plan = told["Plan"]
    return (plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], told["Execution Time"] / 1e3,
            int(plan["Actual Rows"]))


def accepted(connection, name, check):
    """Whether the table with this check takes each of the documents."""
    connection.execute(f'create table "{name}" (doc jsonb check ({check}))')
    return [taken(connection, name, document) for document in DOCUMENTS]


def taken(connection, name, document):
    """Whether the table takes it."""
    try:
        connection.execute(f'insert into "{name}" values (?)', document)
    except Exception as error:
        if code(error) != "23514":
            raise
        return False
    return True
