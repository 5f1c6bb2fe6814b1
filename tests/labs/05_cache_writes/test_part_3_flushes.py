"""Lab 05, part 3: flushes that meet writes, failures, and each other."""

import pytest

from systemdesign.grading.schedules import schedules

from .life import Chronicle
from .test_part_3 import PART, events, puts, seen

SLOW = 300  # ms that a put is late


@pytest.mark.rule(5)
def test_a_flush_ends_while_the_table_is_down(lab):
    told = seen(lab, (1, "set", "a", 1), (2, "set", "b", 2), (19, "down"), (20, "flush"))
    flushed = events(told, "flushed")
    assert flushed, "A flush tries each key once: the table is down, and `flush` never returned."
    assert flushed[0][2] is None, f"`flush` raises nothing of what a put raises: it raised {flushed[0][2]}."
    assert len(puts(told)) == 2, f"A flush tries each key once: two were dirty, and the table was sent {puts(told)}."


@pytest.mark.rule(4)
@pytest.mark.parametrize("value", [2, 1])
@pytest.mark.parametrize("trouble", ["", "drop", "miss"])
def test_what_is_set_during_its_put_stays_dirty(lab, value, trouble):
    steps = [(1, "set", "a", 1), (20, "flush"), (20.5, "strand", SLOW / 1000), (25, "set", "a", value)]
    steps += [(19, trouble)] * bool(trouble)
    told = seen(lab, *sorted(steps), (1000, "flush"))
    assert puts(told) == [("a", 1), ("a", value)], (
        f"a was set to 1, and while that was being put, to {value}, which was acknowledged: it is dirty afterwards, "
        f"for only what was put is clean, and the next flush puts it. The table was sent {puts(told)}."
    )
    assert told["rows"]["a"] == value, f"The table ends with {told['rows']['a']}, and {value} was acknowledged last."


@pytest.mark.rule(3)
def test_what_is_set_while_another_key_is_put_has_its_own_version(lab):
    steps = [(1, "set", "a", 1), (2, "set", "b", 2), (20, "flush"), (20.5, "strand", 0.3), (25, "set", "b", 3)]
    Chronicle(seen(lab, *steps, (26, "set", "a", 4), (1000, "flush"), (1900, "flush")), PART).walk().settled()


@pytest.mark.rule(4)
def test_another_keys_put_makes_nothing_clean(lab):
    told = seen(lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.3), (25, "set", "b", 2), (1000, "flush"))
    assert ("b", 2) in puts(told), (
        f"b was set while a was being put, and is dirty until it is put itself: the table was sent {puts(told)}."
    )


@pytest.mark.rule(5)
def test_a_put_that_fails_leaves_its_key_dirty(lab):
    down, up = ([(time, "flush") for time in times] for times in [(20, 60, 100, 140), (500, 900)])
    told = seen(lab, (1, "set", "a", 1), (19, "down"), *down, (400, "up"), *up)
    assert puts(told) == [("a", 1)] * 5, (
        "The table was down in four flushes, so a stays dirty, and the fifth puts it, and no other: the table was sent "
        f"{puts(told)}."
    )
    shown = {looks["a"] for time, _, looks in events(told, "looked") if time > 10}
    assert shown == {1}, f"A put that fails leaves what `get` shows: 1 was acknowledged, and it gave {shown}."
    Chronicle(told, PART).walk().settled()


@pytest.mark.rule(5)
def test_a_flush_tries_each_key_once(lab):
    told = seen(lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.3), (25, "set", "a", 2), (1000, "flush"))
    assert [time for time, *_ in events(told, "put")] == [20, 1000], (
        "A flush tries each key once: a was set again during its put, and is left for the next flush, at 1000 ms. Puts "
        f"began at {[time for time, *_ in events(told, 'put')]} ms."
    )


@pytest.mark.rule(5, 6)
def test_a_flush_whose_caller_leaves_makes_nothing_clean_and_ends(lab):
    steps = [(1, "set", "a", 1), (2, "set", "b", 2), (20, "flush"), (20.5, "strand", 0.3), (30, "leave")]
    told = seen(lab, *steps, (500, "flush"))
    kept = {(key, value) for time, _, key, value, _ in events(told, "kept") if time >= 500}
    assert {("a", 1), ("b", 2)} <= kept | set(puts(told)) and events(told, "flushed"), (
        "The caller of a flush left while a was being put: what it has not put stays dirty, and the next flush, at 500 "
        f"ms, puts it and returns. The table was sent {puts(told)}, and of flushes there ended "
        f"{events(told, 'flushed')}."
    )
    assert told["rows"] == {"a": 1, "b": 2}, f"After that flush all is in the table, and it has {told['rows']}."


@pytest.mark.rule(5)
def test_a_lost_answer_leaves_the_key_dirty(lab):
    told = seen(lab, (1, "set", "a", 1), (19, "miss"), (20, "flush"), (900, "flush"))
    assert told["rows"] == {"a": 1} and puts(told) == [("a", 1)] * 2, (
        f"No answer came to the first put: a stays dirty, and is put again. The table was sent {puts(told)}."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("trouble", ["miss", "drop"])
def test_the_other_keys_are_put_all_the_same(lab, trouble):
    told = seen(lab, (1, "set", "a", 1), (2, "set", "b", 2), (2.5, "set", "c", 3), (19, trouble), (20, "flush"))
    kept = {key for _, _, key, *_ in events(told, "kept")}
    assert len(kept) == 2, (
        f"Of three puts the one that came first got no answer; the other two are put all the same, and {sorted(kept)} "
        "were."
    )
    assert len(puts(told)) == 3, f"A flush tries each key once: three were dirty, and the table was sent {puts(told)}."
    flushed = events(told, "flushed")
    assert flushed and flushed[0][2] is None, f"`flush` raises nothing of what a put raises: it raised {flushed[0][2]}."


@pytest.mark.rule(6)
def test_a_flush_waits_for_the_one_before(lab):
    told = seen(
        lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.3), (30, "flush"), (40, "set", "a", 2), (50, "flush")
    )
    first = events(told, "kept", "put", "flushed")
    assert [what for _, what, *_ in first[:2]] == ["put", "kept"], (
        f"One flush at a time: two more were called while a was being put, which took 300 ms, and there came {first}."
    )
    assert puts(told) == [("a", 1), ("a", 2)], (
        "One flush at a time, and a call that comes meanwhile puts what is dirty when the one before has ended: a 1, "
        f"then a 2, which was acknowledged meanwhile. The table was sent {puts(told)}."
    )
    ended = [time for time, *_ in events(told, "flushed")]
    assert len(ended) == 3 and min(ended) > 320, f"Flushes called at 20, 30 and 50 ms ended at {ended} ms."


@pytest.mark.rule(6)
def test_after_a_flush_that_came_meanwhile_all_is_put(lab):
    told = seen(lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.3), (30, "set", "b", 2), (40, "flush"))
    last = events(told, "flushed", "kept")
    assert [what for _, what, *_ in last] == ["kept", "flushed", "kept", "flushed"], (
        "A flush that was called at 40 ms, during another, puts b, which was acknowledged at 35 ms, before it returns: "
        f"there came {last}."
    )


@pytest.mark.rule(6)
def test_writes_and_reads_do_not_wait_for_a_flush(lab):
    told = seen(lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.5), (30, "set", "a", 2), (40, "flush"))
    acknowledged = [time for time, *_ in events(told, "acknowledged")]
    assert acknowledged == [6, 35], (
        f"`set` does not wait for flushes: during one of half a second a write at 30 ms is acknowledged at 35, and "
        f"the two were at {acknowledged} ms."
    )


@pytest.mark.rule(6)
def test_a_flush_that_waited_puts_what_is_dirty_by_then(lab):
    told = seen(lab, (1, "set", "a", 1), (20, "flush"), (20.5, "strand", 0.3), (30, "flush"), (40, "set", "b", 2))
    assert puts(told) == [("a", 1), ("b", 2)], (
        "A flush called at 30 ms waits until the one before has ended, at 320 ms, and then puts what is dirty by then: "
        f"b was acknowledged at 45 ms. The table was sent {puts(told)}."
    )


CALM = [(2500 + 400 * number, "flush") for number in range(12)]  # more flushes than faults
VERBS = ["set", "set", "flush", "down", "up", "drop", "miss", "fail", "strand"]


@schedules("3.day", targets=["a", "b"], verbs=VERBS, until=60, most=10, examples=40)
@pytest.mark.rule(1, 2, 3, 4, 5, 6)
def test_whatever_happens_the_table_ends_with_what_was_acknowledged(lab, story):
    told = seen(lab, *steps(story.events, story.seed), (2000, "up"), *CALM)
    story.lines += lines(told)
    Chronicle(told, PART).walk().settled()


def steps(happen, seed):
    """A script of these events, at odd times; values rise."""
    script = []
    for number, event in enumerate(happen):
        time = 7.3 * event.time + 0.37 * number + 0.11 * seed
        more = {"set": [event.target, number + 1], "strand": [0.3]}.get(event.verb, [])
        script.append((time, event.verb, *more))
    return sorted(script, key=lambda step: step[0])


def lines(told):
    """The timeline that the student sees."""
    kinds = ("set", "acknowledged", "refused", "put", "kept", "failed", "flush", "flushed", "crashed", "born")
    return [
        f"{time / 1000:8.4f} s  {what} {' '.join(map(str, rest[:3]))}".rstrip()
        for time, what, *rest in events(told, *kinds)
    ]
