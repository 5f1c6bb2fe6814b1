"""Lab 13, part 1: how many calls of late, and how many of them failed."""

import pytest

from .counting import ask, clear, due, note, said

SIZES = [(3.0, 4), (8.0, 2), (2.5, 1), (20.0, 16)]
WINDOWS = [{}, *({"seconds": seconds, "buckets": buckets} for seconds, buckets in SIZES)]
IDS = ["10 s in 10", *(f"{seconds:g} s in {buckets}" for seconds, buckets in SIZES)]


def width(options):
    return options.get("seconds", 10.0) / options.get("buckets", 10)


@pytest.mark.rule(2, 3)
def test_calls_and_failures_are_counted(lab):
    script = [note(0.1), note(0.2, False), note(0.3), ask(0.4)]
    found = said(lab, script)
    assert found == [[3, 1]], (
        f"Two good calls and a failure were noted, and `calls()` and `failures()` say {found[0]}, not [3, 1]: "
        "`note(good)` counts one call, and one failure too where `good` is False, and the bucket that is under way is "
        "among the latest."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("options", WINDOWS[:2], ids=IDS[:2])
def test_two_windows_count_each_what_it_was_told(lab, options):
    script = [note(0.1), note(0.2, False, 1), note(0.3, False, 1), ask(0.4), ask(0.4, 1)]
    found = said(lab, script, options, options)
    assert found == [[1, 0], [2, 2]], (
        f"One window was told of a good call, another one of two failures, and they say {found}: each `Window` counts "
        "what it was told itself."
    )


@pytest.mark.rule(2)
def test_many_at_one_moment_count_each(lab):
    script = [*(note(2.3, number % 3 > 0) for number in range(3_000)), ask(2.3)]
    found = said(lab, script)
    assert found == [[3000, 1000]], (
        f"At one moment 3,000 calls were noted, 1,000 failures among them, and the window says {found[0]}: each counts "
        "one call."
    )


@pytest.mark.rule(1, 3)
@pytest.mark.parametrize("options", WINDOWS, ids=IDS)
def test_all_buckets_that_are_latest_count_whole(lab, options):
    wide, buckets = width(options), options.get("buckets", 10)
    start = 7 * wide
    script = [note(start + wide * (number + 0.4), number % 2 == 0) for number in range(buckets)]
    script.append(ask(start + wide * (buckets - 0.01)))
    found = said(lab, script, options)
    assert found == due(script, options), (
        f"In each of {buckets} buckets, each {wide:g} s wide, one after the other, a call was noted, and at the end of "
        f"the last one the window says {found[0]}, not {due(script, options)[0]}: the latest {buckets} buckets count, "
        "the one that is under way among them, and each counts whole."
    )


@pytest.mark.rule(1, 3)
@pytest.mark.parametrize("options", WINDOWS, ids=IDS)
@pytest.mark.parametrize("where", [0.02, 0.5, 0.98])
def test_a_bucket_leaves_whole_when_it_is_too_old(lab, options, where):
    wide, buckets = width(options), options.get("buckets", 10)
    last = wide * (3 + buckets)
    script = [note(wide * (3 + where), False), ask(last - 0.01 * wide), ask(last + 0.01 * wide)]
    found = said(lab, script, options)
    assert found == [[1, 1], [0, 0]], (
        f"A call was noted in bucket 3, at {wide * (3 + where):g} s. At the end of bucket {2 + buckets} it says "
        f"{found[0]}, and as bucket {3 + buckets} begins {found[1]}: of {buckets} buckets, numbered by the clock, each "
        "counts whole as long as it is one of the latest, and then not at all."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("options", WINDOWS, ids=IDS)
@pytest.mark.parametrize("made", [0.0, 0.3, 5.7])
def test_buckets_go_by_the_clock(lab, options, made):
    wide, buckets = width(options), options.get("buckets", 10)
    start = 10 * wide
    script = [note(start + 0.9 * wide), note(start + 1.1 * wide, False), ask(start + wide * (buckets + 0.2))]
    found = said(lab, script, options, made=made)
    assert found == due(script, options), (
        f"Made at {made} s, with buckets {wide:g} s wide, a window heard of calls at {start + 0.9 * wide:g} and "
        f"{start + 1.1 * wide:g} s, and at {start + wide * (buckets + 0.2):g} s it says {found[0]}, not "
        f"{due(script, options)[0]}: buckets are numbered by the clock, whenever the window was made."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("options", WINDOWS, ids=IDS)
def test_a_bucket_has_its_first_moment(lab, options):
    wide, buckets = width(options), options.get("buckets", 10)
    script = [note(4 * wide, False), ask(4 * wide + (buckets - 0.5) * wide), ask(4 * wide + buckets * wide)]
    found = said(lab, script, options)
    assert found == [[1, 1], [0, 0]], (
        f"Buckets are {wide:g} s wide, and a failure was noted as bucket 4 began, at {4 * wide:g} s. At "
        f"{4 * wide + (buckets - 0.5) * wide:g} s, in the last bucket in which that counts, it says {found[0]}, "
        f"and as the next one begins {found[1]}: bucket n begins at n times its width, that moment included."
    )


@pytest.mark.rule(3)
def test_asking_changes_nothing(lab):
    script = [row for second in range(40) for row in (note(second * 0.7, second % 3 == 0), *[ask(second * 0.7)] * 3)]
    found = said(lab, script, {"seconds": 4.0, "buckets": 4})
    expected = due(script, {"seconds": 4.0, "buckets": 4})
    wrong = [(n // 3, one, other) for n, (one, other) in enumerate(zip(found, expected, strict=True)) if one != other]
    assert not wrong, (
        f"A window of 4 s in 4 buckets was asked three times after each note, and at {wrong[0][0] * 0.7:g} s it said "
        f"{wrong[0][1]}, not {wrong[0][2]}: the latest buckets count, and asking changes nothing."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("what", ["calls", "failures"])
def test_each_of_both_is_asked_alone(lab, what):
    times = [5.2, 9.8, 10.2, 11.4]
    script = [note(0.5, False), note(1.5, False), *([time, 0, "ask", [what]] for time in times)]
    found = said(lab, script)
    assert found == [[2], [2], [1], [0]], (
        f"Two failures were noted, at 0.5 and 1.5 s, and `{what}()` alone was asked at {times} s and says {found}: "
        "`calls()` and `failures()` say how many there are in the latest buckets, whichever is asked."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("options", WINDOWS[:3], ids=IDS[:3])
def test_clear_forgets_and_counting_goes_on(lab, options):
    wide = width(options)
    script = [
        note(9.1 * wide, False),
        note(10.1 * wide),
        note(10.2 * wide, False),
        clear(10.3 * wide),
        ask(10.3 * wide),
    ]
    script += [note(10.4 * wide, False), note(10.5 * wide), ask(10.6 * wide), ask(11.2 * wide)]
    found = said(lab, script, options)
    assert found[0] == [0, 0], f"After `clear()` the window says {found[0]}: `clear()` forgets all that was noted."
    assert found == due(script, options), (
        f"After `clear()` a failure and a good call were noted, and the window says {found[1:]}, not "
        f"{due(script, options)[1:]}: what is noted after `clear()` counts as ever."
    )


@pytest.mark.rule(5)
def test_clear_is_for_this_window_alone(lab):
    script = [note(0.5, False, which) for which in (0, 1)] + [clear(0.6), ask(0.7), ask(0.7, 1)]
    found = said(lab, script, {}, {})
    assert found == [[0, 0], [1, 1]], (
        f"Of two windows one was cleared, and they say {found}: `clear()` forgets all that was noted in this one."
    )


@pytest.mark.rule(5)
def test_it_is_cleared_as_often_as_you_like(lab):
    script = [
        row for n in range(5) for row in (note(n, False), clear(n + 0.2), clear(n + 0.3), note(n + 0.5), ask(n + 0.7))
    ]
    found = said(lab, script)
    assert found == [[1, 0]] * 5, (
        f"Cleared five times, twice each, with a failure before and a good call after, the window says {found}: "
        "`clear()` forgets all, whenever it is called."
    )
