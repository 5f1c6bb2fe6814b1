"""Where judges come from: a process that has imported pytest and Hypothesis once, and forks for each part.

It reads a list of jobs a line, runs two at a time, and writes for each that has ended its number and the signal that
ended it, or 0.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

from systemdesign.grading.lab import COURSE

AT_ONCE = 2
OURS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(COURSE), "PYTHONDONTWRITEBYTECODE": "1"}


class Bench:
    """The grader's end. `for number, signal in bench.judge(jobs)` sees the jobs as they end."""

    def __enter__(self):
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "HYPOTHESIS", "PYTHON"))
        }
        command = [sys.executable, "-m", "systemdesign.grading.judges"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=COURSE, env=clean | OURS, text=True, **pipes)
        return self

    def __exit__(self, *error):
        self.process.kill()
        with suppress(BrokenPipeError):
            self.process.communicate()

    def judge(self, jobs):
        """`jobs` are (sitting file, test file, seconds); the bench may end early, and then verdicts are missing."""
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps([list(map(str, job)) for job in jobs]) + "\n")
            self.process.stdin.flush()
        for _ in jobs:
            line = self.process.stdout.readline()
            if not line:
                return
            yield tuple(map(int, line.split()))


def serve():
    for line in sys.stdin:
        waiting, running = list(enumerate(json.loads(line))), {}
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                number, job = waiting.pop(0)
                running[fork(*job)] = number
            child, status = os.wait()
            print(running.pop(child), os.WTERMSIG(status), flush=True)


def fork(sitting, test, seconds):
    child = os.fork()
    if child:
        return child
    try:
        work(sitting, test, int(seconds))
    finally:
        os._exit(0)


def work(sitting, test, seconds):
    """pytest with this course's checks, silent, with nobody else's plug-ins or settings, and not for ever."""
    signal.alarm(seconds)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    options = ["-p", "systemdesign.grading.judge", "-p", "no:cacheprovider", "-c", os.devnull, "--noconftest"]
    options += [f"--rootdir={COURSE}", "--import-mode=importlib", "-x"]
    options += ["--assert=plain"]  # pytest's own account of two long lists can take minutes, and nobody reads it
    pytest.main([*options, f"--sitting={sitting}", test])


if __name__ == "__main__":
    import pytest

    import systemdesign.grading.judge
    import systemdesign.grading.schedules  # noqa: F401

    serve()
