"""Lab 05, part 4: recovery."""

import pytest

from .life import Chronicle
from .scene import framed, lives, written
from .test_part_3 import events, ms, puts

PART = 4
RECORD = len(written(["a", 2], separators=(",", ":")))  # no record of [key, value] is shorter
ALL = 1_000_000


def seen(lab, *steps, **options):
    return lives(lab, "Recovered", ms(*steps), **options)


def shown(told):
    """What `get` gave at the begin of each life."""
    return [looks for _, _, looks, _ in events(told, "born")]


def held(told):
    """The bytes on the disk at the end."""
    return len(told["bytes"]) // 2


@pytest.mark.rule(1)
def test_each_life_is_for_itself(lab):
    told = [seen(lab, (1, "set", key, 1), (10, "crash", 0), (20, "flush")) for key in "ab"]
    assert shown(told[1])[1]["a"] is None, (
        f"Another disk knows nothing of this one: `get` gives {shown(told[1])[1]}, and only b was ever set there."
    )


@pytest.mark.rule(1)
def test_what_was_acknowledged_is_there_in_the_next_life(lab):
    told = seen(lab, (1, "set", "a", 1), (10, "set", "b", 2), (20, "crash", 0), (30, "flush"))
    assert shown(told)[1] == {"a": 1, "b": 2}, (
        f"a 1 and b 2 were acknowledged, and then came a crash: the next life's `get` gives {shown(told)[1]}."
    )
    assert told["rows"] == {"a": 1, "b": 2}, (
        f"What an earlier life acknowledged is dirty in this one: the next flush puts a 1 and b 2, and the table has "
        f"{told['rows']}."
    )
    Chronicle(told, PART).walk().settled()


@pytest.mark.rule(1)
def test_of_each_key_the_latest_record_counts(lab):
    told = seen(lab, (1, "set", "a", 1, 2, 3), (2, "set", "b", 4), (50, "crash", 0), (60, "flush"))
    assert shown(told)[1] == {"a": 3, "b": 4}, f"Of each key the latest record counts: `get` gave {shown(told)[1]}."
    assert sorted(puts(told)) == [("a", 3), ("b", 4)], (
        f"Of each key only its latest record is put, a 3 and b 4: the table was sent {puts(told)}."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", [0, False, "", None])
def test_a_value_may_be_false(lab, value):
    told = seen(lab, (1, "set", "a", 7, value), (40, "crash", 0), (50, "flush"))
    found = shown(told)[1]["a"], told["rows"].get("a", "nothing")
    assert list(map(repr, found)) == [repr(value)] * 2, (
        f"{value!r} was acknowledged before the crash; `get` gives {found[0]!r}, and the table has {found[1]!r}."
    )


@pytest.mark.rule(1)
def test_a_whole_record_counts_even_if_it_was_never_acknowledged(lab):
    told = seen(lab, (1, "set", "a", 1), (10, "set", "a", 2), (12, "crash", ALL), (20, "crash", 0), (30, "flush"))
    assert shown(told)[1:] == [{"a": 2, "b": None}] * 2, (
        "a 2 was not acknowledged, and survived the crash whole: it counts, in this life and in the next. `get` gave "
        f"{shown(told)[1:]}."
    )
    assert told["rows"] == {"a": 2}, f"What is shown is dirty, and put: the table has {told['rows']}."


@pytest.mark.rule(2)
@pytest.mark.parametrize("left", range(1, RECORD))
def test_a_torn_end_is_dropped_before_anything_is_appended(lab, left):
    told = seen(
        lab, (1, "set", "a", 1), (10, "set", "a", 2), (12, "crash", left), (20, "set", "b", 3), (30, "crash", 0)
    )
    assert shown(told)[1:] == [{"a": 1, "b": None}, {"a": 1, "b": 3}], (
        f"A crash left {left} bytes of a record. In the life after it b 3 was acknowledged, and must be found in the "
        f"one after that: `get` gave {shown(told)[1:]}. What is appended after a torn end is never read again: drop "
        "the torn end first."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("left", [3, 8, 20])
@pytest.mark.parametrize("torn", [written(["a", 2]) * 2, bytes(64), framed(b"[]")[:9] * 3], ids=["cut", "zeros", "bad"])
def test_a_torn_end_is_dropped_when_the_head_was_cut(lab, left, torn):
    tear = torn[:left] if torn[:4] == bytes(4) else torn[5 : 5 + left]
    steps = [(1, "set", "a", *range(1, 9)), (100, "flush"), (300, "set", "a", 9), (310, "tear", tear.hex())]
    told = seen(lab, *steps, (312, "crash", left), (320, "set", "b", 10), (330, "crash", 0), (340, "flush"))
    assert shown(told)[1:] == [{"a": 9, "b": None}, {"a": 9, "b": 10}], (
        f"The log had been cut, and a crash left {tear!r} at its end. In the life after it b 10 was acknowledged, and "
        f"must be found in the one after that: `get` gave {shown(told)[1:]}. Positions count from the first byte that "
        "was ever kept, also where the torn end begins."
    )


@pytest.mark.rule(6)
def test_the_rules_of_part_3_hold_in_the_next_life(lab):
    steps = [(1, "set", "a", 1), (10, "crash", 0), (20, "flush"), (20.5, "strand", 0.3), (30, "flush")]
    told = seen(lab, *steps, (40, "set", "b", 2), (50, "set", "a", 3), (1000, "fail"), (1001, "set", "b", 4))
    assert puts(told) == [("a", 1), ("b", 2), ("a", 3)] or puts(told) == [("a", 1), ("a", 3), ("b", 2)], (
        "In the second life too (rule 6 of part 3) a flush called at 30 ms waits until the one before has "
        f"ended, and then puts what is dirty, b 2 and a 3: the table was sent {puts(told)}."
    )
    acknowledged = [time for time, *_ in events(told, "acknowledged")]
    assert acknowledged == [6, 45, 55] and events(told, "refused"), (
        f"In the second life too `set` waits for its sync and no flush, and raises what the log raises: three writes "
        f"were acknowledged at {acknowledged} ms, of 6, 45 and 55, and the fourth, whose sync failed, was "
        f"{'refused' if events(told, 'refused') else 'not refused'}."
    )


@pytest.mark.rule(5)
def test_versions_rise_from_life_to_life(lab):
    told = seen(
        lab,
        (1, "set", "a", *range(1, 9)),
        (100, "flush"),
        (300, "crash", 0),
        (310, "set", "a", 10),
        (320, "flush"),
        (500, "crash", 0),
        (510, "set", "a", 11),
        (520, "flush"),
    )
    assert told["rows"] == {"a": 11}, (
        "Three lives set a and flush it, to 8, 10 and 11; by then the log is empty each time. The table has "
        f"{told['rows']}: it keeps what has the highest version, "
        f"and was sent {[(value, version) for _, _, _, value, version in events(told, 'put')]}. Versions that begin "
        "anew in each life, or when the log is empty, are too low."
    )
    Chronicle(told, PART).walk().settled()


@pytest.mark.rule(5)
@pytest.mark.parametrize("flush", [True, False])
def test_a_put_that_comes_late_changes_nothing(lab, flush):
    told = seen(
        lab,
        (1, "set", "a", 1),
        (20, "flush"),
        (20.5, "crash", 0),
        (21, *(["flush"] if flush else ["up"])),
        (70, "set", "a", 2),
        (80, "flush"),
        (2000, "flush"),
    )
    assert told["rows"] == {"a": 2}, (
        "A put of a 1 was under way at the crash, and arrived 700 ms later, when the next life had put a 2: the table "
        f"ends with {told['rows']}, and was sent "
        f"{[(value, version) for _, _, _, value, version in events(told, 'put')]}: a newer value has a higher version."
    )
    Chronicle(told, PART).walk().settled()
