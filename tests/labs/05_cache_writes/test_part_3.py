"""Lab 05, part 3: the write-behind."""

import pytest

from .life import Chronicle
from .scene import found, lives

KIND, PART = "WriteBehind", 3


def ms(*steps):
    """A script, with its times in milliseconds."""
    return [[time / 1000, *rest] for time, *rest in steps]


def seen(lab, *steps, **options):
    return lives(lab, KIND, ms(*steps), **options)


def events(told, *kinds):
    """What happened of these kinds, with its times in milliseconds."""
    return [(round(1000 * event[0], 1), *event[1:]) for event in told["events"] if event[1] in kinds]


def puts(told):
    return [(key, value) for _, _, key, value, _ in events(told, "put")]


@pytest.mark.rule(3)
def test_each_write_behind_is_for_itself(lab):
    told = [seen(lab, (1, "set", key, 1), (20, "flush")) for key in "ab"]
    shown, rows = events(told[1], "looked")[-1][2], told[1]["rows"]
    assert shown["a"] is None and "a" not in rows, (
        f"A second WriteBehind, on a disk and a table of its own, knows nothing of the first: it shows {shown}, and "
        f"its table has {rows}. What it remembers belongs in `self`."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("sync", [0.005, 0.0213])
def test_a_write_is_acknowledged_when_it_is_safe(lab, sync):
    told = seen(lab, (1, "set", "a", 1), (2, "set", "b", 2), sync=sync)
    got = [time for time, *_ in events(told, "acknowledged")]
    due = [round(1 + 1000 * sync, 1), round(1 + 2000 * sync, 1)]
    assert got == due, (
        f"`set` returns when its record is safe: with syncs of {1000 * sync:g} ms two writes at 1 and 2 ms are "
        f"acknowledged at {due} ms, and were at {got}."
    )
    Chronicle(told, PART).walk()


@pytest.mark.rule(1)
def test_what_is_logged_is_key_and_value(lab):
    told = seen(lab, (1, "set", "a", 0, None, "", [1, {"x": False}]), (2, "set", "Ä", 1))
    records = sorted(repr(record) for record, *_ in found(bytes.fromhex(told["bytes"])))
    due = sorted(map(repr, [["a", 0], ["a", None], ["a", ""], ["a", [1, {"x": False}]], ["Ä", 1]]))
    assert records == due, f"`set` appends [key, value] to the log: due were {due}, and on the disk are {records}."


@pytest.mark.rule(1)
def test_a_write_that_the_log_refuses_is_never_shown_nor_put(lab):
    told = seen(lab, (1, "set", "a", 1), (10, "set", "a", 2), (11, "fail"), (20, "flush"), (99, "flush"))
    got = [(what, value) for _, what, _, value, _ in events(told, "acknowledged", "refused")]
    assert got == [("acknowledged", 1), ("refused", 2)], (
        f"The second sync failed, so the second `set` raises what the log raised: {got}."
    )
    shown = events(told, "looked")[-1][2]["a"]
    assert shown != 2, f"A write whose sync failed is never shown: `get` gives {shown!r}, and 1 was acknowledged."
    assert ("a", 2) not in puts(told), f"A write whose sync failed is never put: the table was sent {puts(told)}."


@pytest.mark.rule(2)
def test_get_shows_what_is_acknowledged_and_nothing_sooner(lab):
    told = seen(lab, (1, "set", "a", 1), (3, "down"), (7, "set", "a", 2), (9, "set", "b", 3), (11, "up"))
    shown = [(time, looks["a"]) for time, _, looks in events(told, "looked")]
    for time, value in shown:
        due = None if time < 6 else 1 if time < 12 else 2
        assert value == due, (
            f"`get` gives the latest acknowledged value, which is {due} at {time} ms (2 is safe at 12 ms, and waits "
            f"for its sync before), and it gave {value!r}."
        )
    Chronicle(told, PART).walk()


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize("value", [0, False, "", [], None])
def test_a_value_may_be_false(lab, value):
    told = seen(lab, (1, "set", "a", 1), (10, "set", "a", value), (11, "set", "b", value), (30, "flush"))
    for key in "ab":
        shown, row = events(told, "looked")[-1][2][key], told["rows"].get(key, "nothing")
        assert (repr(shown), repr(row)) == (repr(value), repr(value)), (
            f"{value!r} is a value like others: {key!r} was set to it last, `get` gives {shown!r}, and the table has "
            f"{row!r}."
        )


@pytest.mark.rule(2)
def test_of_two_at_once_the_one_called_last_is_the_later(lab):
    told = seen(lab, (1, "set", "b", 1), (2, "set", "a", 2), (2.1, "set", "a", 3), (2.2, "set", "a", 4), (30, "flush"))
    shown = events(told, "looked")[-1][2]["a"]
    assert (shown, told["rows"].get("a")) == (4, 4), (
        f"Three sets of a key wait for one sync: the one called last, 4, is the later. `get` gives {shown!r}, and the "
        f"table has {told['rows'].get('a')!r}."
    )


@pytest.mark.rule(2)
def test_get_does_not_show_what_only_the_table_knows(lab):
    told = seen(lab, (1, "set", "a", 1), (10, "flush"), (100, "set", "a", 2), (130, "down"), (140, "flush"))
    shown = events(told, "looked")[-1][2]
    assert shown == {"a": 2, "b": None}, f"`get` gives what was acknowledged, a 2 and no b, and it gave {shown}."


@pytest.mark.rule(3)
def test_three_sets_of_a_key_are_one_put_of_the_latest(lab):
    told = seen(lab, (1, "set", "a", 1, 2, 3), (2, "set", "b", 4), (60, "flush"))
    assert sorted(puts(told)) == [("a", 3), ("b", 4)], (
        f"Of a key only its latest acknowledged value is put, here a 3 and b 4: the table was sent {puts(told)}."
    )
    Chronicle(told, PART).walk().settled()


@pytest.mark.rule(3)
def test_a_flush_puts_all_keys_that_are_dirty(lab):
    due = {f"k{number}": number for number in range(40)}
    told = seen(lab, *[(1 + 0.1 * value, "set", key, value) for key, value in due.items()], (30, "flush"))
    assert told["rows"] == due, (
        f"Each key that is dirty is put: forty were, and after a flush the table has {len(told['rows'])}."
    )


@pytest.mark.rule(3)
def test_what_is_clean_is_not_put_again(lab):
    told = seen(
        lab, (1, "set", "a", 1), (2, "set", "b", 2), (30, "flush"), (130, "flush"), (230, "set", "b", 3), (260, "flush")
    )
    assert sorted(puts(told)) == [("a", 1), ("b", 2), ("b", 3)], (
        f"What the table has is not put again: due were a 1, b 2 and later b 3, and it was sent {puts(told)}."
    )


@pytest.mark.rule(3)
def test_the_version_is_the_position_in_the_log(lab):
    told = seen(lab, (1, "set", "a", 1), (2, "set", "b", 2, 3), (30, "flush"), (130, "set", "a", 4), (160, "flush"))
    places = {tuple(record): begin for record, begin, _ in found(bytes.fromhex(told["bytes"]))}
    for _, _, key, value, version in events(told, "put"):
        assert version == places[key, value], (
            f"The version of a put is the position of its record in the log: {[key, value]} begins at "
            f"{places[key, value]}, and was put with version {version!r}."
        )
