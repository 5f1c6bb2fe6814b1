"""Lab 13, part 1: pauses, long traffic, and all rules at once."""

from random import Random

import pytest

from .counting import ask, clear, due, note, said
from .scene import BESIDE


@pytest.mark.rule(4)
@pytest.mark.parametrize("options", [{}, {"seconds": 3.0, "buckets": 4}, {"seconds": 2.5, "buckets": 1}], ids=str)
@pytest.mark.parametrize("pause", [1.0, 1.5, 2.0, 7.0, 1000.25])
@pytest.mark.parametrize("asks", [False, True])
def test_after_a_pause_nothing_of_before_comes_back(lab, options, pause, asks):
    seconds = options.get("seconds", 10.0)
    wide = seconds / options.get("buckets", 10)
    busy = [note(100 * wide + number * wide / 2, number % 3 > 0) for number in range(2 * round(seconds / wide))]
    back = 100 * wide + seconds + pause * seconds + 0.3 * wide
    script = [*busy, *([ask(back)] if asks else []), note(back + 0.1 * wide, False)]
    script += [ask(back + number * wide) for number in (0.2, 0.9, 1.9, 3.9)]
    found, expected = said(lab, script, options), due(script, options)
    assert found == expected, (
        f"A busy window of {seconds:g} s was left alone for {pause * seconds:g} s. Then "
        f"{'it was asked, ' if asks else ''}a failure was noted, and it was asked again: it says {found}, not "
        f"{expected}. After a pause of any length what is too old is gone, and never comes back."
    )


@pytest.mark.rule(4)
def test_what_is_old_does_not_come_back_bucket_by_bucket(lab):
    script = [note(number + 0.5, False) for number in range(10)]
    script += [row for number in range(30, 45) for row in (note(number + 0.5), ask(number + 0.6))]
    found, expected = said(lab, script), due(script)
    assert found == expected, (
        f"Ten failures, a pause of 20 s, then a good call each second: the window says {found}, not {expected}: what "
        "was noted before the pause is too old and gone."
    )


@pytest.mark.rule(1, 3)
def test_two_windows_have_each_their_own_width(lab):
    options = {"seconds": 3.0, "buckets": 3}, {"seconds": 40.0, "buckets": 4}
    script = [row for which in (0, 1) for row in (note(0.5, False, which), ask(5.5, which), ask(35.5, which))]
    found = said(lab, script, *options)
    assert found == [[0, 0], [1, 1], [0, 0], [1, 1]], (
        f"A failure was noted at 0.5 s in a window of 3 s and in one of 40 s, and asked in turn at 5.5 and 35.5 s they "
        f"say {found}: each has buckets of `seconds / buckets`, a width of its own."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("options", [{}, {"seconds": 6.0, "buckets": 3}], ids=str)
@pytest.mark.parametrize("apart", [0.0003, 2.5, 0.0], ids=["one bucket", "many buckets", "at one moment"])
@pytest.mark.parametrize("asks", [True, False])
def test_it_keeps_counts_and_not_the_calls(lab, options, apart, asks):
    count = 1_500 if apart else 12_000
    grown = lab.beside(BESIDE).weight(options, apart, count, asks)
    assert grown < 9_000, (
        f"While {2 * count:,} calls were noted, {f'one each {apart} s' if apart else 'all at one moment'}, "
        f"{'and' if asks else 'and never'} asked for, it has grown by {grown:,} bytes: what is kept are counts of "
        "buckets that are not yet too old, and memory doesn't grow with the calls."
    )


def drawn(seed):
    """A story of an hour at most: bursts, pauses of every length, and now and then everything is cleared."""
    rng, time = Random(seed), 0.0
    options = {"seconds": rng.choice([1.0, 7.0, 10.0, 12.5]), "buckets": rng.choice([1, 2, 3, 7, 10, 25])}
    for _ in range(60):
        time += rng.choice([0.01, 0.3, 1.1, options["seconds"] * rng.uniform(0.2, 3.0)]) * rng.uniform(0.5, 1.5)
        yield options, [clear(time) if rng.random() < 0.03 else note(time, rng.random() < 0.6), ask(time)]


@pytest.mark.rule(1, 2, 3, 4, 5)
@pytest.mark.parametrize("seed", range(30))
def test_any_story_is_counted_as_the_rules_say(lab, seed):
    rows = list(drawn(seed))
    options, script = rows[0][0], [row for _, several in rows for row in several]
    found, expected = said(lab, script, options), due(script, options)
    wrong = [
        (row[0], one, other) for row, one, other in zip(script[1::2], found, expected, strict=True) if one != other
    ]
    assert not wrong, (
        f"A window of {options['seconds']:g} s in {options['buckets']} buckets says {wrong[0][1]} at {wrong[0][0]:.4f} "
        f"s, and {wrong[0][2]} are right: `calls()` and `failures()` are of the latest buckets (rule 3), by the clock "
        "(rule 1)."
    )
