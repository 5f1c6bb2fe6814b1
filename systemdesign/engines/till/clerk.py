"""Clerks who write orders without a pause, until their process is killed.

Run as a script by `crash.crash`: `clerk.py ORDERS INVENTORY CLERKS`, the first two how to connect to PostgreSQL. It
prints a line when each of the clerks has written an order. Half of them, those with even numbers, keep their stock in
the one database, where the order is; the others in the other.
"""

import random
import sys
import threading
import time

PAUSE = 0.0002  # s, on average, between two orders of a clerk: or all would wait for the same flush of the disk


def open_for_business(orders, inventory, number, opened):
    """Write orders for ever, as the guide does: the stock inside the transaction of the order."""
    import psycopg

    order = psycopg.connect(orders, autocommit=True, application_name="clerk")
    stock = order if number % 2 == 0 else psycopg.connect(inventory, autocommit=True, application_name="clerk")
    for made in range(sys.maxsize):
        with order.transaction():
            order.execute("insert into orders values (%s)", (number,))
            stock.execute("update stock set sold = sold + 1 where clerk = %s", (number,))
        if not made:
            opened.wait()
        time.sleep(random.expovariate(1 / PAUSE))


def main(orders, inventory, clerks):
    """Open the till."""
    opened = threading.Barrier(int(clerks), lambda: print("open", flush=True))
    for number in range(int(clerks)):
        threading.Thread(target=open_for_business, args=(orders, inventory, number, opened)).start()


if __name__ == "__main__":
    main(*sys.argv[1:])
