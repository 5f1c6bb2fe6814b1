"""The grader is graded: right answers of any shape get full marks, every misconception loses its part with its hint."""

import re
from itertools import groupby

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import labs, load
from tests.grading.matrix import KILL
from tests.grading.mutation import FOLDER, Headless, Stale, changed, mutants, written

RIGHT = sorted(path.relative_to(FOLDER) for path in FOLDER.glob("*/*.py"))
MUTANTS = list(mutants())
LABS = [stem for stem in labs() if not load(stem).shown]


def in_turn(mutants, of=16):
    """The mutants of one part, each with its turn: no sample is without one of them. Few are judged every time."""
    if len(mutants) < of:
        return mutants
    return [pytest.param(mutant, marks=pytest.mark.sampled(of=of, turn=turn)) for turn, mutant in enumerate(mutants)]


PARTS = [list(found) for _, found in groupby(MUTANTS, lambda mutant: (mutant.stem, mutant.part))]
SAMPLED = [marked for part in PARTS for marked in in_turn(part)]


@pytest.mark.parametrize("mutant", SAMPLED, ids=str)
def test_a_mutant_loses_its_part_by_its_rule_and_with_its_hint(mutant, solved, judges, record_property):
    path = solved({mutant.part: mutant.answer}, stem=mutant.stem)
    verdict = grade(path, parts=[mutant.part], judges=judges).verdicts[mutant.part]
    check = verdict.check if verdict.state == "wrong" else None
    record_property(KILL, [mutant.stem, mutant.part, mutant.rule, mutant.name, check])
    assert verdict.state == "wrong"
    assert mutant.hint in verdict.hint
    assert mutant.rule in verdict.rules, f"{verdict.check}: a check of the rules {verdict.rules}"


@pytest.mark.sampled(of=3)
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
    found = [mutant for mutant in MUTANTS if mutant.stem == stem]
    assert len(found) >= 12, f"tests/mutants/{stem} holds {len(found)} of the twelve misconceptions it needs"
    assert sum(path.parent.name == stem for path in RIGHT) >= 2


def test_no_two_mutants_of_a_part_have_one_name_or_one_answer():
    names = [(mutant.stem, mutant.part, mutant.name) for mutant in MUTANTS]
    answers = [(mutant.stem, mutant.part, mutant.answer) for mutant in MUTANTS]
    assert [name for name in set(names) if names.count(name) > 1] == []
    assert [MUTANTS[index].name for index, answer in enumerate(answers) if answers.index(answer) != index] == []


@pytest.mark.parametrize("count", [16, 37])
def test_whatever_the_commit_a_mutant_of_each_part_is_judged(count):
    turns = [marked.marks[0].kwargs for marked in in_turn(list(range(count)))]
    assert {turn["turn"] % turn["of"] for turn in turns} == set(range(16))
    assert in_turn(["all", "of", "three"]) == ["all", "of", "three"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("says_nothing.diff", "", "name the file after the rule that its mutants break, such as part_1_rule_2.diff"),
        ("part_1_rule_2.diff", "## hints_at_nothing\nHints at nothing.\n\n@@\n-x = 1\n+x = 2\n", "a line 'Hint: "),
    ],
)
def test_a_mutant_that_does_not_say_what_it_breaks_says_what_to_write(tmp_path, name, text, told):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(Headless, match=f"{name}: .*{told}"):
        list(written(path))


def test_a_mutant_of_an_answer_that_has_changed_says_what_is_gone():
    with pytest.raises(Stale, match="y = 2"):
        changed("x = 1\n", "@@\n-y = 2\n+y = 3\n")
    with pytest.raises(Stale):  # twice is not once
        changed("x = 1\nx = 1\n", "@@\n-x = 1\n+x = 2\n")
