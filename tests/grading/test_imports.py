"""What an answer may import is found in its text: all of the standard library that does nothing when it is imported."""

import sys

import pytest

from systemdesign.grading.imports import MOST, allowed, beside, imports
from systemdesign.grading.lab import COURSE


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import heapq as pile, math", ["heapq", "math"]),
        ("from collections.abc import Mapping", ["collections.abc", "collections.abc.Mapping"]),
        ("def f():\n    import csv", ["csv"]),
        ("x = 1; import csv", ["csv"]),
        ("from concurrent import (\n    futures,\n)", ["concurrent", "concurrent.futures"]),
        ("import importlib\nimportlib.import_module('bisect')", ["importlib", "bisect"]),
        ("__import__('array')", ["array"]),
        ("import csv\nimport csv", ["csv"]),
        ("from .scene import x", []),
        ("class A\n  pass", []),
        ("import csv\0", []),
    ],
)
def test_every_way_to_import_is_found(source, found):
    assert imports([source]) == found


@pytest.mark.parametrize(
    "name", ["numpy", "pytest", "ctypes", "antigravity", "asyncio.__main__", "a.b", "os. x", "tests"]
)
def test_what_is_not_the_standard_librarys_or_acts_by_itself_is_not(name):
    assert not allowed(name)


def test_no_answer_makes_the_list_long():
    assert len(imports(["\n".join(f"import os.a{n}" for n in range(10 * MOST))])) == MOST


def test_a_text_that_python_cannot_parse_in_depth_imports_nothing():
    assert imports(["(" * 10_000]) == imports(["-" * 200_000 + "1"]) == []


def test_what_is_brought_beside_an_answer_is_known_too():
    names = beside(COURSE / "tests" / "labs" / "08_replication")
    assert "asyncio" in names
    assert all(name.partition(".")[0] in sys.stdlib_module_names | {"systemdesign"} for name in names)


@pytest.mark.parametrize(
    "name", ["csv", "heapq", "statistics", "hashlib", "dataclasses", "zlib", "threading", "decimal"]
)
def test_an_answer_may_import_it(verdict, name):
    answer = f"import {name}\n" + "class SlowStart:\n    pass\n"
    assert "joined" in verdict(3, answer).hint


def test_a_module_that_is_not_there_is_told_with_its_line(verdict):
    hint = verdict(3, "import numpy as np").hint
    assert "ModuleNotFoundError: numpy cannot be imported here" in hint
    assert "part-3, line 1: import numpy as np" in hint
