"""A part judged by degree gives the points of the checks that it passes; what a design is cannot change meanwhile."""

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import labs, load
from systemdesign.grading.report import as_data, lines
from tests.grading.test_states import OURS

STEM = "19_capstone"
DESIGN = load(STEM).parts[1].answer


@pytest.fixture
def designed(solved, judges):
    """`designed(('"ttl": 10', '"ttl": 100'))`: the grade of part 1 with this changed in our design."""

    def graded(*change, answer=DESIGN):
        for old, new in change:
            assert old in answer
            answer = answer.replace(old, new)
        return grade(solved({1: answer}, stem=STEM), parts=[1], judges=judges)

    return graded


def test_a_better_answer_gets_more_points(designed):
    found = [
        designed(change).points_of(1)
        for change in [
            ('"limit": None', '"limit": 0.5'),
            ('"budget": None', '"budget": 0.1'),
            ('"a replica"', '"primary"'),
            ('"ttl": 10', '"ttl": 100'),
            ('"tries": 4', '"tries": 4'),
        ]
    ]
    assert found == [0, 2, 4, 6, 10]


def test_the_report_and_the_data_tell_the_points_and_what_is_lacking(designed):
    found = designed(('"a replica"', '"primary"'))
    shown, data = list(lines(found, "x.ipynb")), as_data(found)
    assert any(line.split()[-5:] == ["in", "part", "4", "of", "10"] for line in shown)
    assert shown[-1] == "4 of 10 points"
    assert (data["points"], data["parts"][0]["points"], data["parts"][0]["earned"], data["full"]) == (4, 4, 4, False)


def test_a_design_below_the_first_step_is_told_its_worst_fault(designed):
    hint = designed(('"queue",', '"in line",')).verdicts[1].hint
    assert "What costs it most is the fault 'payment hangs'" in hint


def test_a_design_that_meets_all_but_the_cost_is_told_so(designed):
    hint = designed(('"instances": 4', '"instances": 10')).verdicts[1].hint
    assert "It meets all objectives but the cost: 127 credits, and 67 are enough." in hint


def test_the_steps_of_a_part_by_degree_add_up_to_its_points(designed):
    assert designed().verdicts[1].earned == load(STEM).parts[1].points


def test_a_part_that_counts_as_a_whole_gets_nothing_for_some_of_its_checks(solved, judges):
    spared = OURS[2].answer.replace(" and out + 1 <= self.most", "")
    found = grade(solved({2: spared}), parts=[2], judges=judges)
    assert (len(found.verdicts[2].checks) > 1, found.points_of(2)) == (True, 0)


MOODY = '''
class Moody(dict):
    """Another design whenever it is read."""

    def __getitem__(self, name):
        return self.later.get(name, dict.__getitem__(self, name))

    def keys(self):
        return list(self)

asked = []

def design():
    asked.append(1)
    made = Moody({"instances": 2, "replicas": 0, "acknowledge": "primary", "ttl": 0, "payment": "in line",
        "breaker": False, "policy": "round robin", "tries": 1, "budget": None, "limit": None, "queue": None})
    made.later = GOOD if len(asked) > 1 else {}
    return made

GOOD = {"instances": 4, "replicas": 1, "acknowledge": "a replica", "ttl": 10, "payment": "queue", "queue": 8}
GOOD["tries"] = 4
'''
"""It shows the judge a bad design at first, and a good one whenever it is asked again."""


CHEAP = """
class Cheap(int):
    def __mul__(self, other):
        return 0

    __rmul__ = __mul__
"""


def test_a_design_that_changes_between_readings_is_read_once(designed):
    assert designed(answer=MOODY).points_of(1) == 0


@pytest.mark.parametrize("setting", ["Cheap(10)", "lambda: 4", "[4]", "object()", "float('nan')", "10**400", "'4'"])
def test_a_setting_that_is_more_than_data_is_refused(designed, setting):
    changed = CHEAP + DESIGN.replace('"instances": 4', f'"instances": {setting}')
    found = designed(answer=changed)
    assert (found.points_of(1), found.verdicts[1].rules) == (0, [1])


@pytest.mark.parametrize("stem", [stem for stem in labs() if not load(stem).shown])
def test_only_a_part_by_degree_says_so_in_its_title(stem):
    lab = load(stem)
    texts = {cell["id"]: "".join(cell["source"]) for cell in lab.cells}
    for number in lab.parts:
        judged = "".join(path.read_text(encoding="utf-8") for path in lab.checks(number))
        assert ("mark.worth(" in judged) == ("by degree)" in texts[f"part-{number}-text"])
