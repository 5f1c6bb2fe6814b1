"""Lab 16, part 2: how long a lease runs, and what becomes of the rest."""

import pytest

from .leases import block, call, close, play

RUNS = "A lease runs `lease` seconds from the last time that its allocator wrote numbers as used."


@pytest.mark.rule(4)
@pytest.mark.parametrize("lease", [30.0, 5.0, 0.7, 300.0])
@pytest.mark.parametrize("size", [20, 50, 100])
def test_nobody_takes_from_a_range_while_its_lease_runs(lab, lease, size):
    for share in (0.5, 0.9):
        seen = play(lab, [call(1.3), call(1.3 + share * lease, "b")], size=size, lease=lease)
        assert seen.numbers("b") == [size], (
            f"size {size}, lease {lease}: {share * lease:.1f} s after one had begun with 0, another one began with "
            f"{seen.numbers('b')}: while the lease runs nobody else takes from the range, so it begins at {size}."
        )


@pytest.mark.rule(2, 3, 4)
@pytest.mark.parametrize("lease", [30.0, 5.0, 0.7, 300.0])
@pytest.mark.parametrize("size", [20, 50, 7])
def test_the_rest_is_taken_when_the_lease_is_over(lab, lease, size):
    seen = play(lab, [call(1.3), call(1.3 + 1.1 * lease + 0.02, "b", size)], size=size, lease=lease)
    due = [*range(block(size), size)]
    found = seen.numbers("b")
    assert found[: len(due)] == due and found[len(due) :] == [*range(size, size + block(size))], (
        f"size {size}, lease {lease}: one began with 0, which is a block of {block(size)}, and died; {1.1 * lease:.1f} "
        f"s later another one returned {found[:6]} … {found[-2:]}. When the lease is over everybody may take the rest, "
        f"what is not written as used, before a new range is begun: {due[:6]} … {due[-2:]}"
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("lease", [30.0, 3.0])
def test_each_block_makes_the_lease_begin_again(lab, lease):
    """The third block is written at 1.6 leases, so the lease runs until 2.6."""
    begun = [call(1.3 + 0.8 * lease * n, "a", 2) for n in range(3)]
    for share, due in ((2.3, 20), (2.75, 6)):
        seen = play(lab, [*begun, call(1.3 + share * lease, "b")], lease=lease)
        assert seen.numbers("a") == [0, 1, 2, 3, 4, 5] and seen.numbers("b") == [due], (
            f"lease {lease}, blocks of 2: blocks were written every {0.8 * lease:.1f} s, the third {1.6 * lease:.1f} s "
            f"after the first; {share * lease:.1f} s after the first another one began with {seen.numbers('b')}, and "
            f"{due} is due. {RUNS}"
        )


@pytest.mark.rule(4)
def test_returning_numbers_makes_the_lease_no_longer(lab):
    """Of a block of ten, one number every 4 s: nothing is written meanwhile."""
    script = [*(call(1.3 + 4 * n) for n in range(9)), call(35.3, "b")]
    seen = play(lab, script, size=100)
    assert seen.numbers("b") == [10], (
        "A block of ten was written at 1.3 s, nine numbers of it were returned until 33.3 s, and at 35.3 s another "
        f"one began with {seen.numbers('b')}: {RUNS[0].lower()}{RUNS[1:]} Not from the last number."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("idle", [31.0, 100.0, 5000.0])
def test_as_long_as_nobody_has_taken_the_rest_its_allocator_goes_on(lab, idle):
    script = [call(1.3, "a", 3), call(1.3 + idle, "a", 20), close(6000.0)]
    seen = play(lab, script)
    assert seen.numbers("a") == list(range(23)), (
        f"Somebody waited {idle} s between his third number and his fourth, with a lease of 30 s, and was given "
        f"{seen.numbers('a')}: as long as nobody has taken the rest, its allocator may go on, and it takes rests "
        "before it begins a new range."
    )


@pytest.mark.rule(1, 4)
@pytest.mark.parametrize("used", [1, 2, 3, 10])
@pytest.mark.parametrize("between", ["block", "all"])
def test_who_wakes_after_his_lease_takes_nothing_that_was_taken(lab, used, between):
    """The other one has begun the rest, or used it up, or died with it."""
    script = [
        call(1.3, "a", used),
        call(40.0, "b", 2 if between == "block" else 18),
        call(45.0, "a", 25),
        call(90.0, "b", 25),
    ]
    seen = play(lab, script, size=20)
    seen.whole(2, 2)
    first = seen.numbers("a")[used : used + (used % 2)]
    assert first == [used] * (used % 2), (
        f"Blocks of 2: {used} numbers were returned, and after the lease the next one was {first}: what was written as "
        "used is the allocator's, whoever takes the rest."
    )


@pytest.mark.rule(4)
def test_taking_over_is_a_lease_as_well(lab):
    script = [call(1.3, "a"), call(40.0, "b"), call(60.0, "c"), call(80.0, "d"), call(111.0, "e", 16)]
    seen = play(lab, script)
    found = [seen.numbers(who)[0] for who in "bcd"]
    assert found == [2, 20, 4], (
        f"The rest of a range, from 2 on, was taken at 40 s, and at 60 and 80 s two more began: the three had {found}, "
        f"and 2, 20 and 4 are due. {RUNS}"
    )


@pytest.mark.rule(2, 4)
@pytest.mark.parametrize("dead", [2, 3, 6])
def test_the_rests_of_several_are_all_taken_before_a_new_range(lab, dead):
    script = [call(1.3 + place, f"dead {place}", 1 + place) for place in range(dead)]
    seen = play(lab, [*script, call(60.0, "b", 20 * dead)], size=20)
    seen.whole(2, dead, until=20 * dead)
    fresh = [n for n in seen.numbers("b") if n >= 20 * dead]
    rests = [n for n in seen.numbers("b") if n < 20 * dead]
    assert seen.numbers("b") == [*rests, *fresh], (
        f"{dead} allocators died, and another one began the range of {fresh[0] if fresh else None} while there were "
        f"rests, {rests[-3:]}: what is left of another range comes first."
    )


@pytest.mark.rule(2, 4)
def test_two_take_two_rests(lab):
    script = [
        call(1.3, "a"),
        call(1.4, "b"),
        call(50.0, "c"),
        call(50.0, "d"),
        call(51.0, "c", 30),
        call(51.0, "d", 30),
    ]
    seen = play(lab, script)
    seen.whole(2, 2, until=40)
    assert {seen.numbers("c")[0], seen.numbers("d")[0]} == {2, 22}, (
        f"Two rests, from 2 and from 22, were free, and two allocators began with {seen.numbers('c')[0]} and "
        f"{seen.numbers('d')[0]}: each takes one, as what is taken is leased."
    )


@pytest.mark.rule(2, 3, 4)
def test_without_options_a_range_has_a_hundred_numbers(lab):
    script = [call(1.3), call(2.3, "b"), call(3.3, times=99), call(4.3, "c"), call(40.0, "d")]
    seen = play(lab, script, options={})
    found = [seen.numbers("b"), seen.numbers("c"), seen.numbers("a")[:-1][-2:], seen.numbers("a")[-1]]
    assert found[:3] == [[100], [200], [97, 98]] and found[3] == 99, (
        f"Three allocators with the defaults returned {found}, where 100, 200, 97 and 98, and 99 are due. Numbers are "
        "leased in ranges, from 0 on."
    )
    writes = sum(row.verb == "put_if" for row in seen.log if row.who == "a")
    assert writes <= 10, (
        f"size 100: 100 numbers took {writes} writes: they are written `block` at a time, here 10. `next` asks the "
        "store only when all that it has written is returned."
    )
    assert seen.numbers("d") in ([110], [210]), (
        "lease 30.0 by default: two allocators used 10 numbers each, from 100 and from 200 on, by 5 s, and at 40 s "
        f"another one began with {seen.numbers('d')}: it takes what is left where the lease is over."
    )


@pytest.mark.rule(4)
def test_without_options_a_lease_runs_half_a_minute(lab):
    seen = play(lab, [call(1.3), call(31.0, "b"), call(31.6, "c")], options={})
    assert (seen.numbers("b"), seen.numbers("c")) == ([100], [10]), (
        f"lease 30.0 by default: one used 0 to 9 at 1.3 s. At 31.0 s another one began with {seen.numbers('b')}, and "
        f"at 31.6 s a third with {seen.numbers('c')}; 100 and 10 are due. {RUNS}"
    )
