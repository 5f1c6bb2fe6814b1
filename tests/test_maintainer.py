"""What an editor, a codespace and a commit are told is true: settings agree, commands exist, hooks catch."""

import json
import os
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from importlib.machinery import PathFinder
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from tests.tracked import tracked
from tools.browser import PROGRAMS

ROOT = Path(__file__).parent.parent
HOOKS = {
    hook["id"]: hook
    for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    for hook in repo["hooks"]
}
CODESPACE = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
FILES = [ROOT / name for name in tracked(ROOT)]
RUFF = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]


def hooked(name, *files):
    """The exit code of a hook, run in this environment as pre-commit runs it in .venv."""
    program, *words = shlex.split(HOOKS[name]["entry"])
    here = Path(sys.executable).with_name(Path(program).name)
    return subprocess.run([here, *words, *map(str, files)], cwd=ROOT, capture_output=True, timeout=120).returncode


@pytest.fixture
def settings():
    parser = ConfigParser(comment_prefixes="#", inline_comment_prefixes="#")
    parser.read_string("[everywhere]\n" + (ROOT / ".editorconfig").read_text())
    return parser


def test_the_editor_breaks_lines_of_python_where_ruff_does(settings):
    assert int(settings["*.py"]["max_line_length"]) == RUFF["line-length"]


def test_every_file_is_as_the_editor_would_leave_it():
    for path in FILES:
        data = path.read_bytes()
        assert b"\r\n" not in data, f"{path}: lines end with LF"
        assert not data or data.endswith(b"\n"), f"{path}: the last line has no end"
        assert path.suffix == ".diff" or not re.search(rb"[ \t]\n", data), f"{path}: a line ends with a space"


def test_indents_of_scripts_and_styles_are_the_editor_s(settings):
    size = int(settings["*"]["indent_size"])
    for path in FILES:
        if path.suffix in {".js", ".mjs", ".css"}:
            indents = re.findall(r"^( +)[^ *]", path.read_text(encoding="utf-8"), re.M)
            assert all(len(indent) % size == 0 for indent in indents), path


def test_every_hook_is_local_and_runs_in_the_project_s_environment():
    assert {hook["language"] for hook in HOOKS.values()} == {"system"}
    for hook in HOOKS.values():
        program, *words = shlex.split(hook["entry"])
        assert program.startswith(".venv/bin/")
        modules = [words[i + 1] for i, word in enumerate(words) if word == "-m"]
        assert all((ROOT / f"{module.replace('.', '/')}.py").exists() for module in modules)


def test_hooks_let_clean_files_pass():
    assert hooked("ruff", "tools/weight.py") == 0
    assert hooked("starters") == 0
    assert hooked("weight", "README.md", "LICENSE") == 0


def test_a_hook_refuses_python_that_is_not_clean(tmp_path):
    path = tmp_path / "unclean.py"
    path.write_text("import os\n")
    assert hooked("ruff", path) == 1


def test_a_hook_writes_a_notebook_with_outputs_anew_which_stops_the_commit(tmp_path):
    clean = (ROOT / "book/03_load_balancing.ipynb").read_text(encoding="utf-8")
    book, path = json.loads(clean), tmp_path / "03_load_balancing.ipynb"
    next(cell for cell in book["cells"] if cell["cell_type"] == "code")["execution_count"] = 7
    path.write_text(json.dumps(book))
    assert hooked("notebooks", path) == 0
    assert path.read_text(encoding="utf-8") == clean


def test_every_committed_notebook_passes_its_hook_unchanged(tmp_path):
    wanted = re.compile(HOOKS["notebooks"]["files"])
    notebooks = [path for path in FILES if wanted.match(path.relative_to(ROOT).as_posix())]
    copies = [tmp_path / f"{path.parent.name}-{path.name}" for path in notebooks]
    for path, copy in zip(notebooks, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    assert notebooks and hooked("notebooks", *copies) == 0
    assert [copy.read_bytes() for copy in copies] == [path.read_bytes() for path in notebooks]


def test_a_hook_refuses_a_heavy_file(tmp_path):
    path = tmp_path / "heavy.bin"
    path.write_bytes(bytes(600_000))
    assert hooked("weight", path) == 1


def test_a_codespace_is_set_up_by_a_target_of_the_makefile():
    assert re.fullmatch(r"make [a-z]+", CODESPACE["postCreateCommand"])
    dry = subprocess.run([*CODESPACE["postCreateCommand"].split(), "--dry-run"], cwd=ROOT, capture_output=True)
    assert dry.returncode == 0


def test_a_codespace_has_the_browsers_that_the_tests_drive():
    installed = CODESPACE["onCreateCommand"].split()
    assert {package for program in PROGRAMS.values() for package in program.packages} <= set(installed)


def test_a_codespace_has_a_python_that_the_course_supports_and_forwards_the_book_s_port():
    assert re.search(r"python:\S*3\.1[1-4]", CODESPACE["image"])
    assert CODESPACE["forwardPorts"] == [int(re.search(r"^PORT \?= (\d+)", (ROOT / "Makefile").read_text(), re.M)[1])]


def test_no_two_files_have_names_that_some_systems_hold_for_one():
    names = [path.as_posix().casefold() for path in FILES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["systemdesign", "tests", "tools", "benchmarks"])
def test_a_package_of_ours_is_found_before_an_installed_one_of_the_same_name(name, tmp_path):
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    assert PathFinder.find_spec(name, [str(ROOT), str(tmp_path)]).origin == str(ROOT / name / "__init__.py")


def test_git_leaves_the_ends_of_lines_and_pictures_as_they_are_whatever_it_is_told():
    told = dict(line.split(maxsplit=1) for line in (ROOT / ".gitattributes").read_text().splitlines() if line[0] != "#")
    assert told.pop("*") == "text=auto eol=lf"
    binary = {f"*{path.suffix}" for path in FILES if b"\0" in path.read_bytes()}
    assert binary <= told.keys() and set(told.values()) == {"binary"}


@pytest.fixture
def configure():
    """What pytest does first in this repository, whatever it is to run."""
    return runpy.run_path(str(ROOT / "conftest.py"))["pytest_configure"]


def test_tests_and_notebooks_without_asserts_are_refused(configure, monkeypatch):
    monkeypatch.setattr(sys, "flags", SimpleNamespace(optimize=1))
    with pytest.raises(pytest.UsageError, match="takes the asserts out"):
        configure()


def test_a_kernel_is_not_told_to_leave_asserts_out_nor_sought_elsewhere(configure, monkeypatch):
    for name in ("PYTHONOPTIMIZE", "JUPYTER_PATH"):
        monkeypatch.setenv(name, "2")
    configure()
    assert not {"PYTHONOPTIMIZE", "JUPYTER_PATH"} & os.environ.keys()


def test_a_kernel_runs_nothing_of_what_lies_in_a_home(configure, monkeypatch, tmp_path):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    configure()
    assert os.environ["IPYTHONDIR"] == str(ROOT / "_build" / ".ipython")


def test_an_archive_s_files_are_those_that_git_lists(tmp_path):
    for path in [".venv/a.py", "_build/html/b.html", ".ci/run", "tools/c.py", "web/node_modules/d.js", ".gitignore"]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert tracked(tmp_path) == [".ci/run", ".gitignore", "tools/c.py"]
