"""The grader is graded: right answers of any shape get full marks, every misconception loses its part with its hint."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.lab import COURSE, load
from tests.grading.mutation import FOLDER, Stale, changed, mutant

RIGHT, MUTANTS = (sorted(path.relative_to(FOLDER) for path in FOLDER.glob(name)) for name in ("*/*.py", "*/*.diff"))


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
        part, _, text = mutant(path)
        return grade(notebook(path, {f"part-{part}": text}, folder), parts=[part]).verdicts[part]

    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(MUTANTS, pool.map(judged, MUTANTS), strict=True))
    request.config.stash[request.config.kill_matrix] = [
        (path, mutant(path)[0], verdict) for path, verdict in found.items()
    ]
    return found


@pytest.mark.parametrize("path", MUTANTS, ids=str)
def test_a_mutant_loses_its_part_with_its_hint(verdicts, path):
    _, hint, _ = mutant(path)
    assert verdicts[path].state == "wrong"
    assert hint in verdicts[path].hint


@pytest.mark.parametrize("path", RIGHT, ids=str)
def test_a_right_answer_of_another_shape_gets_full_marks(path, tmp_path, bench):
    text = (FOLDER / path).read_text(encoding="utf-8")
    pieces = re.split(r"(?m)^# %% (part-\d+)\n", text)
    answers = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    found = grade(notebook(path, answers, tmp_path), bench=bench)
    assert {number: verdict.hint for number, verdict in found.verdicts.items()} == dict.fromkeys(
        load(str(path.parent)).parts, ""
    )
    assert found.full


LABS = sorted(path.stem for path in (COURSE / "solutions").glob("*.ipynb") if path.stem != "00_tour")


@pytest.mark.parametrize("stem", LABS)
def test_there_are_enough_of_both(stem):
    mutants = [path for path in MUTANTS if path.parent.name == stem]
    assert len(mutants) >= 8
    assert {mutant(path)[0] for path in mutants} == set(load(stem).parts)
    assert sum(path.parent.name == stem for path in RIGHT) >= 2


def test_a_mutant_of_an_answer_that_has_changed_says_what_is_gone():
    with pytest.raises(Stale, match="y = 2"):
        changed("x = 1\n", "@@\n-y = 2\n+y = 3\n")
    with pytest.raises(Stale):  # twice is not once
        changed("x = 1\nx = 1\n", "@@\n-x = 1\n+x = 2\n")
