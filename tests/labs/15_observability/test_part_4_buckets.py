"""Lab 15, part 4: buckets, windows, and memory."""

import pytest

from .burning import ALARMS, ALONE, DEFAULTS, NAMES, ask, differs, due, longest, note, said, width, windows
from .telling import BESIDE

each = pytest.mark.parametrize("given", ALARMS, ids=NAMES)


@pytest.mark.rule(1, 2)
@each
@pytest.mark.parametrize("where", [0.02, 0.5, 0.98])
@pytest.mark.parametrize("made", [0.0, 0.37])
def test_a_bucket_leaves_a_window_whole(lab, given, where, made):
    wide = width(given)
    for seconds in windows(given):
        lasts = -(-seconds // wide) * wide  # as long as it counts, from its beginning, or a part of a bucket less
        edge = min(lasts, seconds)
        script = [note(wide * (7 + where), 3, 1)]
        script += [ask(7 * wide + edge - 0.01 * wide, seconds), ask(7 * wide + edge + 0.01 * wide, seconds)]
        wrong = differs(said(lab, script, given, made=made * wide), due(script, given))
        assert wrong is None, (
            f"Buckets are {wide:g} s wide, and 3 good and a bad event were noted at {wide * (7 + where):g} s, in the "
            f"bucket that began at {7 * wide:g} s; {wrong}. Buckets are numbered by the clock, and a window is made of "
            f"those that began less than {seconds:g} s ago, each whole."
        )


@pytest.mark.rule(1)
@each
@pytest.mark.parametrize("made", [0.0, 0.3, 5.7])
def test_buckets_go_by_the_clock(lab, given, made):
    wide, short = width(given), 60 * width(given)
    script = [note(10.9 * wide, 9, 1), note(11.1 * wide, 3, 2), *(ask(70.05 * wide + n * wide, short) for n in (0, 1))]
    wrong = differs(said(lab, script, given, made=made * wide), due(script, given))
    assert wrong is None, (
        f"Made at {made * wide:g} s, with buckets {wide:g} s wide, an alarm heard of events at {10.9 * wide:g} and "
        f"{11.1 * wide:g} s, and {wrong}: buckets are numbered by the clock, whenever the `Burn` was made."
    )


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("wide", [0.25, 5.0])
def test_a_bucket_has_its_first_moment(lab, wide):
    given = {"objective": 0.9, "pairs": [[2, 720 * wide, 60 * wide]]}
    script = [note(8 * wide, 1, 1), ask(8 * wide, 60 * wide), note(9 * wide, 3, 0), ask(9 * wide, 60 * wide)]
    script += [ask(67.5 * wide, 60 * wide), ask(68 * wide, 60 * wide)]
    script += [ask(68.5 * wide, 60 * wide), ask(69 * wide, 60 * wide)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"Buckets are {wide:g} s wide, and events were noted just as buckets 8 and 9 began; {wrong}. Bucket n begins "
        "at n times its width, that moment included, and a window is made of buckets that began less than so many "
        "seconds ago: exactly so long ago is too old."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("turn", [False, True])
def test_two_alarms_have_each_their_buckets(lab, turn):
    givens = [ALARMS[0], {"objective": 0.99, "pairs": [[3, 600, 60]]}]
    givens = givens[::-1] if turn else givens
    script = [row for n in (0, 1) for row in (note(4.1, 1, 1, n), note(20.2, 1, 3, n), ask(303.3, 300, n))]
    answers = said(lab, script, *givens)
    for which in (0, 1):
        wrong = differs([answers[which]], due(script, givens[which], which))
        assert wrong is None, (
            f"Two alarms, with buckets of {width(givens[0]):g} and {width(givens[1]):g} s, were told the same, and of "
            f"number {which + 1} {wrong}: each `Burn` has buckets as wide as a sixtieth of its own shortest window."
        )


@pytest.mark.rule(2)
@each
@pytest.mark.parametrize("pause", [1.0, 1.5, 2.0, 7.0, 1000.25])
@pytest.mark.parametrize("asks", [False, True])
def test_after_a_pause_nothing_of_before_comes_back(lab, given, pause, asks):
    wide, end = width(given), longest(given)
    busy = [note(n * end / 50 + 0.1 * wide, n % 4, 1) for n in range(50)]
    back = end + pause * end + 0.3 * wide
    script = [*busy, *([ask(back, end)] if asks else []), note(back + 0.1 * wide, 7, 1)]
    script += [ask(back + n * wide, seconds) for n in (0.2, 1.9, 59.9, 90.5) for seconds in windows(given)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"A busy alarm was left alone for {pause * end:g} s; then {'it was asked, and ' if asks else ''}8 events were "
        f"noted, and {wrong}: after a pause of any length what is too old is gone and never comes back."
    )


@pytest.mark.rule(2)
@each
def test_windows_slide(lab, given):
    end, script = longest(given), []
    for number in range(120):
        time = number * end / 37.77 + 0.0137
        script += [note(time, 10 + number % 5, 1 + number % 3)]
        script += [ask(time + 0.001, seconds) for seconds in windows(given)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"Events were noted every {end / 37.77:g} s, and {wrong}: each window slides with the clock, and what is too "
        "old is gone, bucket by bucket."
    )


@pytest.mark.rule(3)
@each
@pytest.mark.parametrize("between", [0.1, 0.5, 0.83])
def test_any_seconds_between_the_windows_may_be_asked_for(lab, given, between):
    wide, first, last = width(given), windows(given)[0], windows(given)[-1]
    seconds = first + between * (last - first) + 0.123 * wide
    script = [note(n * last / 40 + 0.3, 30 - n % 30, n % 7) for n in range(90)] + [ask(2.2 * last + 0.4, seconds)]
    wrong = differs(said(lab, script, given), due(script, given))
    assert wrong is None, (
        f"`spent` was asked for {seconds:g} s, between the windows of {windows(given)} s, and {wrong}: `seconds` are "
        "any number from the shortest to the longest window."
    )


MINUTE = {"objective": 0.99, "pairs": [[3, 60, 5]]}
MIXED = [(999, 0), (5, 1), (0, 2), (50, 0)]
CASES = {  # how far apart, how many, what: a ring of twice as many buckets as there are is full before the first half
    "at one moment": (MINUTE, 0.0, 6_000, MIXED),
    "one in each bucket": (MINUTE, 1 / 12, 3_000, MIXED),
    "3 s apart, all of good events": (MINUTE, 3.0, 2_000, [(7, 0)]),
    "0.001 s apart": (ALONE, 0.001, 2_000, MIXED),
    "19 s apart, all of bad events": (ALONE, 19.0, 2_000, [(0, 3)]),
}


@pytest.mark.rule(6)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("asks", [True, False])
def test_it_keeps_counts_and_not_the_events(lab, case, asks):
    given, apart, count, events = CASES[case]
    grown = lab.beside(BESIDE).burnt(given, events, apart, count, asks)
    assert grown < 40_000, (
        f"While {count:,} more notes were made, {case}, {'and asked now and then' if asks else 'and never asked'}, the "
        f"alarm has grown by {grown:,} bytes: what is kept in memory are counts of buckets that are not yet too old, "
        "and not the events, whether anybody asks or not."
    )


@pytest.mark.rule(5, 6)
def test_asking_leaves_nothing_behind(lab):
    grown = lab.beside(BESIDE).asked(MINUTE, 17.0, 800)
    assert grown < 12_000, (
        f"`firing()` and `spent(17)` were asked 800 times more, of a few events, and the alarm has grown by {grown:,} "
        "bytes: what is kept are counts of buckets, however many are noted, whether anybody asks or not."
    )


@pytest.mark.rule(2, 6)
def test_all_buckets_of_the_longest_window_are_kept(lab):
    wide, end = width(DEFAULTS), longest(DEFAULTS)
    script = [note((n + 0.5) * wide, 9 if n else 1, 0 if n else 1_000) for n in range(round(end / wide))]
    script += [ask(end - 0.4 * wide, end), ask(end + 0.1 * wide, end)]
    wrong = differs(said(lab, script, DEFAULTS), due(script, DEFAULTS))
    assert wrong is None, (
        f"Events were noted in each of the {len(script) - 2:,} buckets of {end:,} s, 1,000 bad ones in the first, and "
        f"{wrong}: a window is made of all buckets that began less than so many seconds ago."
    )
