"""Lab 10, part 3: the nearest-rank quantile of the last notes."""

from fractions import Fraction
from math import ceil
from random import Random

import pytest

WIDE = {"least": 0.0, "most": 1e9}


def noted(lab, seconds, **options):
    delay = lab.Delay(**options)
    for one in seconds:
        delay.note(one)
    return delay


def rank(seconds, q):
    """By counting: the smallest note that at least a share q of all is not above."""
    return min(one for one in seconds if sum(other <= one for other in seconds) >= Fraction(str(q)) * len(seconds))


@pytest.mark.rule(1, 4)
def test_the_first_note_counts(lab):
    found = noted(lab, [0.3]).seconds()
    assert found != 1.0, (
        "After one note, of 0.3 s, `seconds()` is still `most`, 1.0 s: it is so before the first note only, and the "
        "nearest-rank quantile of one note is that one."
    )


@pytest.mark.rule(2)
def test_each_has_its_own_notes(lab):
    first, second = lab.Delay(), lab.Delay()
    for _ in range(4):
        first.note(0.3)
        second.note(0.2)
    assert (first.seconds(), second.seconds()) == (0.3, 0.2), (
        f"One `Delay` heard of 0.3 s, another one of 0.2 s, and they say {(first.seconds(), second.seconds())}: each "
        "has its own notes."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [1, 2, 3, 7, 33, 200])
@pytest.mark.parametrize("q", [0.95, 0.5, 0.335, 0.995, 0.0, 1.0])
def test_it_is_the_nearest_rank(lab, count, q):
    rng = Random(f"{count} {q}")
    seconds = [rng.choice([rng.uniform(0.0, 0.0001), rng.uniform(0.01, 20.0)]) for _ in range(count)]
    found, due = noted(lab, seconds, q=q, window=500, **WIDE).seconds(), rank(seconds, q)
    place = max(1, ceil(Fraction(str(q)) * count))
    shown = f"{[round(one, 5) for one in seconds[:7]]}{' …' if count > 7 else ''}"
    assert found == due, (
        f"With q = {q}, least 0 and most 1e9 s, of the {count} notes {shown} "
        f"`seconds()` is {found!r}, which stands at rank {sorted(seconds).index(found) + 1 if found in seconds else 0} "
        f"(0: at none); the nearest-rank quantile has rank ⌈q n⌉ = {place}, counted from 1: {due!r}."
    )


@pytest.mark.rule(1)
def test_without_a_word_it_is_the_95th_percentile(lab):
    seconds = [0.01 * number for number in range(1, 41)]
    found = noted(lab, seconds).seconds()
    assert found == seconds[37], (
        f"Of 40 notes, 0.01 to 0.4 s, `Delay()` says {found} s: q is 0.95 by default, and the nearest rank of 40 is "
        "38, which has 0.38 s."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("window", [1, 3, 200])
def test_only_the_last_notes_count(lab, window):
    options = {} if window == 200 else {"window": window}
    seconds = [7.0] * 300 + [2.0] * (window - window // 2) + [0.5] * (window // 2)
    found = noted(lab, seconds, q=1.0, **WIDE, **options).seconds()
    assert found == 2.0, (
        f"With a window of {window}, 300 notes of 7 s and then {window} notes of at most 2 s: the greatest that counts "
        f"is {found} s. The last `window` notes count, the older ones no more."
    )
    found = noted(lab, [7.0, *[0.5] * (window - 1)], q=1.0, **WIDE, **options).seconds()
    assert found == 7.0, (
        f"With a window of {window}, all of the {window} notes there are count, and one of 7 s is gone."
    )


@pytest.mark.rule(2)
def test_equal_notes_count_each_for_itself(lab):
    found = noted(lab, [0.1] * 9 + [0.2], q=0.6, window=13, **WIDE).seconds()
    assert found == 0.1, f"Of 9 notes of 0.1 s and one of 0.2 s the 6th in order is {found} s: equal ones count each."
    found = noted(lab, [0.1] * 9 + [0.3] * 4, q=0.5, window=9, **WIDE).seconds()
    assert found == 0.1, (
        f"9 notes of 0.1 s, then 4 of 0.3 s, with a window of 9: the median is {found} s. Equal ones count each for "
        "itself, and the last 9 are 5 of 0.1 and 4 of 0.3 s."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("seed", range(4))
def test_asking_changes_nothing(lab, seed):
    rng, delay, seconds = Random(seed), lab.Delay(q=0.5, window=5, **WIDE), []
    for _ in range(40):
        seconds.append(rng.choice([rng.uniform(0.0, 5.0), 0.25]))
        delay.note(seconds[-1])
        found, due = [delay.seconds() for _ in range(2)], rank(seconds[-5:], 0.5)
        assert found == [due] * 2, (
            f"The last five notes are {seconds[-5:]}, and `seconds()`, asked twice, and after each note before, is "
            f"{found}: asking changes nothing, and the last `window` notes count, whose median is {due}."
        )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("options", "note", "due"),
    [
        ({"least": 0.2, "most": 3.0}, 0.1, 0.2),
        ({"least": 0.2, "most": 3.0}, 0.7, 0.7),
        ({"least": 0.2, "most": 3.0}, 5.0, 3.0),
        ({}, 0.0001, 0.001),
        ({}, 0.7, 0.7),
        ({}, 5.0, 1.0),
    ],
    ids=str,
)
def test_it_is_never_below_least_nor_above_most(lab, options, note, due):
    found = noted(lab, [note] * 3, **options).seconds()
    least, most = options.get("least", 0.001), options.get("most", 1.0)
    assert found == due, (
        f"All notes are {note} s, and `seconds()` is {found} s: never below `least`, {least} s, and never above "
        f"`most`, {most} s."
    )


@pytest.mark.rule(3)
def test_notes_out_of_bounds_count_as_they_are(lab):
    delay = noted(lab, [0.01, 50.0, 0.02], q=0.5, least=0.1, most=5.0, window=3)
    for one in (0.7, 60.0):
        delay.note(one)
    assert delay.seconds() == 0.7, (
        f"Of 0.02, 0.7 and 60 s, with least 0.1 and most 5 s, the median is {delay.seconds()} s: notes count as they "
        "are, those that are below `least` or above `most` too."
    )


@pytest.mark.rule(1, 3)
def test_what_one_is_made_with_is_its_own(lab):
    delays = [lab.Delay(0.5, 0.2, 3.0), lab.Delay(1.0, 0.4, 5.0)]
    for delay in delays:
        for seconds in (0.1, 0.3, 9.0):
            delay.note(seconds)
    assert [delay.seconds() for delay in delays] == [0.3, 5.0], (
        f"`Delay(0.5, 0.2, 3.0)` and `Delay(1.0, 0.4, 5.0)`, both made before the first note, heard of 0.1, 0.3 and 9 "
        f"s, and say {[delay.seconds() for delay in delays]} s: [0.3, 5.0], each by its own q, least and most."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("most", [None, 4.0, 0.3])
def test_before_the_first_note_it_is_most(lab, most):
    found = lab.Delay(**({} if most is None else {"most": most, "least": 0.2})).seconds()
    assert found == (most or 1.0), (
        f"Before the first note `seconds()` is {found} s, and `most` is {most or 1.0} s: nothing is known yet."
    )


@pytest.mark.rule(4)
def test_a_note_of_nothing_is_a_note(lab):
    found = noted(lab, [0.0, 0], **WIDE).seconds()
    assert found == 0, f"Two calls took 0 s, and `seconds()` is {found} s: it is `most` before the first note only."
