"""Where judges come from: a process that has imported pytest and Hypothesis once, and forks for each part.

It reads a list of sittings a line, judges one at a time on each of the processors it was told, and writes a line for
each that has ended: its number, its verdict if it has one, and else why. A judge and the student's process take turns,
never both at once: on one processor that takes a third less time than on two.

It outlives nobody: when the grader is gone, however, its input ends, and it ends its judges with all they started,
clears its folder, and leaves. Should it be lost itself, the grader hears that, and does the same.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from threading import Timer

from systemdesign.grading.lab import COURSE
from systemdesign.grading.patience import WALL

BOOT = "import sys; sys.path.append(sys.argv[1]); from systemdesign.grading.bench import main; main(*sys.argv[2:])"
LATE, LOST = "late", "it ended without a verdict"
"""Why a judge has no verdict: it took too long, or it ended otherwise."""
MEMORY = hasattr(os, "memfd_create")  # where a full disk takes no last words
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT")


class Failed(Exception):
    """The grader itself has failed, and the message says at what: no fault of the notebook's."""


class Judges:
    """The grader's end. `for number, verdict, why in judges.judge(sittings)` sees them as they end.

    `processors` are the numbers of those to use, all that there are by default. Raises Failed where they can't start.
    """

    def __init__(self, processors=None):
        self.processors = processors or available()

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="judges-", ignore_cleanup_errors=True)
        clean = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", BOOT, str(COURSE), *map(str, self.processors)]
        self.errors = open(os.memfd_create("errors"), "w+b") if MEMORY else tempfile.TemporaryFile()
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self.errors}
        self.process = subprocess.Popen(
            command, cwd=self.folder.name, env=clean | {"TMPDIR": self.folder.name}, start_new_session=True, **pipes
        )
        return self

    def __exit__(self, *error):
        with suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()
        self.folder.cleanup()

    def judge(self, sittings):
        """(index, verdict as data or None, why there is none), as they end. Raises Failed when they end early.

        Whoever stops before all have ended is done with these judges: what comes later would be taken for another's.
        """
        if self.process.stdin.closed:
            raise Failed("these judges were left before they had ended: start others")
        left = len(sittings)
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps([asdict(sitting) for sitting in sittings]).encode() + b"\n")
            self.process.stdin.flush()
        longest = sum(WALL * 2 * sitting.limits["seconds"] for sitting in sittings) + 60
        watch = Timer(longest, self.process.kill)
        watch.daemon = True
        watch.start()
        try:
            for _ in sittings:
                line = self.process.stdout.readline()
                if not line:
                    raise Failed(f"the process that judges has ended early{self.last_words()}")
                left -= 1
                yield json.loads(line)
        finally:
            watch.cancel()
            if left:
                with suppress(OSError):
                    self.process.stdin.close()

    def last_words(self):
        self.errors.seek(0)
        said = self.errors.read().decode(errors="replace").split("\n")
        return f" ({said[-2]})" if len(said) > 1 else ""


def available():
    """The numbers of the processors that this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))
