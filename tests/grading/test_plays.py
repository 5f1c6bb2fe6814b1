"""Which plays of a lab's checks are played at the judge."""

from pathlib import Path

import pytest

from systemdesign.grading.plays import Plays

PATHS = (Path("beside.py"),)


def played(plays, checks, times, every, first):
    """For each check, whether its plays were at the judge, one after the other."""
    found = []
    for check in checks:
        plays.check = check
        found.append([plays.at_the_judge(PATHS, every, first) for _ in range(times)])
    return found


@pytest.mark.parametrize("every", [1, 2, 5])
def test_of_so_many_plays_one_is_at_the_judge_from_the_first_on(every):
    (found,) = played(Plays(), ["test_a"], 4 * every, every, 0)
    assert found == [number % every == 0 for number in range(4 * every)]


def test_what_a_check_plays_first_is_at_the_judge_in_so_many_checks_of_a_function():
    checks = ["test_a[1]", "test_a[2]", "test_a[3]", "test_b[1]", "test_b[2]", "test_b[3]"]
    found = played(Plays(), checks, 3, 1_000, 2)
    assert found == [[check[-2] in "12", False, False] for check in checks]


def test_other_modules_are_counted_by_themselves():
    plays = Plays()
    played(plays, ["test_a"], 3, 10, 0)
    assert plays.at_the_judge((Path("other.py"),), 10, 0)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_tried_again_under_a_schedule_goes_the_same_way(seed):
    plays = Plays()
    plays.seed = seed
    (found,) = played(plays, ["test_a"], 5, 4, 3)
    assert found == [seed % 4 == 3] * 5
