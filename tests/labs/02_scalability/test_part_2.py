"""Lab 02, part 2: calm."""

from random import Random

import pytest

from systemdesign.grading.schedules import schedules

from .memory import Memory

SECONDS = [60.0, 7.25, 0.5, 300, 1_000.0]


def play(lab, seconds, story, otherwise):
    """One Calm through (time, wanted) after (time, wanted), with every answer compared."""
    memory = Memory(lab.Calm, seconds)
    for time, wanted in story:
        memory.want(time, wanted)
    wrong = memory.wrong(otherwise)
    assert not wrong, wrong


UP = "rule 1 it goes up at once, to the most that was wanted"
DOWN = "rule 1 it comes down late, to the most that was wanted in the last `seconds`"
FORGET = "rule 2 what was wanted exactly `seconds` ago, or earlier, is forgotten, and nothing else is"
OWN = "rule 3 each call leaves its own number behind, for its own `seconds`"
TIMES = "rule 4 times come in order, and nothing else is known of them: count seconds, not calls"


@pytest.mark.rule(1)
@pytest.mark.parametrize("seconds", SECONDS)
def test_it_goes_up_at_once(lab, seconds):
    play(lab, seconds, [(seconds * step / 8, wanted) for step, wanted in enumerate([3, 9, 9, 4, 31, 12])], UP)


@pytest.mark.rule(1)
@pytest.mark.parametrize("seconds", SECONDS)
def test_it_comes_down_late(lab, seconds):
    play(lab, seconds, [(seconds * step / 8, wanted) for step, wanted in enumerate([9, 4, 6, 2, 1])], DOWN)


@pytest.mark.rule(2)
@pytest.mark.parametrize("seconds", SECONDS)
def test_it_forgets_what_was_wanted_so_long_ago(lab, seconds):
    parts = [(0, 9), (0.5, 4), (1 - 2**-20, 2), (1, 3), (1.25, 1), (1.5, 1), (41, 4), (42.5, 2)]
    play(lab, seconds, [(part * seconds, wanted) for part, wanted in parts], FORGET)


@pytest.mark.rule(3)
@pytest.mark.parametrize("seconds", SECONDS)
def test_what_was_wanted_counts_and_not_what_was_returned(lab, seconds):
    play(
        lab, seconds, [(seconds * step / 4, wanted) for step, wanted in enumerate([9, 7, 5, 5, 3, 3, 3, 1, 1, 1])], OWN
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("numbers", [[2, 5, 3, 3], [5, 2, 2], [4, 4, 4, 1], [0, 7, 0]])
def test_each_of_several_at_one_time_is_left_behind(lab, numbers):
    play(lab, 20.0, [*((3.0, wanted) for wanted in numbers), (9.0, 1), (22.5, 1), (23.0, 1)], OWN)


@pytest.mark.rule(3)
def test_nothing_wanted_is_a_number_too(lab):
    play(lab, 10.0, [(0, 0), (4, 0), (5, 3), (6, 0), (14.75, 0), (15, 0), (16, 2), (16, 0), (90, 0)], OWN)


@pytest.mark.rule(4)
@pytest.mark.parametrize("time", [86_400.0 * 365, -2_000.0])
def test_times_are_in_order_and_nothing_more(lab, time):
    rng = Random("times")
    story = []
    for _ in range(120):
        time += rng.choice([0, 0.25, 1, 7.5, 33, 33.25, 400])
        story.append((time, rng.randint(0, 30)))
    play(lab, 33.25, story, TIMES)


@pytest.mark.rule(4)
def test_two_of_them_remember_for_themselves(lab):
    one, other = Memory(lab.Calm, 60.0), Memory(lab.Calm, 20.0)
    for step in range(12):
        other.want(10 * step, 40 + step % 3)
        one.want(10 * step, 9 - step % 5)
    for memory in (one, other):
        wrong = memory.wrong("rule 4 each Calm remembers for itself, with its own `seconds`: keep both in `self`")
        assert not wrong, wrong


@pytest.mark.rule(1, 2, 3, 4)
@schedules("2.calm", targets=["0", "1", "2", "3", "5", "8", "13"], verbs=["wants"], until=40, most=12, examples=40)
def test_it_is_the_rules_for_any_wishes(lab, story):
    memory = Memory(lab.Calm, seconds=1.75 + 2 * story.seed)
    for event in story.events:
        memory.want(event.time * 0.25 * (1 + story.seed), int(event.target))
        story.lines.append(f"{memory.past[-1][0]:8.2f} s  wanted {event.target}, returned {memory.found[-1]!r}")
    wrong = memory.wrong(DOWN)
    assert not wrong, wrong
