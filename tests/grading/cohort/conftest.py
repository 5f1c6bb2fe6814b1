"""A class that hands in notebooks of a small lab, and the command that grades it."""

import copy
import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from systemdesign.grading.cohort.command import command
from systemdesign.grading.lab import COURSE, load, read
from tests.grading.cohort.dask import Dask

LAB = "02_scalability"
FIRST = 3
"""The points of its first part."""


def notebook(answers=None, only=(1, 2, 3, 4), note=""):
    """A notebook as text: our answers but for these, to these parts alone; the note makes it one of its own."""
    book = copy.deepcopy(read(COURSE / "solutions" / f"{LAB}.ipynb"))
    parts = {cell["id"]: load(LAB).number(cell["id"]) for cell in book["cells"]}
    book["cells"] = [cell for cell in book["cells"] if parts[cell["id"]] in (None, *only)]
    for cell in book["cells"]:
        cell["source"] = (answers or {}).get(parts[cell["id"]], cell["source"])
    first = next(cell for cell in book["cells"] if parts[cell["id"]])
    first["source"] = f"# {note}\n{''.join(first['source'])}"
    return json.dumps(book)


@pytest.fixture
def hand_in(tmp_path):
    """`hand_in("anna.ipynb", text)`: a file in the folder of the class, which is returned."""

    def handed(name, text=None):
        path = tmp_path / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(notebook(only=[1], note=name) if text is None else text, encoding="utf-8")
        return tmp_path / "class"

    return handed


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def grade_all(tmp_path, out):
    """`grade_all("--resume")`: the command, run over the class in this process."""
    words = [str(tmp_path / "class"), "--lab", LAB, "--out", str(out)]
    return lambda *more: CliRunner().invoke(command, [*words, *map(str, more)])


@pytest.fixture
def started(tmp_path, out):
    """`started("--resume")`: the command in a process of its own, with a folder of its own for temporary files."""
    processes = []
    (tmp_path / "tmp").mkdir()

    def start(*more):
        words = ["grade-all", tmp_path / "class", "--lab", LAB, "--out", out, *more]
        surroundings = os.environ | {"TMPDIR": str(tmp_path / "tmp")}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": surroundings}
        made = subprocess.Popen([sys.executable, "-m", "systemdesign", *map(str, words)], cwd=COURSE, **pipes)
        processes.append(made)
        return made

    yield start
    for process in processes:
        process.kill()
        process.communicate()


@pytest.fixture
def grades(out):
    """The records that there are so far, by student."""

    def found():
        records = [json.loads(path.read_text(encoding="utf-8")) for path in (out / "grades").glob("[!.]*.json")]
        return {record["student"]: record for record in records}

    return found


@pytest.fixture
def cluster(tmp_path):
    """A Dask cluster with two workers."""
    (tmp_path / "dask").mkdir()
    with Dask(tmp_path / "dask", workers=2) as made:
        yield made
