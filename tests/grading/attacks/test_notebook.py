"""The notebook: whatever is handed in as one, the grader says in a line what is wrong with it, or judges it."""

import json
import os
import socket

import pytest

from systemdesign.grading.lab import COURSE
from tests.grading.attacks.command import STUBS, graded
from tests.grading.attacks.witness import until

LAB = "03_load_balancing"
SOLVED = (COURSE / "solutions" / f"{LAB}.ipynb").read_text(encoding="utf-8")
DEEP = {"lists": "[" * 200_000 + "]" * 200_000, "cells": '{"cells": ' * 50_000 + "[]" + "}" * 50_000}
UNUSABLE = {
    "a link": lambda path: path.symlink_to(COURSE / "solutions" / f"{LAB}.ipynb"),
    "a link to nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
    "a socket": lambda path: socket.socket(socket.AF_UNIX).bind(str(path)),
    "nothing at all": lambda path: None,
    "an empty file": lambda path: path.write_text(""),
    "9 MB": lambda path: path.write_text(SOLVED + " " * 9 * 2**20),
    "a sparse terabyte": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 2**40),
    "deep lists": lambda path: path.write_text(DEEP["lists"]),
    "deep cells": lambda path: path.write_text(DEEP["cells"]),
    "no text": lambda path: path.write_bytes(SOLVED.encode().translate(bytes(range(128, 256)) * 2)),
    "half a letter": lambda path: path.write_bytes(SOLVED.encode()[:-9] + b"\xff\xfe"),
    "a number": lambda path: path.write_text("3"),
    "a long number": lambda path: path.write_text("9" * 10**6),
    "cells that are none": lambda path: path.write_text('{"cells": [[], 3, null]}'),
    "cells in a dictionary": lambda path: path.write_text('{"cells": {"a": 1}}'),
    "an older format": lambda path: path.write_text('{"worksheets": [], "nbformat": 3}'),
    "a name on the path": lambda path: path.with_suffix("").mkdir(),
}


def answered(source, **more):
    """A notebook whose second answer is right, and whose third is this."""
    book = json.loads(SOLVED)
    for cell in book["cells"]:
        cell["source"] = STUBS.get(cell["id"], cell["source"])
        if cell["id"] == "part-3":
            cell.update({"source": source, **more})
    return book


def without_answers():
    return {"cells": [], "metadata": {}, "nbformat": 4}


ODD = {
    "deep brackets": answered("x = " + "(" * 100_000 + ")" * 100_000),
    "deep minus signs": answered("x = " + "-" * 100_000 + "1"),
    "deep nots": answered("x = " + "not " * 50_000 + "1"),
    "deep attributes": answered("x = a" + ".a" * 100_000),
    "deep calls": answered("x = a" + "()" * 50_000),
    "a long sum": answered("x = " + "1+" * 100_000 + "1"),
    "deep blocks": answered("".join(" " * n + "if 1:\n" for n in range(99)) + " " * 99 + "pass"),
    "deep functions": answered("x = " + "lambda: " * 5_000 + "1"),
    "deep texts": answered("x = f'{" * 150 + "1" + "}'" * 150),
    "a deep pattern": answered("match x:\n    case " + "[" * 9_000 + "]" * 9_000 + ": pass"),
    "a long number": answered("x = " + "9" * 1_000_000),
    "a long power": answered("x = 9 ** 9 ** 9 ** 9"),
    "a constant that is folded": answered("x = ('a' * 4096) * 4096 * 4096"),
    "null bytes": answered("x = 1\0"),
    "half letters": answered("x = '\ud800'"),
    "odd ends of lines": answered("x = 1\x0c\r\x85\u2028y = 2"),
    "another coding": answered("# -*- coding: utf-7 -*-\nx = 1"),
    "question marks": answered("\n".join("a? " * 3_000 + "x" for _ in range(300))),
    "spaces": answered("a?" + " " * 1_000_000 + "x\n%"),
    "a million lines": answered("x = 1\n" * 1_000_000),
    "ten thousand imports": answered("\n".join(f"import a{n}" for n in range(10_000))),
    "names without end": answered("\n".join(f"x{n} = y{n}" for n in range(20_000))),
    "a source of numbers": answered([1, None, {"a": 1}]),
    "a source that is none": answered({"a": 1}),
    "no source": answered(None),
    "numbers that are none": answered("x = 1", metadata={"a": float("nan"), "b": float("inf")}),
    "an id that is a list": {"cells": [{"id": ["part-3"], "cell_type": "code", "source": ""}] + answered("")["cells"]},
    "ids twice": {"cells": json.loads(SOLVED)["cells"] + answered("class SlowStart: pass")["cells"]},
    "a hundred thousand cells": {
        "cells": [{"id": f"c{n}", "cell_type": "code", "source": ""} for n in range(90_000)] + answered("")["cells"]
    },
    "the part of another": answered("x = 1", metadata={"part": {"defines": "x", "points": 99, "title": "x"}}),
    "cells that are kept": answered("x = 1", metadata={"tags": ["given"]}),
}
JUDGED = [name for name in ODD if name not in ("a long power", "a million lines")]


@pytest.fixture
def handed(tmp_path):
    """Where the notebook lies."""
    (tmp_path / "in").mkdir()
    (tmp_path / "passing").mkdir()
    return tmp_path / "in" / f"{LAB}.ipynb"


@pytest.fixture
def grading(handed, tmp_path):
    return lambda *words: graded(handed, "--lab", LAB, *words, folder=tmp_path, passing=tmp_path / "passing")


def harm(tmp_path, done):
    found = [] if done.tidy else [f"it complained: {done.complained[-600:]}"]
    if not until(lambda: not os.listdir(tmp_path / "passing")):
        found.append(f"left behind: {os.listdir(tmp_path / 'passing')}")
    return found


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_notebook_exits_2_with_one_line(grading, handed, tmp_path, told, name):
    UNUSABLE[name](handed)
    done = grading()
    told(name, done.code != 2, harm(tmp_path, done), done)
    assert done.complained.startswith("Error: ")


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("name", JUDGED)
def test_an_odd_notebook_costs_its_part_and_no_more(grading, handed, tmp_path, told, name):
    handed.write_text(json.dumps(ODD[name]), encoding="utf-8")
    done = grading("--json", tmp_path / "grade.json")
    assert done.code == 1, done
    points = {part["part"]: part["points"] for part in json.loads((tmp_path / "grade.json").read_text())["parts"]}
    told(name, points[3], harm(tmp_path, done), done)
    assert points[2] == 3, done


def test_a_mark_before_the_text_is_no_fault(grading, handed):
    handed.write_bytes(b"\xef\xbb\xbf" + json.dumps(answered("x = 1")).encode())
    assert "3 of 12 points" in grading().said


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("lab", ["00_tour", "01_latency_and_queues", "no such lab", "../00_tour", 3, ["00_tour"], None])
def test_a_notebook_does_not_choose_another_lab(grading, handed, tmp_path, told, lab):
    other = json.loads((COURSE / "labs" / "00_tour.ipynb").read_text())
    handed.write_text(json.dumps({**other, "metadata": {**other["metadata"], "lab": lab}}))
    done = grading()
    told(f"says that it is of {lab}", done.code == 0, harm(tmp_path, done), done)


def test_nothing_of_nothing_is_not_full(tmp_path, told):
    (tmp_path / "passing").mkdir()
    (tmp_path / "mine.ipynb").write_text((COURSE / "labs" / "00_tour.ipynb").read_text())
    done = graded(tmp_path / "mine.ipynb", folder=tmp_path, passing=tmp_path / "passing")
    told("the tour", done.code == 0, harm(tmp_path, done), done)
