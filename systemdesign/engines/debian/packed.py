"""A program that comes in a package of Debian's, and where it is to be found."""

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from systemdesign.engines.child.errors import EngineMissing
from systemdesign.engines.child.installed import available
from systemdesign.engines.debian.apt import downloaded, unpacked

KEPT = Path(sys.prefix, "engines")
"""Where what was unpacked is put: it goes with the virtual environment."""
LAUNCHER = """#!/bin/sh
here="${{0%/*}}/{folder}"
LD_LIBRARY_PATH="$here${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}" exec "$here/{name}" "$@"
"""


@dataclass(frozen=True)
class Packed:
    """Programs of one or more packages of Debian's.

    `packages` has patterns for the paths of what is needed of each: programs, and libraries that they cannot do
    without. `told` is what a program's `--version` begins with, the number of its version in brackets, and `oldest` the
    oldest such number that will do. `module` is what brings them when it is run, on macOS `brew` does.
    """

    label: str
    programs: tuple
    packages: dict
    told: str
    oldest: int
    module: str
    brew: str

    def find(self, name):
        """The path of one of the programs; EngineMissing says what to type where there is none."""
        chosen = os.environ.get(variable(name))
        places = [chosen] if chosen else [name, str(KEPT / name)]
        found = next((path for path in filter(None, map(shutil.which, places)) if self._understood(path)), None)
        if found is None:
            raise EngineMissing(f"{self.label} is not installed: {self.advice(name)}.")
        return found

    def _understood(self, path):
        """Whether it is the program, and young enough."""
        try:
            told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10)
        except (OSError, ValueError, subprocess.TimeoutExpired):
            return False
        version = re.match(self.told, told.stdout or told.stderr)
        return bool(version) and int(version[1]) >= self.oldest

    def advice(self, *names):
        """What to do where it is missing."""
        if platform.system() == "Darwin":
            return f"`brew install {self.brew}` brings it"
        if shutil.which("apt-get"):
            return f"`python -m {self.module}` brings it"
        named = " and ".join(map(variable, names or self.programs))
        return f"install it as this system does, and let {named} name its program if that is not on PATH"

    def unpack(self):
        """Put the programs out of Debian's packages at KEPT. Nothing is installed or set, and nobody need be root.

        apt-get compares the packages with Debian's signature. Raises EngineMissing, which says what to do instead.
        """
        if not shutil.which("apt-get"):
            raise EngineMissing(f"There is no apt-get, and so no package of Debian's. For {self.label}, "
                                f"{self.advice()}.")
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            files = {}
            for package in downloaded(folder, *self.packages):
                files |= unpacked(package, self.packages[Path(package).name.partition("_")[0]])
            self._put(folder, files)

    def _put(self, folder, files):
        """Lay down what was unpacked, {name: bytes}; a program that brings libraries lies with them, and is launched.
        """
        libraries = files.keys() - set(self.programs)
        home = KEPT / f"{next(iter(self.packages))}.d" if libraries else KEPT
        home.mkdir(exist_ok=True)
        for name in sorted(files, key=lambda name: name in self.programs):
            put(folder, home / name, files[name])
        for name in self.programs if libraries else ():
            put(folder, KEPT / name, LAUNCHER.format(folder=home.name, name=name).encode())

    def main(self, *engines):
        """Say where the `engines` (of ENGINES) are, after unpacking them if one was missing; or what to do instead."""
        try:
            if not all(map(available, engines)):
                self.unpack()
        except EngineMissing as missing:
            sys.exit(str(missing))
        for found in map(available, engines):
            print(f"{found.reason}: {found.program}" if found else found.reason)


def put(folder, path, data):
    """Make a program of these bytes, in one step, for another process may look for it; `folder` is on its disk."""
    part = Path(folder, path.name)
    part.write_bytes(data)
    part.chmod(0o755)
    os.replace(part, path)


def variable(name):
    """The environment variable that may name a program: REDIS_CLI for redis-cli."""
    return name.upper().replace("-", "_")
