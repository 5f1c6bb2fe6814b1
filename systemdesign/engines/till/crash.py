"""One life of a till before two real databases, and how it ends."""

import time
from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process

CLERK = Path(__file__).with_name("clerk.py")
DATABASES = "orders", "inventory"
STOCK = """drop table if exists stock;
create table stock as select clerk, 0 as sold from generate_series(0, {}) as clerk;
alter table stock add primary key (clerk)"""
CLERKS = "select count(*) from pg_stat_activity where application_name = 'clerk'"


def build(server):
    """Make the two databases."""
    with server.connect() as connection:
        for name in DATABASES:
            connection.execute(f"create database {name}")


def crash(server, clerks, seconds):
    """Open a till (see `clerk`), and kill it after so long: for each clerk, the orders, and what left the stock."""
    order, stock = (server.connect(dbname=name) for name in DATABASES)
    with order, stock:
        order.execute("drop table if exists orders; create table orders (clerk int)")
        for connection in (order, stock):
            connection.execute(STOCK.format(clerks - 1))
        work_until_killed(server, clerks, seconds)
        # What a database had been sent it still does.
        server.process.wait_until(lambda: order.execute(CLERKS).fetchone()[0] == 0)
        orders = dict(order.execute("select clerk, count(*) from orders group by clerk").fetchall())
        sold = [dict(connection.execute("select clerk, sold from stock").fetchall()) for connection in (order, stock)]
    return [(orders[clerk], sold[clerk % 2][clerk]) for clerk in range(clerks)]


def work_until_killed(server, clerks, seconds):
    """Let the clerks work for so many seconds, and kill them all at once, with -9."""
    where = [" ".join(f"{name}={value}" for name, value in {**server.address, "dbname": database}.items())
             for database in DATABASES]
    till = Process("Till", [program("python"), "-I", CLERK, *where, str(clerks)])
    try:
        till.wait_until(till.log)
        time.sleep(seconds)
        till.wait_until(lambda: till.running)  # or say what it died of
        till.kill()
    finally:
        till.stop()
