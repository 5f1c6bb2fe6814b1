"""The grader takes the answer cells and nothing else, whatever else was done to the notebook."""

import json

import pytest

from systemdesign.grading.lab import Unusable, answers, lab_of, labs, load, read

LAB = "03_load_balancing"
RIGHT = {1: "right", 2: "right", 3: "right", 4: "right"}


def is_answer(cell):
    return cell["id"].startswith("part-") and cell["cell_type"] == "code"


def edited(cells):
    """Every other cell turned into something that would break, or fake, a result."""
    return [cell if is_answer(cell) else {**cell, "source": "raise SystemExit"} for cell in cells]


def deleted(cells):
    return [cell for cell in cells if is_answer(cell)]


def duplicated(cells):
    return [copy for cell in cells for copy in (cell, cell)]


def reordered(cells):
    return cells[::-1]


def retyped(cells):
    return [cell if is_answer(cell) else {**cell, "cell_type": "raw"} for cell in cells]


@pytest.mark.parametrize("edit", [edited, deleted])
def test_what_is_done_to_the_other_cells_changes_nothing(states, edit):
    assert states(edit=edit) == RIGHT


@pytest.mark.parametrize("edit", [duplicated, reordered, retyped])
def test_neither_does_their_order_number_or_kind(states, edit):
    assert states(parts=[2, 3], edit=edit) == {2: "right", 3: "right"}


def test_a_wrong_answer_stays_wrong_when_the_checks_are_deleted(states):
    assert states({3: "class SlowStart: pass"}, [3], edit=deleted) == {3: "wrong"}


def test_helpers_outside_of_the_answer_cells_are_not_taken(states):
    helper = {"cell_type": "code", "id": "mine", "metadata": {"tags": ["given"]}, "source": "class SlowStart: pass"}
    assert states({3: "SlowStart"}, [3], edit=lambda cells: [helper, *cells]) == {3: "wrong"}


def test_of_two_cells_with_one_id_the_last_counts():
    book = {"cells": [{"cell_type": "code", "id": "part-1", "source": text} for text in ("first", ["sec", "ond"])]}
    assert answers(book, load(LAB))[1] == "second"


def test_an_answer_cell_that_is_gone_is_undefined(states):
    assert states({2: None}, [2, 3]) == {2: "undefined", 3: "right"}


def test_an_answer_under_another_name_is_undefined(states):
    assert states({2: "class Ejector: pass"}, [2]) == {2: "undefined"}


def test_a_part_is_judged_with_our_other_parts_where_theirs_are_wrong(states):
    assert states({1: "class TwoChoices: pass"}) == {**RIGHT, 1: "wrong"}


def test_a_check_of_another_process_has_our_other_parts_too(states):
    """Part 3 of lab 17 runs its cells anew where nothing is kept, beside our part 1 as this one is wrong."""
    assert states({1: "class Fans: pass"}, [1, 3], stem="17_timeline") == {1: "undefined", 3: "right"}


def test_a_part_is_judged_with_their_other_parts_where_those_are_right(states):
    """Part 4 uses an attribute that only this student's part 3 has."""
    lab = load(LAB)
    slow = lab.parts[3].answer.replace("self.since = {}", "self.since = self.mine = {}")
    balancer = lab.parts[4].answer.replace("self.choices =", "slow_start.mine\n        self.choices =")
    assert balancer != lab.parts[4].answer
    assert states({3: slow, 4: balancer}) == RIGHT
    assert states({4: balancer}) == {**RIGHT, 4: "wrong"}


def test_the_file_name_says_which_lab_it_is_and_else_the_notebook():
    assert lab_of("x/03_load_balancing.ipynb", {}).stem == LAB
    assert lab_of("x/my copy.ipynb", {"metadata": {"lab": LAB}}).stem == LAB
    assert lab_of("x/my copy.ipynb", {}, LAB).stem == LAB


@pytest.mark.parametrize(("path", "named"), [(f"x/{LAB}.ipynb", None), ("x/alice.ipynb", LAB)])
def test_a_notebook_that_says_it_is_another_lab_is_refused(path, named):
    with pytest.raises(Unusable, match=r"of two labs .* the notebook itself says 00_tour"):
        lab_of(path, {"metadata": {"lab": "00_tour"}}, named)


def test_a_lab_that_is_named_and_is_none_is_refused():
    with pytest.raises(Unusable, match="There is no lab 99_nothing"):
        lab_of("x/alice.ipynb", {"metadata": {"lab": LAB}}, "99_nothing")


@pytest.mark.parametrize("book", [{}, {"metadata": []}, {"metadata": {"lab": "../03_load_balancing"}}])
def test_an_unknown_lab_is_refused_and_the_known_ones_are_named(book):
    with pytest.raises(Unusable, match=LAB):
        lab_of("x/99_nothing.ipynb", book)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 3}', '{"cells": [1]}', "\0", "print()"])
def test_what_is_not_a_notebook_is_refused(tmp_path, text):
    path = tmp_path / f"{LAB}.ipynb"
    path.write_text(text)
    with pytest.raises(Unusable, match="not a notebook"):
        read(path)


@pytest.mark.parametrize(
    "cell", [{}, {"id": 3}, {"id": "part-1"}, {"id": "part-1", "cell_type": "code", "source": [1, None]}]
)
def test_odd_cells_are_survived(cell):
    assert set(answers({"cells": [cell]}, load(LAB))) == {1, 2, 3, 4}


def test_every_lab_has_checks_and_parts_numbered_from_one():
    for stem in labs():
        parts = load(stem).parts
        assert list(parts) == list(range(1, len(parts) + 1))
        assert all(need < number for number, part in parts.items() for need in part.needs)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ({"id": "a1", "metadata": {}}, "no cell has them"),
        ({"id": "a1", "metadata": {"part": {"defines": "A", "points": 1, "title": "a"}}}, "the cell a1 has not both"),
        ({"id": "part-1", "metadata": {"part": {"points": 1}}}, "the cell part-1 has not both"),
    ],
)
def test_a_solution_that_marks_no_answer_says_how_to_mark_one(tmp_path, monkeypatch, cell, told):
    monkeypatch.setattr("systemdesign.grading.lab.COURSE", tmp_path)
    path = tmp_path / "solutions" / "98_new.ipynb"
    path.parent.mkdir()
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "", **cell}]}), encoding="utf-8")
    with pytest.raises(Unusable, match=f'the id "part-1", or another number, and in its metadata.*{told}'):
        load("98_new")


def test_a_notebook_saved_by_jupyter_is_read(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert read(path)["cells"] == []
