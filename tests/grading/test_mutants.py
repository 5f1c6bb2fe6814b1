"""The grader is graded: right answers of any shape get full marks, every misconception loses its part with its hint."""

import re

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import labs, load
from tests.grading.matrix import KILL
from tests.grading.mutation import FOLDER, Headless, Stale, by_part, changed, head, mutant

RIGHT, MUTANTS = (sorted(path.relative_to(FOLDER) for path in FOLDER.glob(name)) for name in ("*/*.py", "*/*.diff"))
LABS = [stem for stem in labs() if not load(stem).shown]


def in_turn(mutants, of=4):
    """The mutants of one part, each with its turn: no sample is without one of them. Few are judged every time."""
    if len(mutants) < of:
        return mutants
    return [pytest.param(path, marks=pytest.mark.sampled(of=of, turn=turn)) for turn, path in enumerate(mutants)]


SAMPLED = [marked for mutants in by_part(MUTANTS) for marked in in_turn(mutants)]


@pytest.mark.parametrize("path", SAMPLED, ids=str)
def test_a_mutant_loses_its_part_with_its_hint(path, solved, judges, record_property):
    part, hint, answer = mutant(path)
    stem = path.parent.name
    verdict = grade(solved({part: answer}, stem=stem), parts=[part], judges=judges).verdicts[part]
    record_property(KILL, [stem, path.stem, part, verdict.check if verdict.state == "wrong" else None])
    assert verdict.state == "wrong"
    assert hint in verdict.hint


@pytest.mark.parametrize("path", RIGHT, ids=str)
def test_a_right_answer_of_another_shape_gets_full_marks(path, solved, judges):
    pieces = re.split(r"(?m)^# %% part-(\d+)\n", (FOLDER / path).read_text(encoding="utf-8"))
    answers = {int(number): answer for number, answer in zip(pieces[1::2], pieces[2::2], strict=True)}
    assert set(answers) == set(load(path.parent.name).parts)
    found = grade(solved(answers, stem=path.parent.name), judges=judges)
    assert {number: verdict.hint for number, verdict in found.verdicts.items()} == dict.fromkeys(answers, "")
    assert found.full


@pytest.mark.parametrize("stem", LABS)
def test_there_are_enough_of_both(stem):
    mutants = [path for path in MUTANTS if path.parent.name == stem]
    assert len(mutants) >= 12, f"tests/mutants/{stem} holds {len(mutants)} of the twelve misconceptions it needs"
    assert {int(head(path)[1]) for path in mutants} == set(load(stem).parts)
    assert sum(path.parent.name == stem for path in RIGHT) >= 2


@pytest.mark.parametrize("count", [4, 9])
def test_whatever_the_commit_a_mutant_of_each_part_is_judged(count):
    turns = [marked.marks[0].kwargs for marked in in_turn(list(range(count)))]
    assert {turn["turn"] % turn["of"] for turn in turns} == {0, 1, 2, 3}
    assert in_turn(["all", "of", "three"]) == ["all", "of", "three"]


def test_a_mutant_that_does_not_say_what_it_loses_says_what_to_write(tmp_path):
    path = tmp_path / "says_nothing.diff"
    path.write_text("Says nothing.\n\n@@\n-x = 1\n+x = 2\n")
    with pytest.raises(Headless, match=r"says_nothing\.diff: write 'Loses part 1\. Hint: words of the hint'"):
        head(path)


def test_a_mutant_of_an_answer_that_has_changed_says_what_is_gone():
    with pytest.raises(Stale, match="y = 2"):
        changed("x = 1\n", "@@\n-y = 2\n+y = 3\n")
    with pytest.raises(Stale):  # twice is not once
        changed("x = 1\nx = 1\n", "@@\n-x = 1\n+x = 2\n")
