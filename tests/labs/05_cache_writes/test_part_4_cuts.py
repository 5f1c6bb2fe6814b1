"""Lab 05, part 4: what is cut off the log, and what is not."""

import pytest

from .life import Chronicle
from .test_part_3 import events
from .test_part_4 import PART, held, seen, shown

MOST = 1_000  # bytes


@pytest.mark.rule(3)
def test_when_all_is_flushed_little_is_left(lab):
    told = seen(lab, (1, "set", "a", *range(1, 200)), (1500, "flush"))
    assert held(told) <= MOST, (
        f"200 writes are in the table, the flush went well, and {held(told)} bytes lie on the disk, of {MOST} at most: "
        "what the table has is cut."
    )


@pytest.mark.rule(3)
def test_what_an_earlier_life_wrote_is_cut_as_well(lab):
    told = seen(lab, (1, "set", "a", *range(1, 200)), (1500, "crash", 0), (1600, "flush"))
    assert held(told) <= MOST, (
        f"200 writes of an earlier life have been put in this one, and {held(told)} bytes lie on the disk, of {MOST} "
        "at most."
    )


@pytest.mark.rule(3)
def test_the_log_stays_short_while_others_write(lab):
    steps = [(100 * number + 3.3, "flush") for number in range(1, 20)]
    told = seen(lab, (1, "set", "a", *range(1, 999, 2)), (3, "set", "b", *range(2, 999, 2)), *steps, end=2.0)
    most = max(size for _, _, error, size in events(told, "flushed"))
    assert most <= MOST + 1_500, (
        f"Two writers never pause, a flush comes every 100 ms, and the log grew to {most} bytes: what the table has is "
        "cut while others wait for their sync, too."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("how", ["leave", "fail"])
def test_a_write_that_came_to_nothing_holds_nothing_up(lab, how):
    steps = [(1, "set", "b", 1), (10, "set", "a", 2), (12, how), (20, "set", "a", *range(3, 200))]
    told = seen(lab, *steps, (1500, "flush"), (1700, "flush"))
    what = "whose caller has left" if how == "leave" else "that failed"
    assert held(told) <= MOST, (
        f"A write {what} may be cut: long after it all else is in the table, and {held(told)} bytes lie on the disk, "
        f"of {MOST} at most."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("before", [299, 300.4, 301])
def test_what_waits_for_its_sync_is_not_cut(lab, before):
    told = seen(
        lab, (1, "set", "a", 1), (300, "flush"), (before, "set", "b", 2), (700, "crash", 0), (800, "flush"), sync=0.2
    )
    assert shown(told)[1]["b"] == 2, (
        f"b was set at {before} ms and acknowledged when its sync of 200 ms was over. A flush that ended meanwhile had "
        f"nothing dirty left, and cut b off while it was on its way to the disk: after the crash `get` gives "
        f"{shown(told)[1]}. What waits for its sync is not cut."
    )
    Chronicle(told, PART).walk()


@pytest.mark.rule(4)
def test_who_leaves_takes_nobody_elses_place(lab):
    steps = [(1, "set", "a", 1), (300, "set", "b", 2), (310, "set", "a", 3), (320, "leave"), (330, "flush")]
    told = seen(lab, *steps, (700, "crash", 0), sync=0.2)
    assert shown(told)[1]["b"] == 2, (
        "The caller who set a at 310 ms left at 320, and b, set before it, still waited for its sync: the flush that "
        f"ended then cut b off, and after the crash `get` gives {shown(told)[1]}."
    )


@pytest.mark.rule(4)
def test_two_writes_of_a_key_may_wait(lab):
    steps = [(1, "set", "b", 1), (300, "set", "a", 2), (310, "set", "a", 3), (505, "flush")]
    told = seen(lab, *steps, (900, "crash", 0), sync=0.2)
    assert shown(told)[1]["a"] == 3, (
        "a 2 was acknowledged at 500 ms, put, and clean, while a 3 waited until 700: a flush that ended meanwhile cut "
        f"it off, and after the crash `get` gives {shown(told)[1]}."
    )


@pytest.mark.rule(4)
def test_what_waits_for_its_turn_to_sync_is_not_cut(lab):
    told = seen(
        lab,
        (1, "set", "a", 1),
        (300, "set", "a", 2),
        (310, "set", "b", 3),
        (320, "set", "a", 4),
        (330, "flush"),
        (505, "flush"),
        (900, "crash", 0),
        (950, "flush"),
        sync=0.2,
    )
    assert shown(told)[1] == {"a": 4, "b": 3}, (
        "Three writes wait, for the sync under way and for the next, while flushes end: all three are acknowledged, "
        f"and after the crash `get` gives {shown(told)[1]}."
    )


@pytest.mark.rule(4)
def test_what_is_set_while_it_is_put_is_not_cut(lab):
    told = seen(lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.3), (30, "set", "a", 2), (400, "crash", 0))
    assert shown(told)[1]["a"] == 2, (
        "a 2 was acknowledged while a 1 was being put: it is dirty, and is not cut when that flush ends. After the "
        f"crash `get` gives {shown(told)[1]}."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("trouble", ["down", "miss"])
@pytest.mark.parametrize("last", [3, None])
def test_what_was_not_put_is_not_cut(lab, trouble, last):
    told = seen(
        lab,
        (1, "set", "a", 1),
        (2, "set", "b", 2),
        *[(3, "set", "a", last)] * bool(last),
        (19, trouble),
        (20, "flush"),
        (600, "crash", 0),
        (610, "up"),
        (620, "flush"),
    )
    kept = dict(events_kept(told, 600))
    for key, value in {"a": last or 1, "b": 2}.items():
        assert key in kept or shown(told)[1][key] == value, (
            f"The put of {key!r} failed, so {key!r} is dirty, and is not cut: after the crash `get` gives "
            f"{shown(told)[1]}, and the table had taken {kept}."
        )


def events_kept(told, before):
    return [(key, value) for time, _, key, value, _ in events(told, "kept") if time < before]
