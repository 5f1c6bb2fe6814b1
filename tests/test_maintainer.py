"""What an editor, a codespace and a commit are told is true: settings agree, commands exist, hooks catch."""

import json
import re
import shlex
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from tools.browser import PROGRAMS

ROOT = Path(__file__).parent.parent
HOOKS = {
    hook["id"]: hook
    for repo in yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    for hook in repo["hooks"]
}
CODESPACE = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
RUFF = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]


def tracked():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


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
    for path in tracked():
        data = path.read_bytes()
        assert b"\r\n" not in data, f"{path}: lines end with LF"
        assert not data or data.endswith(b"\n"), f"{path}: the last line has no end"
        assert path.suffix == ".diff" or not re.search(rb"[ \t]\n", data), f"{path}: a line ends with a space"


def test_indents_of_scripts_and_styles_are_the_editor_s(settings):
    size = int(settings["*"]["indent_size"])
    for path in tracked():
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
    notebooks = [path for path in tracked() if wanted.match(path.relative_to(ROOT).as_posix())]
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
