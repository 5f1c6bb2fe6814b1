"""The documents name only what exists, and their commands run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXT = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", TEXT)
FENCED = re.findall(r"^ *```(\w*)\n(.*?)^ *```", TEXT, re.S | re.M)
BLOCKS = "".join(block for language, block in FENCED if not language)
COMMANDS = sorted({*CODE, *(line.split("#")[0].strip() for line in BLOCKS.splitlines())})

A_PATH = r"[\w.-]+/[\w./-]*|[\w.-]+\.(md|py|txt|toml|yml|json)"
PATHS = sorted({word for word in CODE if re.fullmatch(A_PATH, word) and not word.startswith((".venv/", "_build/"))})
TARGETS = sorted({target for line in COMMANDS for target in re.findall(r"^make ([a-z]+)", line)})
RUNS = [line for line in COMMANDS if "-m systemdesign" in line]


def output(*command, typed=None):
    return subprocess.run(command, input=typed, cwd=ROOT, capture_output=True, text=True, timeout=120).stdout


def exits(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120).returncode


@pytest.mark.parametrize("path", PATHS)
def test_every_path_in_the_documents_exists(path):
    pattern = re.sub(r"\bstem\b", "*", path.replace("NN_stem", "[0-9]*"))
    folders = ["", "systemdesign/*/", "tests/labs/*/"] if "/" not in path.rstrip("/") else [""]  # in many
    assert any(list(ROOT.glob(folder + pattern)) for folder in folders), f"the documents name {path}"


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", TEXT))
def test_every_link_in_the_documents_leads_somewhere(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_in_the_documents_can_be_made(target):
    assert exits("make", "--dry-run", target, "LAB=03_load_balancing", "CHAPTER=04") == 0


def test_bare_make_lists_every_target():
    listed = output("make")
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M)[1].split()
    assert re.findall(r"^  ([a-z]+)", listed, re.M) == phony
    assert set(TARGETS) < set(phony)


@pytest.mark.parametrize("line", RUNS)
def test_every_command_line_in_the_documents_runs(line):
    words = shlex.split(line)
    assert exits(sys.executable, *words[words.index("-m"):]) == 0


def test_every_module_run_in_the_documents_exists():
    for name in re.findall(r"-m (tools\.\w+)", TEXT):
        assert (ROOT / f"{name.replace('.', '/')}.py").exists()


@pytest.mark.parametrize("program", sorted(set(re.findall(r"\.venv/bin/([\w-]+)", TEXT)) - {"pre-commit"}))
def test_every_program_in_the_documents_is_installed(program):
    assert Path(sys.executable).with_name(program).exists()


def test_the_readme_can_be_read_in_one_sitting():
    assert len(README.splitlines()) <= 80


def test_the_readme_names_every_room_that_chapters_share():
    packages = {path.parent.name for path in ROOT.glob("systemdesign/*/__init__.py")}
    topics = {path.stem.partition("_")[2] for path in ROOT.glob("book/[0-9]*.ipynb")}
    assert {f"`systemdesign/{name}/`" for name in packages - topics} - set(re.findall(r"`[\w/]+`", README)) == set()


def test_the_example_of_the_readme_pasted_into_python_prints_the_numbers_below_it():
    code, numbers = re.search(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.S).groups()
    assert len(code.split("\n")) <= 20
    assert output(sys.executable, "-i", "-q", typed=code) == numbers


def test_the_examples_of_how_time_runs_print_what_stands_below_them():
    page = (ROOT / "book" / "time.md").read_text(encoding="utf-8")
    found = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", page, re.S)
    printed = subprocess.run(
        [sys.executable, "-c", "".join(code for code, _ in found)], capture_output=True, text=True, check=True
    ).stdout
    assert len(found) == 2
    assert printed == "".join(below for _, below in found)


def test_the_changelog_ends_with_the_versions_that_there_are():
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)[1]
    first, second, *_ = re.findall(r"^## (.+)$", CHANGES, re.M)
    assert first == "Unreleased" and re.fullmatch(rf"{re.escape(version)} \(\d{{4}}-\d\d-\d\d\)", second)


def test_the_changelog_sorts_what_changed():
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", CHANGES, re.M)) <= kinds
