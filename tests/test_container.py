"""The grader's container: all that it is made of is there. None is built here; what it runs was tried by hand."""

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.tracked import tracked

ROOT = Path(__file__).parent.parent
RECIPE = (ROOT / "Containerfile").read_text(encoding="utf-8")
STEPS = re.sub(r"\\\n", "", re.sub(r"(?m)^#.*\n", "", RECIPE)).splitlines()
PACKAGES = re.search(r'(?m)^ARG PACKAGES="(.+)"$', "\n".join(STEPS))[1].split()
COPIED = [word for step in STEPS if step.startswith("COPY ") for word in step.split()[1:-1]]
IGNORED = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
SHUT = (
    "--rm --network=none --read-only --tmpfs /tmp --cap-drop=all --security-opt=no-new-privileges "
    "--pids-limit=4096 --memory=4g"
)
INSIDE = {"sys_platform": "linux", "python_version": "3.13", "python_full_version": "3.13.0", "extra": ""}


def run(*command, **options):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, **options)


@pytest.mark.parametrize("source", COPIED)
def test_what_is_copied_is_tracked_and_not_ignored(source):
    assert any(name == source or name.startswith(f"{source}/") for name in tracked(ROOT))
    assert any(fnmatch(line, f"!{source}*") for line in IGNORED), f".dockerignore keeps {source} out"


def test_nothing_else_is_sent_to_the_builder():
    assert IGNORED[0] == "*"
    for line in IGNORED[1:]:
        assert line.startswith(("**/", "!")) and (line[0] == "*" or any(line[1:].startswith(one) for one in COPIED))


def test_its_python_is_one_that_the_course_runs_on():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert re.match(r"FROM python:3\.13-slim", STEPS[0]) and Requirement(f"python{wanted}").specifier.contains("3.13")


def test_the_lock_gives_every_package_its_hashes_and_no_other_package(tmp_path):
    step = next(step for step in STEPS if step.startswith("RUN awk"))
    command = step.removeprefix("RUN ").partition("&&")[0].replace("/tmp/requirements.txt", "tests/requirements.txt")
    command = command.replace("/tmp/grader.txt", str(tmp_path / "grader.txt"))
    assert run("sh", "-c", command, env={"PATH": "/usr/bin:/bin", "PACKAGES": " ".join(PACKAGES)}).returncode == 0
    blocks = re.split(r"\n(?=\S)", (tmp_path / "grader.txt").read_text(encoding="utf-8").strip())
    assert {re.match(r"[\w-]+", block)[0] for block in blocks} == set(PACKAGES)
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize("package", PACKAGES)
def test_whatever_a_package_needs_is_installed_too(package):
    needed = [Requirement(line) for line in requires(package) or ()]
    assert {one.name.lower() for one in needed if not one.marker or one.marker.evaluate(INSIDE)} <= set(PACKAGES)


def test_whatever_the_grader_and_the_checks_import_at_their_top_is_installed():
    homes = packages_distributions()
    folders = (f"systemdesign/{name}" for name in ("grading", "kernel", "sim", "theory"))
    for path in (path for folder in (*folders, "tests/labs") for path in (ROOT / folder).rglob("*.py")):
        for name in imported(path) - sys.stdlib_module_names - {"systemdesign"}:
            assert homes.get(name, [name])[0].lower() in PACKAGES, f"{path} imports {name}"


def imported(path):
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0]
    return {name.partition(".")[0] for name in names}


@pytest.fixture
def bench(tmp_path):
    """Gives the lines that make's container program was called with: `bench("podman", "LAB=...")`."""
    for name in ("sh", "make", "test", "echo"):
        (tmp_path / name).symlink_to(run("sh", "-c", f"command -v /usr/bin/{name} /bin/{name}").stdout.split()[0])

    def called(program, *words):
        if program:
            (tmp_path / program).write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n', encoding="utf-8")
            (tmp_path / program).chmod(0o755)
        done = run("make", "grade", *words, env={"PATH": str(tmp_path)})
        calls = tmp_path / "calls"
        return done, calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []

    return called


@pytest.mark.parametrize("program", ["podman", "docker"])
def test_make_grade_builds_the_container_and_shuts_the_grader_in(bench, program):
    done, calls = bench(program, "LAB=labs/03_load_balancing.ipynb", "IN=container")
    assert done.returncode == 0, done.stderr
    notebook = f"-v {ROOT}/labs:/labs:ro systemdesign-grader grade /labs/03_load_balancing.ipynb"
    assert calls == ["build -q -f Containerfile -t systemdesign-grader .", f"run {SHUT} {notebook}"]


def test_without_podman_and_docker_make_grade_says_what_to_do(bench):
    done, _ = bench(None, "LAB=03_load_balancing", "IN=container")
    assert done.returncode and "Neither podman nor docker is here: install one of them" in done.stdout


@pytest.mark.parametrize("words", [["IN=container"], ["LAB=03_load_balancing", "IN=box"]])
def test_a_wrong_word_builds_nothing(bench, words):
    done, calls = bench("podman", *words)
    assert done.returncode and not calls and ("Name a lab" in done.stdout or "IN=container is all" in done.stdout)


def test_the_recipe_and_the_page_for_instructors_shut_it_in_as_make_does():
    for name in ("Containerfile", "book/instructors.md"):
        text = re.sub(r"\\\n[# ]*", "", (ROOT / name).read_text(encoding="utf-8"))
        assert f"podman run {SHUT} " in text, name
