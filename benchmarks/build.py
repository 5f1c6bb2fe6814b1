"""How long the whole book takes from clean: every chapter run, every frame computed, every page written."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.reader import ROOT

BUDGET = 360.0  # s
LEFT = shutil.ignore_patterns(".*", "_build", "node_modules", "__pycache__", "*.egg-info")


def seconds():
    """Seconds by the clock to build a copy of the sources. Raises CalledProcessError if that fails."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "course"
        shutil.copytree(ROOT, copy, ignore=LEFT)
        (copy / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
        command = [Path(sys.executable).with_name("jupyter-book"), "build", ".", "-W", "-n", "--keep-going", "-q"]
        start = time.perf_counter()
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
        return time.perf_counter() - start


def main():
    """Print how long it took; 1 if that is over the budget, else 0."""
    taken = seconds()
    print(f"\nThe whole book from clean: {taken:.0f} s; budget {BUDGET:.0f}\n")
    return 1 if taken > BUDGET else 0


if __name__ == "__main__":
    sys.exit(main())
