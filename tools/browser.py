"""The browsers that the tests drive: found on this machine, or installed where that is possible."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import NamedTuple

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic",
]


class Program(NamedTuple):
    """What is found under one of its names, is named by a variable, or comes with Debian's packages."""

    variable: str
    names: list[str]
    packages: list[str]
    mac: str = ""


PROGRAMS = {
    "chromium": Program(
        "CHROME", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
        ["chromium", "fonts-dejavu-core"], "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    "firefox": Program(
        "FIREFOX", ["firefox-esr", "firefox"], ["firefox-esr"], "/Applications/Firefox.app/Contents/MacOS/firefox"),
    "webkit": Program("WEBKIT", ["WebKitWebDriver"], ["webkit2gtk-driver"]),
    "screen": Program("XVFB", ["Xvfb"], ["xvfb"]),
}
NEEDED = [name for name, program in PROGRAMS.items() if sys.platform != "darwin" or program.mac]
"""macOS has no WebKitGTK: the tests of it are left out there, and nowhere else."""
MISSING = """The browser tests need {}: not found on PATH.
Install what is missing, or name a program: make test CHROME=/path/to/chrome, and so FIREFOX, WEBKIT and XVFB.
  Debian           sudo apt-get install chromium firefox-esr webkit2gtk-driver xvfb
  Fedora           sudo dnf install chromium firefox /usr/bin/WebKitWebDriver /usr/bin/Xvfb
  macOS            brew install --cask google-chrome firefox"""


def find(name: str = "chromium") -> str | None:
    """A program's path: its variable's if that is set, else the first on PATH; None if there is none."""
    program = PROGRAMS[name]
    if named := os.environ.get(program.variable):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, [*program.names, program.mac])), None)


def path(name: str) -> str:
    """A program's path. Without it the run ends, and says what to install."""
    return find(name) or sys.exit(MISSING.format(name))


def missing() -> list[str]:
    """The names of what is needed on this system and is not there."""
    return [name for name in NEEDED if not find(name)]


def install() -> dict[str, str]:
    """{name: path} of all that is needed, after installing Debian's packages for what is missing, if we may."""
    if missing() and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": True}
        packages = [package for name in missing() for package in PROGRAMS[name].packages]
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)
    return {name: find(name) for name in NEEDED} if not missing() else sys.exit(MISSING.format(", ".join(missing())))


@contextmanager
def opened():
    """Chromium, driven by Playwright, whose loop stays in this process until the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=path("chromium"), args=FLAGS)
        yield browser
        browser.close()


if __name__ == "__main__":
    for found in (install() if "--install" in sys.argv else {name: path(name) for name in NEEDED}).items():
        print("{}: {}".format(*found))
