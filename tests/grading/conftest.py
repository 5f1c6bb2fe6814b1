"""Notebooks to grade, made from the solution with some answers replaced."""

import copy
import json
import os

import pytest

from systemdesign.grading.grader import grade
from systemdesign.grading.judges import Judges, available
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
def judges():
    """One process that judges for all tests; of several workers each has its share of the processors."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    mine = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    with Judges(available()[mine::workers]) as judges:
        yield judges


@pytest.fixture
def states(solved, judges):
    """`states({3: code}, [2, 3])`: the states of these parts in a notebook with these answers."""

    def graded(answers=(), parts=None, **options):
        verdicts = grade(solved(answers, **options), parts=parts, limits=QUICK, judges=judges).verdicts
        return {number: str(verdict.state) for number, verdict in verdicts.items()}

    return graded


@pytest.fixture
def verdict(solved, judges):
    """`verdict(3, code)`: what the judge says of this answer to part 3."""
    return lambda part, code: grade(solved({part: code}), parts=[part], limits=QUICK, judges=judges).verdicts[part]


def pytest_configure(config):
    config.pluginmanager.import_plugin("tests.grading.matrix")
