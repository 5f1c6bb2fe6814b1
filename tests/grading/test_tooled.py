"""Every change that a tool makes to a right answer is caught, or it is written down why it breaks no rule.

A survivor that breaks no sentence of the lab's text goes to `tests/mutants/NN_stem/equivalent.toml`, which says why:

    [[equivalent]]
    part = 1
    where = "TwoChoices.choose"
    old = "return candidates[0]"
    new = "pass"
    why = "a list of one is sampled to the same server"

`where`, `old` and `new` are as the failing test shows them, several lines as '''several lines'''.
"""

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import labs, load
from tests.grading.matrix import TOOLED
from tests.grading.rulebook import speaks, texts
from tests.grading.tooled import equivalent, mutated, tooled

JUDGED = [stem for stem in labs() if not load(stem).shown]
SITES = [pytest.param(site, marks=pytest.mark.sampled(of=40, turn=turn))
         for turn, site in enumerate(site for stem in JUDGED for site in tooled(stem))]
RULES = texts()
RAISED = ("Your code ", "Something was never answered", "The same schedule gave two results", "Nothing here yet")
"""How a hint begins that names a line of the answer, or what it did to the process."""


@pytest.mark.parametrize("site", SITES, ids=str)
def test_a_tool_made_mutant_is_caught_with_a_hint_of_its_rule(site, solved, judges, record_property):
    made = site.made()
    verdict = grade(solved({made.part: made.answer}, stem=made.stem), parts=[made.part], judges=judges).verdicts[
        made.part
    ]
    explained = equivalent(made.stem).get(made.name)
    fate = "killed" if verdict.state != "right" else "equivalent" if explained else "survives"
    record_property(TOOLED, [made.stem, made.part, fate, str(made)])
    assert fate != "survives", f"where = {made.where!r}\nold = {made.old!r}\nnew = {made.new!r}"
    assert bool(explained) == (fate == "equivalent"), f"equivalent.toml is stale, for this is caught: {verdict.hint}"
    if fate == "killed" and not verdict.hint.startswith(RAISED):
        sentences = [RULES[made.stem, made.part, rule] for rule in verdict.rules]
        assert speaks(verdict.hint, sentences), f"{verdict.hint!r} does not speak of the rules {verdict.rules}"


@pytest.mark.sampled(of=5)
@pytest.mark.parametrize("stem", JUDGED)
def test_what_is_explained_is_a_mutant_that_the_tool_makes(stem):
    made = {one.name for number, part in load(stem).parts.items() for one in mutated(stem, number, part.answer)}
    assert set(equivalent(stem)) <= made


def test_the_tool_changes_numbers_conditions_statements_and_what_guards_them():
    answer = (
        "class A:\n    def go(self, x=2):\n        '''Go.'''\n        try:\n            if x < 1 and self:\n"
        "                x += 1\n        finally:\n            self.x = x\n        return x\n"
    )
    made = {(one.where, one.old, one.new) for one in mutated("00_tour", 1, answer)}
    assert ("A.go", "if x < 1 and self:", "if x <= 1 and self:") in made
    assert ("A.go", "if x < 1 and self:", "if self:") in made
    assert ("A.go", "if x < 1 and self:", "if False:") in made
    assert ("A.go", "return x", "pass") in made
    assert ("A.go", "def go(self, x=2):", "def go(self, x=1):") in made
    assert any("try:" in old for _, old, _ in made)
    assert not any("Go." in old for _, old, _ in made)
