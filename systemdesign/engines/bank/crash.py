"""One life of a bank in a real cache before a real database, and how it ends."""

import time
from pathlib import Path

from systemdesign.engines.child.installed import program
from systemdesign.engines.child.process import Process
from systemdesign.engines.valkey.server import Valkey

TELLER = Path(__file__).with_name("teller.py")
FLUSHES = ("row by row", "one transaction")
BANK = """drop table if exists account;
create table account as select id, 0 as balance, 0 as last from generate_series(0, 19) as id;
alter table account add primary key (id)"""
TELLERS = "select count(*) from pg_stat_activity where application_name = 'teller'"


def crash(database, seconds, *asked):
    """Open a bank (see `teller`; `asked` are EVERY, FLUSH, RATE and SEED) and kill it and its cache after so long.

    What its customers were told, as tuples (number, giver, taker), and what the `database` has:
    rows (account, balance, number of the last transfer in it).
    """
    with database.connect() as connection:
        connection.execute(BANK)
        told = told_until_killed(database, seconds, *asked)
        # What the database had been sent it still does.
        database.process.wait_until(lambda: connection.execute(TELLERS).fetchone()[0] == 0)
        return told, connection.execute("select id, balance, last from account").fetchall()


def told_until_killed(database, seconds, *asked):
    """Let the bank work for so many seconds, and kill it and its cache: the transfers that its customers know of."""
    where = " ".join(f"{name}={value}" for name, value in database.address.items())
    with Valkey() as cache:
        teller = Process("Teller", [program("python"), "-I", TELLER, str(cache.port), where, *map(str, asked)])
        try:
            teller.wait_until(teller.log)
            time.sleep(seconds)
            teller.wait_until(lambda: teller.running)  # or say what it died of
            teller.kill()
            cache.kill()
            lines = map(str.split, teller.log(None).splitlines())
            return [tuple(map(int, line[:3])) for line in lines if line[3:] == ["told"]]
        finally:
            teller.stop()
