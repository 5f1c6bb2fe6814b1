"""The shape of the code: who may import whom, and how long things may be."""

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tools import picture
from tools.closure import SHOWN, closure

ROOT = Path(__file__).parent.parent
PACKAGE = sorted((ROOT / "systemdesign").rglob("*.py"))
PYTHON = PACKAGE + sorted((ROOT / "tools").rglob("*.py")) + sorted((ROOT / "benchmarks").rglob("*.py"))
SCRIPTS = [path for path in sorted((ROOT / "web").rglob("*.*js")) if "node_modules" not in path.parts]
NOTEBOOKS = [path for folder in ("book", "labs", "solutions") for path in sorted((ROOT / folder).glob("*.ipynb"))]
TIMELESS = ("kernel", "sim", "theory")
PAGE = "import systemdesign.chapters.bridge"  # what the page calls; it runs the chapters' cells


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(node):
    """The absolute names of the modules that a piece of code imports, at its top or inside a function."""
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            yield from (alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            assert not part.level, f"line {part.lineno}: relative imports are not used here"
            yield part.module


def in_functions(node):
    return [part for part in ast.walk(node) if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))]


def on_the_page():
    """{module: path} of all that the cells of the page reach."""
    cells = [cell for found in picture.chapters().values() for cell in found.cells]
    return closure([*cells, PAGE], ROOT, without=SHOWN)


def test_imports_point_one_way():
    wrong = picture.faults(picture.graph(), list(picture.chapters()), picture.doors())
    assert not wrong, "\n".join(wrong)


def test_the_picture_has_every_module_every_chapter_and_their_arrows():
    drawn = picture.graph()
    assert len(drawn) == len(PACKAGE) + len(picture.chapters()) > 100
    assert "kernel.patches" in drawn["kernel.run"]  # at its top
    assert "grading.command" in drawn["__main__"]  # inside a function
    assert "show.jupyter.axes" in drawn["show.jupyter.picture"]  # a module out of its package
    assert {"retries.retry", "retries.measurement"} <= drawn["retries.cells"]  # in the page's cells, and in native ones


def test_the_picture_is_drawn_with_its_arrows(capsys):
    picture.main()
    told = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert told["sim"].endswith("<- kernel")
    assert {"kernel", "sim", "engines"} <= set(told["retries"].partition("<- ")[2].split(", "))


TOY = {"alpha.pump": {"kernel.loop"}, "alpha.measurement": {"alpha.pump", "engines.mill"}, "kernel.loop": set(),
       "beta.valve": {"alpha.pump", "beta.spare"}, "beta.spare": set(), "beta.cells": {"show.chart", "beta.spare"},
       "engines.mill": {"sim.world"}, "sim.world": {"kernel.loop"}, "show.chart": {"show.jupyter.pen"}}
DOORS = {"alpha": ["pump"], "beta": ["valve"]}


def faults(doors=DOORS, rooms=("alpha", "beta"), **more):
    """What is wrong when modules of the toy (a __ in their names for the dot) import more than they do."""
    added = {name.replace("__", "."): {target} for name, target in more.items()}
    graph = {name: TOY.get(name, set()) | added.get(name, set()) for name in {*TOY, *added}}
    return picture.faults(graph, rooms, doors)


def test_the_toy_is_sound():
    assert faults() == []


@pytest.mark.parametrize(("name", "target", "why"), [
    ("alpha__pump", "beta.valve", "its chapter comes later"),
    ("beta__valve", "alpha.measurement", "that is the inside of alpha"),
    ("beta__cells", "alpha.measurement", "that is the inside of alpha"),
    ("kernel__loop", "sim.world", "kernel stands below, or apart"),
    ("sim__world", "alpha.pump", "sim stands below, or apart"),
    ("engines__mill", "alpha.pump", "engines stands below, or apart"),
    ("show__chart", "theory.queues", "show stands below, or apart"),
    ("theory__queues", "kernel.loop", "theory stands below, or apart"),
    ("chapters__loader", "theory.queues", "chapters stands below, or apart"),
    ("grading__judge", "alpha.pump", "grading stands below, or apart"),
    ("alpha__pump", "show.chart", "a room stands on kernel, sim, theory, engines"),
    ("beta__cells", "grading.judge", "a room stands on kernel, sim, theory, show, __init__"),
])
def test_an_arrow_that_points_up_or_inside_is_a_fault(name, target, why):
    assert f"{name.replace('__', '.')} imports {target}: {why}" in faults(**{name: target})


def test_a_circle_is_a_fault_even_within_a_room():
    assert faults(beta__spare="beta.valve") == ["a circle: beta.valve <- beta.spare <- beta.valve"]


def test_a_room_without_a_chapter_is_a_fault():
    assert faults(gamma__wheel="kernel.loop") == ["gamma: no chapter has this name, and no floor"]


def test_a_chapter_without_a_room_is_none():
    assert faults(rooms=("alpha", "omega", "beta")) == []


def test_what_other_rooms_may_use_needs_no_engine_by_any_way():
    wrong = faults(alpha__pump="alpha.oil", alpha__oil="engines.mill")
    assert "alpha.pump is shown to other rooms, and needs an engine" in wrong


@pytest.mark.parametrize("room", sorted(picture.doors()))
def test_a_room_s_door_names_its_modules_and_opens_none(room):
    path = ROOT / "systemdesign" / room / "__init__.py"
    kinds = [type(node) for node in tree(path).body]
    assert kinds == [ast.Expr, ast.Assign], f"{path} holds more than a docstring and __all__"
    for name in picture.door(path):
        assert path.with_name(f"{name}.py").exists(), f"{room} has no module {name}"


def test_a_figure_is_drawn_by_jupyter_only_when_it_is_shown():
    for path in (path for path in PACKAGE if path.parent.name == "show"):
        lazy = {name for node in in_functions(tree(path)) for name in imports(node)}
        eager = {name for name in imports(tree(path)) if name.startswith(SHOWN)} - lazy
        assert not eager, f"{path} imports {eager} at its top"


def test_no_cell_of_the_page_reaches_engines_grading_or_jupyter():
    apart = [name for name in on_the_page() if name.split(".")[1:2] in (["engines"], ["grading"])]
    assert not apart
    assert len(on_the_page()) > 40


def test_what_runs_in_the_page_names_only_the_standard_library():
    allowed = sys.stdlib_module_names | {"systemdesign"}
    for name, path in on_the_page().items():
        colours = {"pygments"} if name == "systemdesign.show.source" else set()  # asked for by notebooks, and the build
        foreign = {name for name in imports(tree(path)) if name.split(".")[0] not in allowed | colours}
        assert not foreign, f"{path} imports {foreign}"


def test_what_runs_in_the_page_starts_without_any_installed_package():
    bare = [sys.executable, "-S", "-c", f"import {', '.join(on_the_page())}"]
    subprocess.run(bare, cwd=ROOT, check=True, timeout=60)


def test_no_model_reads_the_wall_clock():
    drawn = picture.graph()
    for path in PACKAGE:
        name = picture.name_of(path, ROOT)
        modelled = picture.part(name) in (*TIMELESS, *picture.doors())
        measured = any(picture.part(other) == "engines" for other in picture.reached(drawn, name))
        if modelled and not measured and path.name != "clocks.py":
            assert not {"time", "datetime"} & set(imports(tree(path))), f"{path} imports a clock"


def test_no_module_is_longer_than_200_lines():
    for path in PYTHON:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, path


def test_every_module_says_what_it_is():
    for path in PYTHON:
        assert ast.get_docstring(tree(path)), f"{path} has no docstring"


def test_no_function_is_longer_than_40_lines():
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for path in PYTHON:
        for node in ast.walk(tree(path)):
            if isinstance(node, functions):
                assert node.end_lineno - node.lineno < 40, f"{path}: {node.name}"


def test_no_script_of_the_page_is_longer_than_150_lines():
    assert SCRIPTS
    for path in SCRIPTS:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150, path


def test_notebooks_are_committed_without_outputs_except_compared_ones():
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell.get("outputs"):
                assert "NBVAL_CHECK_OUTPUT" in "".join(cell["source"]), f"{path}: {cell['source'][0]}"
