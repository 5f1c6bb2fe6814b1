"""Lab 16, part 2: who gets which number, and how often the store is asked."""

import pytest

from .leases import HERE, Seen, block, call, play

SIZES = [20, 100, 10, 25, 7, 1, 3, 39, 1000]
RANGES = "Numbers are leased in ranges: 0 to `size` - 1, `size` to 2 * `size` - 1, and so on."
ANEW = "Where `put_if` says no, `next` reads again and tries anew, as often as it takes."
ASKS = "`next` asks the store only when all that it has written is returned."


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("size", SIZES)
def test_one_allocator_counts(lab, size):
    found = play(lab, [call(1.3, times=min(260, 2 * size + 5))], size=size).numbers("a")
    assert found == list(range(len(found))), (
        f"size {size}: one allocator returned {found[:12]} …; it returns the numbers of its range in ascending order, "
        f"from 0 on, and then those of the next. {RANGES}"
    )


@pytest.mark.rule(2, 4)
@pytest.mark.parametrize("size", SIZES)
def test_several_have_a_range_each(lab, size):
    script = [call(1.3 + place, who) for place, who in enumerate("abc")]
    script += [call(5.3 + place, who, times=min(size, 40)) for place, who in enumerate("cab")]
    seen = play(lab, script, size=size)
    for place, who in enumerate("abc"):
        found, first = seen.numbers(who), place * size
        due = [*range(first, first + size)][: min(size, 40)]
        odd = next((n for n, (one, other) in enumerate(zip(found, due, strict=False)) if one != other), None)
        assert odd is None, (
            f"size {size}: of three allocators number {place + 1} returned {found[odd]} for its number {odd + 1}, and "
            f"{due[odd]} is due: {first} to {first + size - 1} is its range. {RANGES}"
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("apart", [0.0, 0.731])
def test_the_store_is_asked_for_a_block_and_not_for_a_number(lab, size, apart):
    count = min(120, 2 * size + 3)
    script = [call(1.3 + apart * n) for n in range(count)] if apart else [call(1.3, times=count)]
    seen = play(lab, script, size=size, lease=500.0)
    due = {n for start in range(0, count, size) for n in range(start, min(start + size, count), block(size))}
    for row in seen.log:
        before = sum(one.ended <= row.time and type(one.outcome) is int for one in seen.calls) if apart else None
        assert before is None or before in due, (
            f"size {size}: the store was asked when {before} numbers had been returned, and a block is {block(size)}. "
            f"{ASKS}"
        )
    assert len(seen.log) <= 4 * len(due), (
        f"size {size}: {count} numbers took {len(seen.log)} store calls, for {len(due)} blocks: written `block` at a "
        f"time, they take four for each at most. {ASKS}"
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("size", "callers"), [(20, 5), (100, 35), (40, 4), (10, 3)])
def test_callers_of_one_moment_share_what_is_written(lab, size, callers):
    seen = play(lab, [call(1.3) for _ in range(callers)], size=size)
    assert sorted(seen.numbers()) == list(range(callers)), (
        f"size {size}: {callers} callers of one moment were given {seen.numbers()}: one allocator has one range, and "
        "the numbers of it are returned in ascending order."
    )
    blocks = -(-callers // block(size))
    assert len(seen.log) <= 4 * blocks, (
        f"size {size}: {callers} callers of one moment took {len(seen.log)} store calls, for {blocks} blocks of "
        f"{block(size)}: however many callers there are, `next` asks the store four times for a block at most."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("conflicts", [1, 2, 5, 17])
@pytest.mark.parametrize("at", [0, 1, 10])
def test_after_a_conflict_it_tries_anew(lab, conflicts, at):
    seen = play(lab, [call(1.3, "a", 30)], trouble={"put_if": [None] * at + ["conflict"] * conflicts})
    assert seen.numbers() == list(range(30)), (
        f"`put_if` said no {conflicts} times, and 30 calls came to {seen.numbers()}, not to 0 to 29: nothing was "
        f"written then. {ANEW}"
    )


@pytest.mark.rule(2)
def test_the_first_range_that_nobody_has_had_is_next(lab):
    script = [call(1.3, "a", 20), call(2.3, "b"), call(3.3, "a", 25), call(4.3, "c")]
    seen = play(lab, script)
    assert seen.numbers("a")[20:] == [*range(40, 60), *range(60, 65)] and seen.numbers("c") == [80], (
        f"size 20: one had 0 to 19, another began 20 to 39, then the first one went on with {seen.numbers('a')[20:]}, "
        f"and a third one began with {seen.numbers('c')}: each new range is the first that nobody has had."
    )


def play_pair(lab, script, names):
    things, stage = lab.bring(HERE / "beside_shelf.py", HERE / "beside_numbers.py", every=60, first=1)
    options = {"size": 10, "lease": 30.0}
    return Seen(stage.play(things, script, options, names=list(zip("ab", names, strict=True))))


@pytest.mark.rule(1)
@pytest.mark.parametrize("names", [("links", "link"), ("links", "links2"), ("a ", "a"), ("a", ""), ("a", "a0"),
                                   ("a", "a1"), ("a", "a:0"), ("a", "a:1"),
                                   ("x", "x/1"), ("x", "x-0"), ("n", "n_1"), ("0", "00"), ("é", "e")])  # fmt: skip
def test_another_name_is_another_sequence(lab, names):
    script = [call(1.3 + place, "ab"[place % 2], 7) for place in range(10)]
    seen = play_pair(lab, script, names)
    for who in "ab":
        assert seen.numbers(who) == list(range(35)), (
            f"Two allocators with the names {names} returned {seen.numbers('a')[:9]} … and {seen.numbers('b')[:9]} …: "
            "another name, though it begins with this one, is another sequence, which begins at 0."
        )


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("size", [20, 7])
def test_two_of_one_process_have_a_range_each(lab, size):
    seen = play(lab, [call(1.0, "a+1", 3), call(2.0, "a+2", 3), call(3.0, "a+1", 2), call(4.0, "a+2", 2)], size=size)
    found = seen.numbers("a+1"), seen.numbers("a+2")
    assert found == ([*range(5)], [*range(size, size + 5)]), (
        f"size {size}: two allocators of one process, with one store, returned {found}. Each has a range of its own: "
        "an allocator returns the numbers of its range, in ascending order."
    )
