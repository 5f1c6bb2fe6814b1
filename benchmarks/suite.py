"""Valkey's own test suite, in Tcl, against chapter 18's server: how many of its checks hold, file by file.

VALKEY_SOURCE names a checkout of Valkey or Redis; without it, Debian's source package of one of them is asked for.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from systemdesign.distributed_cache.running import Small
from systemdesign.engines.child.errors import EngineMissing
from systemdesign.engines.debian.apt import apt, own

SOURCE, PACKAGES = "VALKEY_SOURCE", ("valkey", "redis")
FILES = {
    "type/string": (17, 0), "type/incr": (8, 0), "type/list": (22, 20), "type/set": (14, 0), "type/zset": (8, 0),
    "type/hash": (None, 2), "sort": (None, 2), "expire": (8, 0), "keyspace": (14, 3), "scan": (None, 0),
}
"""{a file of the suite: (how many checks held for a prototype of 100 lines, how many may fail for ours)}.

What fails asks for what is not here: DUMP, streams, scripts, statistics of commands, CLIENT UNBLOCK.
"""
WORDS = ["--tags", "-needs:debug -needs:repl -slow", "--singledb", "--ignore-encoding", "--ignore-digest", "--durable"]
"""Not asked: what is about Valkey's insides, takes minutes, or needs another database than the first."""
LONGEST = 120
"""Seconds for a file."""
COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


def suite(folder):
    """The `tests` of a checkout or of Debian's source package, and whose they are."""
    if place := os.environ.get(SOURCE):
        if not Path(place, "tests", "test_helper.tcl").exists():
            raise EngineMissing(f"{SOURCE} is {place}, where there is no tests/test_helper.tcl.")
        shutil.copytree(Path(place, "tests"), Path(folder, "tests"))
        return f"the checkout in {place}"
    package = source(folder)
    with tarfile.open(package) as files:
        files.extractall(folder, [file for file in files if re.match(r"[^/]+/(tests/|src/version.h)", file.name)],
                         filter="data")
    [tests] = Path(folder).glob("*/tests")
    tests.rename(Path(folder, "tests"))
    return f"Debian's {package.name}"


def source(folder):
    """The path of a source package, brought by apt-get with lists of our own."""
    if not shutil.which("apt-get"):
        raise EngineMissing(f"There is no apt-get here. Name a checkout of Valkey with {SOURCE}.")
    aside = [*own(folder), *sources(folder)]
    said = apt(folder, "update", *aside)
    for name in PACKAGES:
        said = said or apt(folder, "source", "--download-only", name, *aside)
        if found := sorted(Path(folder).glob(f"{name}_*.orig.tar.*")):
            return found[0]
        said = ""
    raise EngineMissing(f"apt-get has no source of {' or '.join(PACKAGES)}. Name a checkout of Valkey with {SOURCE}.")


def sources(folder):
    """Options for a list of sources of our own: this machine's, for packages' sources in place of programs."""
    parts = Path(folder, "parts")
    parts.mkdir()
    for path in Path("/etc/apt/sources.list.d").glob("*.sources"):
        text = re.sub(r"(?m)^Types:.*$", "Types: deb-src", path.read_text())
        (parts / path.name).write_text(text)
    for path in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*.list")]:
        if path.exists():
            (parts / f"{path.stem}.list").write_text(re.sub(r"(?m)^deb\s", "deb-src ", path.read_text()))
    return ["-o", "Dir::Etc::SourceList=/dev/null", "-o", f"Dir::Etc::SourceParts={parts}"]


def held(folder, port, file):
    """How many checks of a file hold for the server at this port, and how many there are."""
    Path(folder, "tests", "tmp").mkdir(exist_ok=True)
    command = ["tclsh", "tests/test_helper.tcl", "--host", "127.0.0.1", "--port", str(port), "--single", f"unit/{file}"]
    with tempfile.TemporaryFile() as told:
        run = subprocess.Popen([*command, *WORDS], cwd=folder, stdin=subprocess.DEVNULL, stdout=told, stderr=told,
                               start_new_session=True)  # it starts a process of its own, which would stay behind
        try:
            run.wait(LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            print(f"{file} took more than {LONGEST} seconds, and was ended")
        told.seek(0)
        lines = [COLOUR.sub(b"", line) for line in told]
    good, bad = (sum(line.startswith(mark) for line in lines) for mark in (b"[ok]", (b"[err]", b"[exception]")))
    return good, good + bad


def main():
    if not shutil.which("tclsh"):
        print("There is no tclsh here: the suite is written in Tcl (Debian's package tcl).")
        return 0
    with tempfile.TemporaryDirectory(prefix="suite-") as folder:
        try:
            print(f"The suite is {suite(folder)}.")
        except EngineMissing as missing:
            print(missing)
            return 0
        missed = 0
        for file, (once, most) in FILES.items():
            with Small(appendonly="off") as server:  # anew for each: a check that fails leaves things behind
                good, every = held(folder, server.port, file)
            missed += every - good > most or not every
            before = "" if once is None else f", a prototype {once}"
            print(f"{file:12} {good:4} of {every:4} hold; {most} may fail{before}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
