"""The bank that is killed: its two flushes, on a cache and a database that are only lists."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from systemdesign.engines.bank import teller
from systemdesign.engines.bank.teller import Teller

ROW = 0.01  # seconds that a row takes


class Cache:
    """Accounts, and a pipeline that is applied at once."""

    def __init__(self):
        self.accounts = {}

    @contextmanager
    def pipeline(self):
        yield self

    def hincrby(self, name, field, change):
        self.hset(name, field, self.accounts.get(name, {}).get(field, 0) + change)

    def hset(self, name, field, value):
        self.accounts.setdefault(name, {})[field] = value

    def hmget(self, name, *fields):
        return [str(self.accounts[name][field]).encode() for field in fields]

    def execute(self):
        """Everything has been done."""


class Database:
    """The rows that are committed, and how often something was; a row takes its time."""

    def __init__(self, clock):
        self.clock, self.rows, self.commits, self.inside = clock, {}, 0, False

    @contextmanager
    def transaction(self):
        self.inside = True
        yield
        self.inside = False
        self.commits += 1

    def execute(self, _, row):
        balance, last, account = row
        self.rows[account] = (balance, last)
        self.clock.now += ROW
        self.commits += not self.inside

    @property
    def total(self):
        return sum(balance for balance, _ in self.rows.values())


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(teller, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.fixture
def bank(clock):
    """A bank at which 20 transfers wait, and five more come while a row is written."""
    bank = Teller(Cache(), Database(clock), rate=500, seed=1)
    clock.now = 0.0395
    bank.serve()
    return bank


def test_the_cache_itself_is_never_torn(bank):
    assert bank.number == 20
    assert sum(account["balance"] for account in bank.cache.accounts.values()) == 0


def test_row_by_row_customers_who_come_meanwhile_leave_a_sum_that_never_was(bank):
    bank.row_by_row()
    assert bank.database.commits == len(bank.database.rows) > 10
    assert bank.number > 80
    assert bank.database.total != 0


def test_in_one_transaction_the_rows_are_those_of_one_moment_however_many_come_meanwhile(bank):
    bank.one_transaction()
    assert bank.database.commits == 1
    assert bank.number > 80
    assert bank.database.total == 0
    assert max(last for _, last in bank.database.rows.values()) == 20


@pytest.mark.parametrize("flush", teller.FLUSHES.values())
def test_what_changed_during_a_flush_is_written_by_the_next(bank, flush):
    flush(bank)
    bank.rate = 0
    flush(bank)
    assert {account: balance for account, (balance, _) in bank.database.rows.items()} == {
        int(name.removeprefix("account:")): account["balance"] for name, account in bank.cache.accounts.items()}
    assert not bank.dirty


def test_each_customer_is_told_with_a_whole_line(bank, capsys):
    bank.transfer()
    number, giver, taker, word = capsys.readouterr().out.splitlines()[-1].split()
    assert (number, word) == ("21", "told")
    assert giver != taker
