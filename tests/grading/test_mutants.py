"""The grader is graded: right answers of any shape get full marks, every misconception loses its part with its hint."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, load

FILES = sorted(path.relative_to(COURSE / "tests" / "mutants") for path in (COURSE / "tests" / "mutants").glob("*/*.py"))
RIGHT = [path for path in FILES if path.name.startswith("right_")]
MUTANTS = [path for path in FILES if path not in RIGHT]


def told(path):
    """The part that a mutant loses and words of its hint, from its docstring."""
    text = (COURSE / "tests" / "mutants" / path).read_text(encoding="utf-8")
    part, hint = re.search(r"^Loses part (\d+)\. Hint: (.+)$", text, re.MULTILINE).groups()
    return int(part), hint, text


def notebook(path, answers, folder):
    """The starter with these answers in it."""
    from tools.make_labs import read, text

    book = read(COURSE / "labs" / f"{path.parent}.ipynb")
    for cell in book["cells"]:
        cell["source"] = answers.get(cell["id"], cell["source"])
    target = folder / f"{path.stem}" / f"{path.parent}.ipynb"
    target.parent.mkdir()
    target.write_text(text(book), encoding="utf-8")
    return target


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory, request):
    """Each mutant's verdict on its part: judged two at a time, and shown as a matrix at the end of the report."""
    folder = tmp_path_factory.mktemp("mutants")

    def judged(path):
        part, _, text = told(path)
        return grade(notebook(path, {f"part-{part}": text}, folder), parts=[part]).verdicts[part]

    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(MUTANTS, pool.map(judged, MUTANTS), strict=True))
    request.config.stash[request.config.kill_matrix] = [
        (path, told(path)[0], verdict) for path, verdict in found.items()
    ]
    return found


@pytest.mark.parametrize("path", MUTANTS, ids=str)
def test_a_mutant_loses_its_part_with_its_hint(verdicts, path):
    _, hint, _ = told(path)
    assert verdicts[path].state == "wrong"
    assert hint in verdicts[path].hint


@pytest.mark.parametrize("path", RIGHT, ids=str)
def test_a_right_answer_of_another_shape_gets_full_marks(path, tmp_path, bench):
    text = (COURSE / "tests" / "mutants" / path).read_text(encoding="utf-8")
    pieces = re.split(r"(?m)^# %% (part-\d+)\n", text)
    answers = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    found = grade(notebook(path, answers, tmp_path), bench=bench)
    assert {number: verdict.hint for number, verdict in found.verdicts.items()} == dict.fromkeys(
        load(str(path.parent)).parts, ""
    )
    assert found.full


def test_there_are_enough_of_both():
    assert len(MUTANTS) >= 8
    assert len(RIGHT) >= 2
    assert {told(path)[0] for path in MUTANTS} == {1, 2, 3, 4}
