"""What a lock names and an installer has put elsewhere, or left out, is noticed."""

import json
import runpy
import sys

import pytest

from tools import installed
from tools.installed import absent, main


@pytest.fixture
def lock(tmp_path):
    return lambda text, name="requirements.txt": (tmp_path / name).write_text(text) and tmp_path / name


def test_what_is_here_in_its_version_or_is_for_other_systems_is_not_missed(lock, root):
    assert absent(root / "tests" / "requirements.txt") == []
    assert absent(lock("nowhere==1 ; sys_platform == 'amiga' \\\n    --hash=sha256:0\n")) == []


@pytest.mark.parametrize("pin", ["nowhere==1.0", "pytest==0.1 ; python_version >= '3' \\\n    --hash=sha256:0"])
def test_what_is_not_here_or_in_another_version_is_named_with_what_to_look_at(lock, pin):
    assert main(lock(pin)).startswith(pin.partition(" ")[0].replace("==", " "))
    assert "pip config list" in main(lock(pin))


def test_a_package_of_npm_s_that_was_left_out_is_named(lock, tmp_path):
    packages = {"": {}, "node_modules/a": {}, "node_modules/b": {"dev": True}, "node_modules/c": {"optional": True}}
    (tmp_path / "node_modules" / "a").mkdir(parents=True)
    (tmp_path / "node_modules" / "a" / "package.json").touch()
    told = main(lock(json.dumps({"packages": packages}), "package-lock.json"))
    assert told.startswith("node_modules/b of") and "npmrc" in told


def test_it_says_so_too_where_what_it_needs_itself_was_put_elsewhere(lock, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "packaging"]:
        monkeypatch.setitem(sys.modules, name, None)
    alone = runpy.run_path(installed.__file__)
    assert alone["main"](lock("nowhere==1.0 ; python_version >= '3'")).startswith("nowhere 1.0 of")
