"""Finding the browsers, and what is said when one is missing."""

import pytest

from tools import browser


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine without a browser, on which nothing can be installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for name, program in browser.PROGRAMS.items():
        monkeypatch.delenv(program.variable, raising=False)
        monkeypatch.setitem(browser.PROGRAMS, name, program._replace(mac=""))
    monkeypatch.setattr(browser, "NEEDED", list(browser.PROGRAMS))
    return tmp_path


def program(path):
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(("name", "called"), [
    ("chromium", "google-chrome"), ("firefox", "firefox"), ("webkit", "WebKitWebDriver"), ("screen", "Xvfb"),
])
def test_what_is_on_the_path_is_found(bare, name, called):
    assert browser.find(name) is None
    found = program(bare / called)
    assert browser.find(name) == found


def test_a_browser_of_macos_is_found(bare, monkeypatch):
    firefox = browser.PROGRAMS["firefox"]._replace(mac=program(bare / "Firefox.app"))
    monkeypatch.setitem(browser.PROGRAMS, "firefox", firefox)
    assert browser.find("firefox") == firefox.mac


def test_a_named_browser_is_preferred(bare, monkeypatch):
    program(bare / "chromium")
    mine = program(bare / "mine")
    monkeypatch.setenv("CHROME", mine)
    assert browser.find() == mine


def test_where_none_can_be_installed_it_says_so_and_fails(bare):
    with pytest.raises(SystemExit, match="need chromium, firefox, webkit, screen: not found on PATH"):
        browser.install()


def test_one_that_is_missing_is_named_alone(bare):
    for called in ("chromium", "firefox", "Xvfb"):
        program(bare / called)
    with pytest.raises(SystemExit, match="need webkit: not found"):
        browser.install()


def test_debian_s_packages_are_installed_for_root_where_they_are_missing(bare, monkeypatch):
    for called in ("apt-get", "google-chrome", "firefox"):
        program(bare / called)
    asked = []

    def run(command, **options):
        asked.append(command)
        program(bare / "WebKitWebDriver")
        program(bare / "Xvfb")

    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser.subprocess, "run", run)
    assert browser.install()["webkit"] == str(bare / "WebKitWebDriver")
    assert asked[-1][-2:] == ["webkit2gtk-driver", "xvfb"]
