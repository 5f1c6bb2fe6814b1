"""Is all of a lock installed here? Asked after an installer, which may have been told to put it elsewhere."""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

try:
    from packaging.markers import Marker
except ImportError:  # it was put elsewhere with all the rest
    from pip._vendor.packaging.markers import Marker

PIN = re.compile(r"^([\w.-]+)(?:\[.*?\])?==([^\s;\\]+)(?:\s*;\s*([^\\\n]+))?", re.MULTILINE)
ELSEWHERE = {
    "txt": "a setting of pip's may send it elsewhere: see `.venv/bin/python -m pip config list`",
    "json": "a setting of npm's may leave it out: see ~/.npmrc",
}


def pins(lock):
    """{name: version} of what a lock of pip's asks for on this Python and system."""
    found = PIN.findall(lock.read_text(encoding="utf-8"))
    return {name: pinned for name, pinned, marker in found if not marker or Marker(marker.strip()).evaluate()}


def absent(lock):
    """What the lock names and is not here, in its version."""
    if lock.suffix == ".json":
        packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
        wanted = [path for path, about in packages.items() if path and not about.get("optional")]
        return [path for path in wanted if not (lock.parent / path / "package.json").exists()]
    return [f"{name} {pinned}" for name, pinned in pins(lock).items() if here(name) != pinned]


def here(name):
    """The version of a package in this environment; None where it is not, or not wholly."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def main(name):
    """None, or a sentence that names what is missing."""
    missing = absent(lock := Path(name))
    more = f" and {len(missing) - 1} more" if missing[1:] else ""
    return (missing and f"{missing[0]}{more} of {name} was not installed here: {ELSEWHERE[lock.suffix[1:]]}") or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
