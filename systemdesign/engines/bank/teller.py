"""A bank that keeps its accounts in a cache and writes them behind to a database, until it is killed.

Run as a script by `crash.crash`: `teller.py VALKEY_PORT DATABASE EVERY FLUSH RATE SEED`. It prints a line for
each transfer when the cache has both sides of it, which is what the customer is told: its number, who gave and who
took, and the word "told", for a kill may cut the last line short.
"""

import random
import sys
import time

ACCOUNTS = 20


class Teller:
    """Transfers of 1 between random accounts, so many a second, and a flush of what they changed every so often.

    There is one thread: customers are served between two rows of a flush, as many as came meanwhile.
    """

    def __init__(self, cache, database, rate, seed):
        self.cache, self.database, self.rate, self.chance = cache, database, rate, random.Random(seed)
        self.number, self.dirty, self.opened = 0, {}, time.monotonic()

    def work(self, every, flush):
        """Serve for ever, and `flush` every so many seconds."""
        due = self.opened
        while True:
            due += every
            while time.monotonic() < due:
                self.serve()
                time.sleep(0.5 / self.rate)
            flush(self)

    def serve(self):
        """Make the transfers that are due by now."""
        while self.number < (time.monotonic() - self.opened) * self.rate:
            self.transfer()

    def transfer(self):
        """Move 1, in the cache, and tell the customer."""
        giver, taker = self.chance.sample(range(ACCOUNTS), 2)
        self.number += 1
        with self.cache.pipeline() as both:  # MULTI and EXEC: the cache itself is never torn
            for account, change in ((giver, -1), (taker, 1)):
                both.hincrby(f"account:{account}", "balance", change)
                both.hset(f"account:{account}", "last", self.number)
            both.execute()
        self.dirty[giver] = self.dirty[taker] = True
        print(self.number, giver, taker, "told", flush=True)

    def row_by_row(self):
        """The guide's flush: take a key out, write its value as it is now, go on to the next."""
        for account in list(self.dirty):
            del self.dirty[account]
            self.write(*self.row(account))
            self.serve()

    def one_transaction(self):
        """The same rows as they were at one moment, and all or none."""
        rows, self.dirty = list(map(self.row, self.dirty)), {}
        with self.database.transaction():
            for row in rows:
                self.write(*row)
                self.serve()

    def row(self, account):
        """An account's balance and the number of its last transfer in the cache, and its own number."""
        return *map(int, self.cache.hmget(f"account:{account}", "balance", "last")), account

    def write(self, *row):
        """Write one account into the database; outside a transaction this commits."""
        self.database.execute("update account set balance = %s, last = %s where id = %s", row)


FLUSHES = {"row by row": Teller.row_by_row, "one transaction": Teller.one_transaction}


def main(port, database, every, flush, rate, seed):
    """Open the bank."""
    import psycopg
    import valkey

    connection = psycopg.connect(database, autocommit=True, application_name="teller")
    store = valkey.Valkey(host="127.0.0.1", port=int(port))
    Teller(store, connection, float(rate), seed).work(float(every), FLUSHES[flush])


if __name__ == "__main__":
    main(*sys.argv[1:])
