"""The model keeps and breaks the promises that PostgreSQL 18.6 keeps and breaks, and with the same codes."""

import pytest

from systemdesign.databases.promises import PROMISES, table

POSTGRES = {  # the same interleavings, played on PostgreSQL 18.6
    "lost update": ("broken", "kept 40001", "kept 40001"),
    "check, then decrement": ("broken", "kept 40001", "kept 40001"),
    "conditional update": ("kept", "kept 40001", "kept 40001"),
    "voucher: count": ("broken", "broken", "kept 40001"),
    "voucher: lock": ("kept", "broken", "kept 40001"),
    "voucher: unique": ("kept 23505", "kept 23505", "kept 40001"),
    "two reads agree": ("broken", "kept", "kept"),
}
LEVELS = "read committed", "repeatable read", "serializable"


@pytest.mark.parametrize("isolation", LEVELS)
def test_the_model_agrees_with_postgresql_in_every_cell_of_the_table(isolation):
    expected = {name: levels[LEVELS.index(isolation)] for name, levels in POSTGRES.items()}
    assert {name: str(found) for name, found in table(isolation).items()} == expected


def test_every_promise_is_in_the_table():
    assert POSTGRES.keys() == PROMISES.keys()


def test_a_stale_check_leaves_less_than_nothing():
    assert table("read committed")["check, then decrement"].rows["stock"] == -1


def test_two_reads_see_lamps_that_were_moved_twice():
    assert table("read committed")["two reads agree"].sum == 12
    assert table("repeatable read")["two reads agree"].sum == 10
