"""Notebooks to grade, made from the solution with some answers replaced."""

import copy
import json

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.judges import Bench
from systemdesign.grading.lab import COURSE, load, read
from systemdesign.grading.process import Limits

LAB = "03_load_balancing"
QUICK = Limits(step=1.5)


@pytest.fixture
def solved(tmp_path):
    """`solved({1: code})`: the path of a solved notebook whose answer to part 1 is this code; None deletes its cell."""

    def made(answers=(), edit=lambda cells: cells, stem=LAB):
        book = copy.deepcopy(read(COURSE / "solutions" / f"{stem}.ipynb"))
        for cell in book["cells"]:
            cell["source"] = dict(answers).get(load(stem).number(cell["id"]), cell["source"])
        book["cells"] = edit([cell for cell in book["cells"] if cell["source"] is not None])
        path = tmp_path / f"{stem}.ipynb"
        path.write_text(json.dumps(book), encoding="utf-8")
        return path

    return made


@pytest.fixture(scope="session")
def bench():
    with Bench() as bench:
        yield bench


@pytest.fixture
def states(solved, bench):
    """`states({3: code}, [2, 3])`: the states of these parts in a notebook with these answers."""

    def graded(answers=(), parts=None, **options):
        verdicts = grade(solved(answers, **options), parts=parts, limits=QUICK, bench=bench).verdicts
        return {number: str(verdict.state) for number, verdict in verdicts.items()}

    return graded


@pytest.fixture
def verdict(solved, bench):
    """`verdict(3, code)`: what the judge says of this answer to part 3."""
    return lambda part, code: grade(solved({part: code}), parts=[part], limits=QUICK, bench=bench).verdicts[part]


def pytest_configure(config):
    config.kill_matrix = pytest.StashKey()


def pytest_terminal_summary(terminalreporter, config):
    """The kill matrix: which part each misconception lost, and to which check."""
    rows = config.stash.get(config.kill_matrix, [])
    if rows:
        terminalreporter.section("kill matrix")
    for path, part, verdict in rows:
        killed = f"loses part {part}: {verdict.check}" if verdict.state == "wrong" else f"SURVIVES part {part}"
        terminalreporter.write_line(f"{path.parent}  {path.stem:<36} {killed}")
