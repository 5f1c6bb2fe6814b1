"""The shape of the code: who may import whom, and how long things may be."""

import ast
import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = sorted((ROOT / "systemdesign").rglob("*.py"))
PYTHON = PACKAGE + sorted((ROOT / "tools").rglob("*.py")) + sorted((ROOT / "benchmarks").rglob("*.py"))
SCRIPTS = [path for path in sorted((ROOT / "web").rglob("*.*js")) if "node_modules" not in path.parts]
NOTEBOOKS = [path for folder in ("book", "labs", "solutions") for path in sorted((ROOT / folder).glob("*.ipynb"))]

# What each part of the package may import of the package; the rest of the world is checked below.
MAY_IMPORT = {
    "systemdesign.sim": ["systemdesign.sim"],
    "systemdesign.theory": ["systemdesign.theory"],
    "systemdesign.patterns": ["systemdesign.patterns", "systemdesign.sim"],
}
IN_THE_PAGE = ["sim", "theory", "patterns", "show/experiment.py", "show/chart.py", "show/loader.py", "show/page.py"]


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path):
    """The absolute names of the modules that a file imports, at its top or inside a function."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            yield ".".join([*above, node.module] if node.module else above)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def within(name, packages):
    return any(name == package or name.startswith(package + ".") for package in packages)


def runs_in_the_page(path):
    inside = path.relative_to(ROOT / "systemdesign").as_posix()
    return any(inside == part or inside.startswith(part + "/") for part in IN_THE_PAGE)


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_imports_point_one_way(part):
    for path in (path for path in PACKAGE if within(name_of(path), [part])):
        ours = [name for name in imports(path) if within(name, ["systemdesign"])]
        assert all(within(name, MAY_IMPORT[part]) for name in ours), f"{path} imports {ours}"


def test_what_runs_in_the_page_names_only_the_standard_library():
    allowed = sys.stdlib_module_names | {"systemdesign"}
    for path in filter(runs_in_the_page, PACKAGE):
        foreign = {name for name in imports(path) if name.split(".")[0] not in allowed}
        assert not foreign, f"{path} imports {foreign}"


def test_what_runs_in_the_page_starts_without_any_installed_package():
    modules = ", ".join(map(name_of, filter(runs_in_the_page, PACKAGE)))
    bare = [sys.executable, "-S", "-c", f"import {modules}"]
    subprocess.run(bare, cwd=ROOT, check=True, timeout=60)


def test_no_model_reads_the_wall_clock():
    for path in (path for path in PACKAGE if within(name_of(path), MAY_IMPORT)):
        if path.name != "clocks.py":
            assert not {"time", "datetime"} & set(imports(path)), f"{path} imports a clock"


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
