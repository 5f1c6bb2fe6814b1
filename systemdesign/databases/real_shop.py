"""The mended shop on a real database: orders and stock as rows, the catalogue as documents, hot products in a cache."""

import json

from systemdesign.databases.shop import PriceChanged, SoldOut, product
from systemdesign.databases.sql import PostgreSQL, SQLite

DATABASES = {"sqlite": SQLite, "postgres": PostgreSQL}
TABLES = """
create table product (sku text primary key, doc jsonb not null)
create table stock (sku text primary key, quantity int not null check (quantity >= 0))
create table orders (key text primary key, customer text not null, items jsonb not null, cents int not null)
"""  # SQLite takes any word for a type, and has the same operators for the documents in it


class Shop:
    """A shop on "sqlite" or "postgres", as a context manager; several threads may use it at once.

    An order and what it takes from the stock are one transaction in one database, so there is never one without the
    other, and never less than nothing in stock. `hot` is a Valkey client, in which a product may be looked up for so
    many `seconds`; the till never looks there.
    """

    def __init__(self, database="sqlite", hot=None, seconds=60, **settings):
        self.database, self.hot, self.seconds = DATABASES[database](**settings), hot, seconds

    def __enter__(self):
        self.database.__enter__()
        with self.database.transaction() as tx:
            for table in TABLES.strip().splitlines():
                tx.execute(table)
        return self

    def __exit__(self, *exc):
        self.database.__exit__(*exc)

    def put(self, sku, document, quantity=0):
        """Write a product's document, and how many there are; its copy in the cache is thrown away."""
        with self.database.transaction() as tx:
            tx.execute("insert into product values (?, ?) on conflict (sku) do update set doc = excluded.doc",
                       sku, json.dumps(document))
            tx.execute("insert into stock values (?, ?) on conflict (sku) do update set quantity = excluded.quantity",
                       sku, quantity)
        if self.hot:
            self.hot.delete(f"product:{sku}")

    def get_product(self, sku):
        """What the customer is shown, which may be so many `seconds` old; KeyError where there is no such product."""
        kept = self.hot and self.hot.get(f"product:{sku}")
        if kept:
            return json.loads(kept)
        with self.database.borrow() as connection:
            found = self._product(connection, sku)
        if self.hot:
            self.hot.set(f"product:{sku}", json.dumps(found), ex=self.seconds)
        return found

    def create_order(self, key, customer, items, shown=None):
        """Order `items`, {sku: quantity}, once however often it is asked under this `key`: what they cost, in cents.

        Raises SoldOut, or PriceChanged where it costs something else than the customer was `shown`. Both leave nothing.
        """
        return self.database.transact(lambda tx: self._order(tx, key, customer, items, shown))

    def _order(self, tx, key, customer, items, shown):
        cents = sum(self._product(tx, sku)["cents"] * quantity for sku, quantity in items.items())
        new = tx.execute("insert into orders values (?, ?, ?, ?) on conflict do nothing",
                         key, customer, json.dumps(items), cents)
        if not new.rowcount:
            return tx.execute("select cents from orders where key = ?", key).fetchone()[0]
        if shown not in (None, cents):
            raise PriceChanged(f"{cents} cents, not {shown}")
        for sku, quantity in sorted(items.items()):
            self._take(tx, sku, quantity)
        return cents

    def _take(self, tx, sku, quantity):
        """One statement looks and writes, so nobody comes between; sorted, no two orders wait for each other."""
        taken = tx.execute("update stock set quantity = quantity - ? where sku = ? and quantity >= ?",
                           quantity, sku, quantity)
        if not taken.rowcount:
            raise SoldOut(sku)

    def _product(self, tx, sku):
        found = tx.execute("select cast(doc as text) from product where sku = ?", sku).fetchone()
        if not found:
            raise KeyError(sku)
        return product(json.loads(found[0]))

    def stock(self):
        """{sku: quantity}, as it is now."""
        with self.database.borrow() as connection:
            return dict(connection.execute("select sku, quantity from stock order by sku").fetchall())

    def orders(self):
        """{key: items}, as they are now."""
        with self.database.borrow() as connection:
            rows = connection.execute("select key, cast(items as text) from orders order by key").fetchall()
        return {key: json.loads(items) for key, items in rows}
