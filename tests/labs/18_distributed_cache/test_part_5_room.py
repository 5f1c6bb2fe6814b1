"""Lab 18, part 5: slots and room. What there is room for, and what goes."""

import pytest

from systemdesign.grading.schedules import schedules

from .rooms import POLICIES, beside, judge

SIZES = (
    "a key takes 56 bytes, and the bytes of key and value; `set` replaces value and life; at its `end` a key is gone."
)
FIRST = "all keys whose life has ended go first, they are not counted, and no more go than it takes."
LAST = "of those that are drawn, of fewer than five of all, the one goes whose last use is longest ago."
OOM = "where the room would not do even if all that may go had gone, it is OOM, and all keys stay as they were."
MAY = 'with "volatile-lru" those with an end may go, and no others, and with "noeviction" none.'
READS = "only a `set` for which there is not room enough evicts: no `get`, no `delete`."


def put(key, size, now, end=None):
    """A set of a key that then takes so many bytes."""
    return ["set", key, b"x" * (size - 56 - len(key)), now, end]


def got(key, now):
    return ["get", key, now]


@pytest.mark.rule(3)
def test_rooms_share_nothing(lab):
    script = [[0, "set", b"a", b"1", 1], [1, "get", b"a", 2], [1, "set", b"a", b"22", 3, 9], [0, "get", b"a", 4]]
    script += [[1, "get", b"a", 5], [0, "get", b"a", 10]]
    found = [value for value, *_ in beside(lab).by_turns([300, 300], "allkeys-lru", script)]
    wanted = ["OK", None, "OK", b"1", b"22", b"1"]
    assert found == wanted, f"Two rooms, used by turns, replied {found}, not {wanted}: the keys are each room's own."


@pytest.mark.rule(3)
@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_there(lab, policy):
    script = [
        ["set", b"a", b"1", 5],
        got(b"a", 5),
        got(b"b", 5),
        ["set", b"", b"", 6],
        got(b"", 6),
        ["set", b"a", b"22", 6],
    ]
    script += [got(b"a", 7), ["delete", b"a", 7], ["delete", b"a", 7], got(b"a", 7), ["delete", b"c", 7]]
    judge(lab, 1_000, policy, [*script, ["set", b"k" * 100, b"\xff" * 50, 8], got(b"k" * 100, 8)], SIZES)


@pytest.mark.rule(3)
@pytest.mark.parametrize("policy", POLICIES)
def test_what_has_an_end(lab, policy):
    script = [
        ["set", b"a", b"1", 5, 10],
        got(b"a", 9),
        got(b"a", 10),
        ["delete", b"a", 10],
        ["set", b"a", b"1", 10, 20],
    ]
    script += [["set", b"a", b"2", 12], got(b"a", 25), ["set", b"a", b"3", 26, 30], ["set", b"a", b"4", 27, 40]]
    script += [got(b"a", 30), got(b"a", 39), ["delete", b"a", 40], got(b"a", 40), ["set", b"b", b"", 41, 42]]
    judge(
        lab, 1_000, policy, [*script, ["delete", b"b", 41], got(b"b", 41), ["set", b"b", b"", 41], got(b"b", 50)], SIZES
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("policy", POLICIES)
def test_room_to_the_last_byte(lab, policy):
    script = [put(b"a", 60, 1, 900), put(b"b", 70, 2, 900), put(b"c", 70, 3, 900), got(b"a", 4), put(b"b", 70, 5, 900)]
    judge(lab, 200, policy, script, "`set` evicts only where there is not room enough: 200 bytes fill a room of 200.")


@pytest.mark.rule(4, 5)
def test_no_more_than_it_takes(lab):
    script = [put(key, 60, 1) for key in (b"a", b"b", b"c", b"d", b"e")]
    judge(
        lab,
        300,
        "allkeys-lru",
        [*script, put(b"f", 61, 2)],
        f"no more go than it takes: two here, for 61 bytes. {LAST}",
    )
    judge(
        lab,
        300,
        "allkeys-lru",
        [*script, put(b"f", 60, 2)],
        f"no more go than it takes: one here, for 60 bytes. {LAST}",
    )
    judge(
        lab,
        300,
        "allkeys-lru",
        [*script, put(b"f", 180, 2)],
        f"no more go than it takes: three here, for 180 bytes. {LAST}",
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("policy", POLICIES)
def test_the_dead_go_first(lab, policy):
    script = [put(b"a", 60, 1, 900), put(b"b", 60, 2, 10), put(b"c", 60, 3, 900), put(b"d", 60, 4, 10)]
    judge(lab, 250, policy, [*script, put(b"e", 60, 10, 900), put(b"f", 60, 11, 900), got(b"a", 12)], FIRST)
    judge(lab, 250, policy, [*script, put(b"e", 130, 10), got(b"a", 12)], FIRST)
    judge(lab, 250, policy, [*script, put(b"b", 130, 10), got(b"a", 12)], FIRST)


@pytest.mark.rule(4)
@pytest.mark.parametrize("policy", POLICIES)
def test_reads_evict_nobody(lab, policy):
    script = [put(b"a", 100, 1, 900), put(b"b", 100, 2, 900), got(b"a", 3), got(b"x", 3), ["delete", b"x", 4]]
    judge(lab, 200, policy, [*script, got(b"b", 5), ["delete", b"b", 6], got(b"a", 7), put(b"c", 100, 8, 900)], READS)


@pytest.mark.rule(4, 6)
def test_the_key_that_is_set_is_not_evicted(lab):
    why = "never the key that is being set: its old value is replaced, and is not counted."
    script = [put(b"a", 60, 1, 900), put(b"b", 60, 2, 900), put(b"c", 60, 3, 900)]
    for policy in POLICIES[:2]:
        judge(lab, 180, policy, [*script, put(b"a", 100, 4, 900)], why)
        judge(lab, 180, policy, [*script, put(b"a", 180, 4, 900), got(b"a", 5)], why)
    judge(lab, 180, "noeviction", [*script, put(b"a", 57, 4), put(b"a", 60, 5), put(b"b", 60, 6)], why)


@pytest.mark.rule(6)
@pytest.mark.parametrize("policy", POLICIES)
def test_what_there_is_no_room_for(lab, policy):
    script = [put(b"a", 60, 1, 900), put(b"b", 60, 2), put(b"c", 60, 3, 900)]
    judge(lab, 200, policy, [*script, put(b"d", 201, 4), got(b"a", 5), put(b"b", 201, 6), got(b"b", 7)], OOM)
    judge(lab, 200, policy, [*script, put(b"a", 201, 4, 800), got(b"a", 850), got(b"a", 900)], OOM)
    judge(lab, 50, policy, [["set", b"", b"", 1], got(b"", 1), ["set", b"a", b"", 2]], OOM)
    judge(lab, 200, policy, [*script, put(b"a", 60, 5, 7), put(b"a", 201, 6), put(b"d", 60, 7), got(b"c", 8)], OOM)


@pytest.mark.rule(5, 6)
def test_what_may_not_go(lab):
    script = [put(b"a", 60, 1), put(b"b", 60, 2), put(b"c", 60, 3, 900)]
    judge(lab, 180, "noeviction", [*script, put(b"d", 57, 4), got(b"c", 5), put(b"d", 57, 900)], f"{OOM} {MAY}")
    judge(
        lab,
        180,
        "volatile-lru",
        [*script, put(b"d", 121, 4), got(b"c", 5), put(b"d", 60, 6), put(b"e", 57, 7)],
        f"{OOM} {MAY}",
    )
    judge(lab, 180, "volatile-lru", [*script, put(b"c", 61, 4, 950), got(b"c", 5), got(b"c", 900)], f"{OOM} {MAY}")


@pytest.mark.rule(6)
def test_an_error_is_no_use(lab):
    script = [put(b"a", 60, 1), put(b"b", 60, 2), put(b"c", 60, 3), put(b"a", 201, 4), put(b"d", 60, 5)]
    judge(lab, 180, "allkeys-lru", script, "after OOM all keys stay as they were, with their last use.")


@pytest.mark.rule(5)
@pytest.mark.parametrize("policy", POLICIES[:2])
def test_the_last_use_counts(lab, policy):
    first = [put(key, 60, now, 900) for now, key in enumerate((b"a", b"b", b"c", b"d"), 1)]
    judge(lab, 240, policy, [*first, put(b"e", 60, 6, 900)], LAST)
    judge(lab, 240, policy, [*first, got(b"a", 5), put(b"e", 60, 6, 900), put(b"f", 60, 7, 900)], LAST)
    judge(lab, 240, policy, [*first, put(b"a", 60, 5, 900), put(b"e", 60, 6, 900), put(b"f", 60, 7, 900)], LAST)
    judge(lab, 240, policy, [*first, got(b"b", 5), got(b"a", 5), put(b"e", 120, 6, 900), put(b"f", 60, 7, 900)], LAST)
    judge(lab, 240, policy, [*[[*step[:3], 1, 900] for step in first], got(b"a", 1), put(b"e", 120, 1, 900)], LAST)


@pytest.mark.rule(5)
def test_only_those_with_an_end(lab):
    script = [put(b"a", 60, 1), put(b"b", 60, 2, 900), put(b"c", 60, 3), put(b"d", 60, 4, 900), got(b"b", 5)]
    judge(lab, 240, "volatile-lru", [*script, put(b"e", 60, 6), put(b"f", 60, 7)], MAY)
    judge(lab, 240, "volatile-lru", [*script, put(b"b", 60, 6), put(b"e", 60, 7, 900), put(b"f", 60, 8)], MAY)


SETS = {"sets-60": (60, None), "sets-90": (90, None), "sets-200": (200, None), "sets-400": (400, None)}
SETS |= {"sets-60-for-3": (60, 3), "sets-90-for-5": (90, 5), "sets-70-for-90": (70, 90)}
ALL = f"{FIRST} {LAST} {OOM}"


@pytest.mark.rule(3, 4, 5, 6)
@schedules("5.room", targets="abcdefg", verbs=[*SETS, "gets", "deletes"], until=14, most=14, examples=70)
def test_any_day(lab, story):
    script = [["set", b"z", b"", 0]]
    for event in story.events:
        key = event.target.encode()
        if event.verb in SETS:
            size, life = SETS[event.verb]
            script.append(put(key, size, event.time, life and event.time + life))
        else:
            script.append(["get" if event.verb == "gets" else "delete", key, event.time])
    judge(lab, 330, POLICIES[story.seed % 3], script, ALL)
