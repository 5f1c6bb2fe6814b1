"""Answers that are alike are found however they are dressed; right answers of different shapes are left alone."""

import ast
import builtins
import io
import random
import sys
from itertools import combinations

import pytest
from copydetect import CodeFingerprint

from systemdesign.grading.cohort import likeness as module
from systemdesign.grading.cohort.fingerprint import NOISE, WINDOW, covered
from systemdesign.grading.cohort.likeness import (
    COURSE_ANSWER,
    ENOUGH,
    INSTALL,
    SHORT,
    alike,
    circles,
    course,
    likeness,
    shown,
    table,
)
from systemdesign.grading.cohort.outputs import compared
from systemdesign.grading.lab import labs, load

LABS = [load(stem) for stem in labs() if not load(stem).shown]
PARTS = [(lab, number) for lab in LABS for number in lab.parts]
OWN = """
class Budget:
    def __init__(self, ratio=0.1, least=3, window=10.0):
        self.marks = {False: [], True: []}
        self.limits = ratio, least, window

    def asked(self):
        self.marks[False].append(now())

    def may_retry(self):
        ratio, least, window = self.limits
        while self.marks[True] and now() - self.marks[True][0] >= window:
            del self.marks[True][0]
        requests = sum(1 for mark in self.marks[False] if now() - mark < window)
        granted = len(self.marks[True]) + 1 <= least + ratio * requests
        if granted:
            self.marks[True].append(now())
        return granted
"""


class Disguise(ast.NodeTransformer):
    """Another name for everything, methods in another order, and a statement more in each function."""

    def __init__(self):
        self.names = {}

    def renamed(self, name):
        kept = name in dir(builtins) or name == "self" or name.startswith("__")
        return name if kept else self.names.setdefault(name, f"other{len(self.names)}")

    def visit_Name(self, node):
        node.id = self.renamed(node.id)
        return node

    def visit_arg(self, node):
        node.arg = self.renamed(node.arg)
        return node

    def visit_Attribute(self, node):
        self.generic_visit(node)
        node.attr = self.renamed(node.attr)
        return node

    def visit_ClassDef(self, node):
        self.generic_visit(node)
        random.Random(1).shuffle(node.body)
        return node

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.body = [ast.parse("noise = 1").body[0], *node.body]
        return node

    visit_AsyncFunctionDef = visit_FunctionDef


def disguised(text):
    tree = Disguise().visit(ast.parse(text))
    return "# all my own work\n" + ast.unparse(ast.fix_missing_locations(tree)).replace("\n\n", "\n# next\n\n")


def pairs(found):
    return {frozenset(two) for one in found for two in combinations([*one.group, *one.other], 2)}


@pytest.mark.parametrize(("lab", "number"), PARTS, ids=lambda one: getattr(one, "stem", one))
def test_right_answers_of_different_shapes_are_left_alone_and_a_disguised_copy_is_found(lab, number):
    others = {f"by {name}": text for name, text in course(lab, number).items() if name != COURSE_ANSWER}
    copies = {"Ada": lab.parts[number].answer, "Bo": disguised(lab.parts[number].answer)}
    found = pairs(alike(number, others, lab))
    assert not found & {frozenset(two) for two in combinations([*others, COURSE_ANSWER], 2)}
    found = pairs(alike(number, copies, lab))
    long = len(lab.parts[number].answer.splitlines()) >= 20
    assert frozenset(("Ada", "Bo")) in found or not long
    assert frozenset(("Ada", COURSE_ANSWER)) in found or not long


def test_an_answer_of_ones_own_is_not_the_course_s_and_its_copy_is_found(lab):
    copy = disguised(OWN)
    found = list(alike(2, {"Ada": OWN, "Bo": copy, "Cy": lab.parts[2].answer}, lab))
    assert frozenset(("Ada", "Bo")) in pairs(found)
    assert frozenset(("Cy", COURSE_ANSWER)) in pairs(found)
    assert not {frozenset(("Ada", "Cy")), frozenset(("Ada", COURSE_ANSWER))} & pairs(found)
    assert {one.course for one in found} == {True, False}


def test_answers_that_differ_in_names_comments_and_layout_are_one_group(lab):
    copy = '"""Mine."""\nimport os\n' + OWN.replace("marks", "times").replace("granted = ", "granted = (").replace(
        "requests\n        if", "requests)  # enough\n        if"
    )
    (found,) = alike(2, {"Ada": OWN, "Bo": copy}, lab)
    assert (found.share, found.group, found.other) == (1.0, ("Ada", "Bo"), ())


def test_what_fingerprints_cover_is_counted_as_copydetect_counts_it(lab):
    made = CodeFingerprint("answer.py", NOISE, WINDOW, fp=io.StringIO(OWN))
    assert covered(made, made.hashes) == made.token_coverage > SHORT


def test_the_starter_and_short_answers_are_like_nobody_s(lab, hand_in, tmp_path):
    found, notices = likeness([hand_in("Ada", {}), hand_in("Bo", {1: "class FullJitter: pass"})], lab, tmp_path)
    assert (found, notices) == ([], [])


def test_what_is_no_python_is_compared_too(lab):
    broken = OWN + "\n    def broken(:\n"
    assert pairs(alike(2, {"Ada": broken, "Bo": broken.replace("marks", "times")}, lab))


def test_what_a_third_of_a_class_shares_is_the_lab_s_own_idiom(lab):
    filler = [f"\ndef own(a):\n    return {' + '.join(['a', *map(str, range(size))])}\n" for size in range(1, 40, 3)]
    few = pairs(alike(2, {f"S{n}": OWN + text for n, text in enumerate(filler[:5])}, lab))
    many = pairs(alike(2, {f"S{n}": OWN + text for n, text in enumerate(filler)}, lab))
    assert len(few) == 10 and not many


def test_a_notebook_that_was_changed_since_is_not_compared_and_that_is_told(lab, hand_in, tmp_path):
    records = [hand_in(name, {2: OWN}) for name in ("Ada", "Bo", "Cy")]
    (tmp_path / "Bo.ipynb").write_text("{}")
    (tmp_path / "Cy.ipynb").unlink()
    found, (notice,) = likeness(records, lab, tmp_path)
    assert not found and notice.endswith("graded: Bo, Cy.")


def test_an_answer_that_is_too_long_is_left_out_and_that_is_told(lab, hand_in, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", len(OWN) + 10)
    records = [hand_in("Ada", {2: OWN}), hand_in("Bo", {2: OWN}), hand_in("Cy", {2: OWN + "#" * 20})]
    found, (notice,) = likeness(records, lab, tmp_path)
    assert [one.group for one in found] == [("Ada", "Bo")] and "Cy to part 2 is too long" in notice


def test_students_who_are_joined_by_likenesses_stand_in_one_circle(lab, hand_in, tmp_path):
    longer = OWN + "".join(f"\n\ndef more{n}(a, b):\n    return [a * {n}, b - {n}, a]" for n in range(3))
    answers = {"Ada": OWN, "Bo": OWN, "Cy": longer, "Di": lab.parts[2].answer}
    found, _ = likeness([hand_in(name, {2: text}) for name, text in answers.items()], lab, tmp_path)
    assert [sorted(circle.names) for circle in circles(found)] == [["Di", COURSE_ANSWER], ["Ada", "Bo", "Cy"]]


def test_the_page_accuses_nobody_and_escapes_what_it_shows(lab):
    text = OWN.replace("'", '"') + '\nmine = "<script>"\n'
    page = shown(list(alike(2, {"<b>Ada</b>": text, "Bo": disguised(text)}, lab)), lab)
    assert "A reason to talk" in page and "<script" not in page and "<b>" not in page
    assert not [word for word in ("plagiar", "cheat", "copied", "guilt", "suspect") if word in page.lower()]
    assert f"{100 * ENOUGH:.0f} %" in page and str(SHORT) in page


def test_the_table_has_a_line_for_each(lab):
    lines = table(list(alike(2, {"=A": OWN, "Bo": OWN}, lab))).splitlines()
    assert lines[1:] == ["2,100,'=A; Bo,,no"]


def test_without_copydetect_a_sentence_says_how_to_get_it_and_nothing_else_is_lost(lab, monkeypatch):
    monkeypatch.setitem(sys.modules, "copydetect", None)
    assert compared([], lab, ".") == ({"likeness.html": None, "likeness.csv": None}, [INSTALL])
