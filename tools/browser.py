"""The browser that the tests drive: found on this machine, or installed where that is possible."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic",
]
MISSING = """The browser tests need Chromium or Google Chrome, and neither was found on PATH.
Install one, or name it: make test CHROME=/path/to/chrome
  Debian, Ubuntu   sudo apt-get install chromium
  Fedora           sudo dnf install chromium
  macOS            brew install --cask google-chrome"""


def find() -> str | None:
    """The browser's path: $CHROME if it names one, else the first on PATH; None if there is none."""
    named = os.environ.get("CHROME")
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (str(MAC) if MAC.exists() else None)


def install() -> str:
    """The browser's path, after installing Debian's Chromium if it is missing and we may."""
    if not find() and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, "check": True}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        packages = ["chromium", "fonts-dejavu-core"]
        subprocess.run(["apt-get", "install", "-y", "-qq", *packages], **quiet)
    return find() or sys.exit(MISSING)


@contextmanager
def opened():
    """The browser, driven by Playwright, whose loop stays in this process until the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find() or sys.exit(MISSING), args=FLAGS)
        yield browser
        browser.close()


if __name__ == "__main__":
    print("Browser:", install() if "--install" in sys.argv else find() or sys.exit(MISSING))
