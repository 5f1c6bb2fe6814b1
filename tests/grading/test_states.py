"""Each part is in one of four states, and what is wrong comes with a hint that says why."""

import json

import pytest

from systemdesign.grading.command import write
from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, labs, load
from systemdesign.grading.report import as_data, lines

OURS = load("03_load_balancing").parts


STARTERS = [COURSE / "labs" / f"{stem}.ipynb" for stem in labs() if not load(stem).shown]


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_the_starter_misses_every_part_and_gets_nothing(path, judges):
    found = grade(path, judges=judges)
    assert {number: str(verdict.state) for number, verdict in found.verdicts.items()} == dict.fromkeys(
        load(path.stem).parts, "missing"
    )
    assert found.points == 0 < found.out_of


def test_a_missing_part_says_which_one(verdict):
    found = verdict(2, "raise NotImplementedError('Part 2: outlier ejection')")
    assert (found.state, found.hint) == ("missing", "Nothing here yet: Part 2: outlier ejection.")


def test_a_cell_that_does_not_parse_is_wrong_and_says_where(verdict):
    found = verdict(3, "class SlowStart:\n    def joined(self server): pass")
    assert found.state == "wrong"
    assert "SyntaxError" in found.hint


def test_an_error_is_shown_with_the_line_that_raised_it(verdict):
    found = verdict(3, OURS[3].answer.replace("self.since[server] = now()", "self.sinc[server] = now()"))
    assert found.state == "wrong"
    assert "AttributeError" in found.hint
    assert "self.sinc[server] = now()" in found.hint


def test_a_method_that_is_not_there_is_named(verdict):
    assert "weight" in verdict(3, "class SlowStart: pass").hint


def test_a_request_that_is_never_answered_is_no_hang_of_the_grader(verdict):
    silent = OURS[1].answer.replace("return await server(request)", "await asyncio.Event().wait()")
    assert "Something was never answered" in verdict(1, silent).hint


def test_state_kept_between_runs_is_found(verdict):
    """A few objects are unlike all others, so the schedule that breaks them breaks no later ones."""
    answer = OURS[2].answer.replace("self.most =", "self.made()\n        self.most =")
    leak = """
    count = 0
    def made(self):
        Ejection.count += 1
        self.failures += 9 * (30 <= Ejection.count < 50)
"""
    assert "class attribute or a global" in verdict(2, answer + leak).hint


@pytest.mark.parametrize(
    "value", ["None", "'a'", "[3]", "[object()]", "10**5000", "float('nan')", "[[[]]] * 9", "{1: {2}}", "...", "b'x'"]
)
def test_an_answer_of_the_wrong_kind_is_wrong_and_nothing_worse(verdict, value):
    found = verdict(3, OURS[3].answer.replace("return [server for", f"return {value}\n        return [server for"))
    assert found.state == "wrong"
    assert found.hint


def test_a_wrong_answer_is_told_which_rule_it_breaks(verdict, solved):
    spared = OURS[2].answer.replace(" and out + 1 <= self.most", "")
    assert verdict(2, spared).rules == [3]
    shown = list(lines(grade(solved({2: spared}), parts=[2]), "x.ipynb"))
    assert any("check  no more than the share" in line and line.endswith("(rule 3)") for line in shown)


def test_an_error_in_a_background_task_does_not_pass(verdict):
    crash = OURS[4].answer.replace(
        "        server = self.choices", "        asyncio.ensure_future(self._nothing())\n        server = self.choices"
    )
    assert "_nothing" in verdict(4, crash).hint


def test_the_checks_passed_before_the_one_that_fails_are_told(verdict):
    found = verdict(2, OURS[2].answer.replace(" and out + 1 <= self.most", ""))
    assert found.check == "no more than the share is ejected"
    assert "a success begins the count anew" in found.checks


@pytest.mark.parametrize("missing", ["quantile", "bounds"])
def test_a_part_that_defines_two_names_misses_either(solved, missing):
    ours = load("01_latency_and_queues").parts[2].answer
    path = solved({2: ours.replace(f"def {missing}(", f"def {missing}_of(")}, stem="01_latency_and_queues")
    found = grade(path, parts=[2]).verdicts[2]
    assert (found.state, f"`{missing}` is not defined" in found.hint) == ("undefined", True)


@pytest.mark.parametrize("odd", ["\u2028", "\x0c", "\x0b", "\x85", "\u2029", "\x1c"], ids=ascii)
def test_the_line_that_is_quoted_is_the_one_that_failed_whatever_else_ends_a_line_elsewhere(verdict, odd):
    wrong = OURS[3].answer.replace("self.since[server] = now()", "self.sinc[server] = now()")
    assert "self.sinc[server] = now()" in verdict(3, f"# one{odd}two{odd}three\n{wrong}").hint


def test_an_error_with_half_a_character_is_told_and_written(verdict, solved, tmp_path):
    wrong = OURS[3].answer.replace("self.since[server] = now()", r"raise ValueError('\ud800 of it')")
    found = grade(solved({3: wrong}), parts=[3])
    write(tmp_path / "grade.json", as_data(found))
    assert "of it" in json.loads((tmp_path / "grade.json").read_text(encoding="utf-8"))["parts"][0]["hint"]
