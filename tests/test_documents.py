"""The documents name only what exists, and their commands run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ["README.md", "CONTRIBUTING.md"])
CODE = re.findall(r"`([^`\n]+)`", TEXT)
BLOCKS = "".join(re.findall(r"```\n(.*?)```", TEXT, re.S))
COMMANDS = sorted({*CODE, *(line.split("#")[0].strip() for line in BLOCKS.splitlines())})

A_PATH = r"[\w.-]+/[\w./-]*|[\w.-]+\.(md|py|txt|toml|yml|json)"
PATHS = sorted({word for word in CODE if re.fullmatch(A_PATH, word) and not word.startswith((".venv/", "_build/"))})
TARGETS = sorted({target for line in COMMANDS for target in re.findall(r"^make ([a-z]+)", line)})
RUNS = [line for line in COMMANDS if "-m systemdesign" in line]


def exits(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120).returncode


@pytest.mark.parametrize("path", PATHS)
def test_every_path_in_the_documents_exists(path):
    assert list(ROOT.glob(path.replace("NN_stem", "[0-9]*"))), f"the documents name {path}, which does not exist"


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", TEXT))
def test_every_link_in_the_documents_leads_somewhere(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_in_the_documents_can_be_made(target):
    assert exits("make", "--dry-run", target, "LAB=03_load_balancing") == 0


def test_bare_make_lists_every_target():
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
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


def test_the_readme_can_be_read_in_one_sitting():
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 80
