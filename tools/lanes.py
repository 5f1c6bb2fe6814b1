"""Every test, in lanes one after the other: each on both processors, but alone what measures by the clock.

A lane that fails does not stop the next one, and fails the run.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from tools.store import put

PYTHON = sys.executable
PYTEST = [PYTHON, "-m", "pytest"]
TWICE = ["-n", "2"]
NBVAL = ["-n", "2", "--dist", "loadfile", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=300"]
LANES = {
    "lint": [Path(PYTHON).with_name("ruff"), "check", "--output-format", "concise"],
    "starters": [PYTHON, "-m", "tools.make_labs", "--check"],
    "package": [*PYTEST, *TWICE, "-m", "not browser and not alone"],
    "browser": [*PYTEST, *TWICE, "-m", "browser and not alone"],
    "alone": [*PYTEST, "-m", "alone"],
    "notebooks": [*PYTEST, *NBVAL, "book", "solutions"],
}
SAMPLED = ("package", "browser", "alone")
RECORDED = {"SYSTEMDESIGN_ENGINES": "recorded"}
"""For `native` cells as notebooks, unless the whole is asked for: the build has met the engines in them already."""
KEPT = Path(__file__).parent.parent / "_build" / "lanes.json"
"""What each lane took when all of them last passed: {lane: [seconds by the clock, seconds of processor time]}."""


def processor():
    """Seconds of processor time that the commands of this process have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def surroundings(name, whole=False):
    """The environment of a lane."""
    return os.environ | (RECORDED if name == "notebooks" and not whole else {})


def run(name, whole=False):
    """Run one lane: whether it passed, its seconds by the clock and its seconds of processor time."""
    clock, before = time.monotonic(), processor()
    print(f"\n--- {name}", flush=True)
    options = ["--whole"] if whole and name in SAMPLED else []
    passed = subprocess.run([*LANES[name], *options], env=surroundings(name, whole)).returncode == 0
    return passed, time.monotonic() - clock, processor() - before


def main(words):
    """Run all lanes, or those named, whole if so told; 0 if all passed."""
    whole = "--whole" in words
    names = [word for word in words if word in LANES] or list(LANES)
    done = {name: run(name, whole) for name in names}
    print("\nlane             seconds  of processor time")
    for name, (passed, clock, spent) in done.items():
        print(f"{name:14}{clock:10.0f}{spent:10.0f}  {'passed' if passed else 'FAILED'}")
    passed = all(row[0] for row in done.values())
    if passed and names == list(LANES) and not whole:
        KEPT.parent.mkdir(exist_ok=True)
        put(KEPT, json.dumps({name: row[1:] for name, row in done.items()}) + "\n")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
