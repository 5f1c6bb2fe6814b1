"""Prometheus's program: found on this machine, or taken out of Debian's package, which need not be installed."""

import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from systemdesign.engines.child.errors import EngineMissing

NAME, VARIABLE = "prometheus", "PROMETHEUS"
KEPT = Path(sys.prefix, "engines", NAME)
"""Where `unpack` puts it: it goes with the virtual environment."""
MEMBER = "./usr/bin/prometheus"  # the only one of the package's files that a server without a face needs
BRING = {"Darwin": "`brew install prometheus`", "Linux": f"`python -m {__package__}`"}
ELSEWHERE = f"install it as this system does, and let {VARIABLE} name its program if that is not on PATH"


def prometheus():
    """The path of the program; EngineMissing says what to type where there is none."""
    places = [os.environ[VARIABLE]] if os.environ.get(VARIABLE) else [NAME, str(KEPT)]
    found = next((path for path in filter(None, map(shutil.which, places)) if _understood(path)), None)
    if found is None:
        raise EngineMissing(f"Prometheus is not installed: {_advice()}.")
    return found


def _understood(path):
    """Whether it is a Prometheus of version 2 or later: the first took other flags."""
    try:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False
    version = re.match(r"prometheus, version v?(\d+)\.", told.stdout or told.stderr)
    return bool(version) and int(version[1]) >= 2


def _advice():
    if platform.system() == "Linux" and not shutil.which("apt-get"):
        return ELSEWHERE
    return f"{BRING[platform.system()]} brings it"


def unpack():
    """Put the program out of Debian's package at KEPT. Nothing is installed or set, and nobody need be root.

    apt-get compares the package with Debian's signature. Raises EngineMissing, which says what to do instead.
    """
    if not shutil.which("apt-get"):
        raise EngineMissing(f"There is no apt-get, and so no package of Debian's. For Prometheus, {_advice()}.")
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT.parent) as folder:
        part = Path(folder, NAME)
        part.write_bytes(_program(_downloaded(folder)))
        part.chmod(0o755)
        os.replace(part, KEPT)  # in one step, for another process may look for it


def _downloaded(folder):
    """The package's path: by the system's list of packages, or by a new one of our own where that does not help."""
    Path(folder, "lists", "partial").mkdir(parents=True)
    own = ["-o", f"Dir::State::Lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache"]
    if _apt(folder, "download", NAME):
        refused = _apt(folder, "update", *own) or _apt(folder, "download", NAME, *own)
        if refused:
            raise EngineMissing(f"apt-get cannot bring the package; is its mirror in reach? It says:\n{refused}")
    return next(Path(folder).glob("*.deb"))


def _apt(folder, *words):
    """What apt-get says against it, or ""."""
    # The user whom root's apt-get becomes may not enter the folder: that it stays root is said here, not warned of.
    command = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "-o", "Acquire::http::Timeout=20", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return (done.stderr.strip() or f"(nothing, with exit code {done.returncode})") if done.returncode else ""


def _program(package):
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}  # it complains when not all is read
    with (subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], **quiet) as unpacked,
          tarfile.open(fileobj=unpacked.stdout, mode="r|") as files):
        return next(files.extractfile(file).read() for file in files if file.name == MEMBER)
