"""Threads that buy the same product on a real PostgreSQL, in the ways of the chapter's sale, until it is sold out."""

import threading
import time
from contextlib import ExitStack

from systemdesign.databases.sql import code

CONDITIONAL = "update stock set quantity = quantity - 1 where sku = 'lamp' and quantity >= 1"
DECREMENT = "update stock set quantity = quantity - 1 where sku = 'lamp'"
LOOK = "select quantity from stock where sku = 'lamp'"


def read_then_write(connection, think):
    """Look, think, and write down one less than what was seen: how many were sold, 1 or 0."""
    seen = look(connection, think)
    return seen and connection.execute("update stock set quantity = ? where sku = 'lamp'", seen - 1).rowcount


def check_then_decrement(connection, think):
    """Look, think, and take one away from what is there by then."""
    return look(connection, think) and connection.execute(DECREMENT).rowcount


def conditional_update(connection, think):
    """Think first; then the same statement looks and writes."""
    time.sleep(think)
    return connection.execute(CONDITIONAL).rowcount


def lock_the_row(connection, think):
    """Look in such a way that nobody else can, until this is over."""
    return look(connection, think, " for update") and connection.execute(DECREMENT).rowcount


WAYS = {"read, then write": read_then_write, "check, then decrement": check_then_decrement,
        "one conditional update": conditional_update, "lock the row": lock_the_row}


def look(connection, think, how=""):
    """What is there, at least 0, after a pause to think."""
    seen = connection.execute(LOOK + how).fetchone()[0]
    time.sleep(think)
    return max(seen, 0)


class Buyer(threading.Thread):
    """One who buys again and again, each time in a transaction, until there is nothing left."""

    def __init__(self, connection, way, plan):
        super().__init__()
        self.connection, self.way, self.think = connection, WAYS[way], plan.think
        self.begin = f"begin isolation level {plan.isolation}"
        self.sold = self.aborts = 0

    def run(self):
        """Buy until there is none."""
        while sold := self.once():
            self.sold += sold

    def once(self):
        """Buy one: 1, or 0 where there was none; a transaction that could not be serialized is run again."""
        while True:
            try:
                self.connection.execute(self.begin)
                sold = self.way(self.connection, self.think)
                self.connection.execute("commit")
                return sold
            except Exception as error:
                if code(error) != "40001":
                    raise
                self.connection.raw.rollback()
                self.aborts += 1


def rush(database, way, plan):
    """How many were sold, what the row says in the end, how often one tried again, and the seconds it all took."""
    with ExitStack() as stack:
        clerk, *connections = (stack.enter_context(database.borrow()) for _ in range(plan.buyers + 1))
        clerk.execute("drop table if exists stock")
        clerk.execute(f"create table stock as select 'lamp' as sku, {plan.stock} as quantity")
        buyers = [Buyer(connection, way, plan) for connection in connections]
        began = time.monotonic()
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join()
        took = time.monotonic() - began
        left = clerk.execute(LOOK).fetchone()[0]
    return sum(buyer.sold for buyer in buyers), left, sum(buyer.aborts for buyer in buyers), took
