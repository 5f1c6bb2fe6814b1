"""Finding the browser, and what is said when there is none."""

import pytest

from tools import browser


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine without a browser, on which nothing can be installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setattr(browser, "MAC", tmp_path / "none")
    return tmp_path


def program(path):
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_a_browser_on_the_path_is_found(bare):
    assert browser.find() is None
    chromium = program(bare / "chromium")
    assert browser.find() == chromium


def test_a_named_browser_is_preferred(bare, monkeypatch):
    program(bare / "chromium")
    mine = program(bare / "mine")
    monkeypatch.setenv("CHROME", mine)
    assert browser.find() == mine


def test_where_none_can_be_installed_it_says_so_and_fails(bare):
    with pytest.raises(SystemExit, match="neither was found on PATH"):
        browser.install()


def test_debian_s_browser_is_installed_for_root(bare, monkeypatch):
    program(bare / "apt-get")
    asked = []

    def run(command, **options):
        asked.append(command)
        program(bare / "chromium")

    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    monkeypatch.setattr(browser.subprocess, "run", run)
    assert browser.install() == str(bare / "chromium")
    assert "chromium" in asked[-1]
