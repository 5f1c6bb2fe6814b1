"""Where judges come from: a process that has imported pytest and Hypothesis once, and forks for each part.

It reads a list of jobs a line, runs one at a time on each of the processors it was told, and writes for each that has
ended its number and the signal that ended it, or 0. A judge and the student's process take turns, never both at once:
on one processor that takes a third less time than on two.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress

from systemdesign.grading.lab import COURSE

OURS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(COURSE), "PYTHONDONTWRITEBYTECODE": "1"}


class Judges:
    """The grader's end. `for number, signal in judges.judge(jobs)` sees the jobs as they end.

    `processors` are the numbers of those to use, all that there are by default.
    """

    def __init__(self, processors=None):
        self.processors = processors or available()

    def __enter__(self):
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "HYPOTHESIS", "PYTHON"))
        }
        command = [sys.executable, "-m", "systemdesign.grading.judges", *map(str, self.processors)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=COURSE, env=clean | OURS, text=True, **pipes)
        return self

    def __exit__(self, *error):
        self.process.kill()
        with suppress(BrokenPipeError):
            self.process.communicate()

    def judge(self, jobs):
        """`jobs` are (sitting file, seconds, *files of checks). Where the judges end early, verdicts are missing."""
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps([list(map(str, job)) for job in jobs]) + "\n")
            self.process.stdin.flush()
        for _ in jobs:
            line = self.process.stdout.readline()
            if not line:
                return
            yield tuple(map(int, line.split()))


def available():
    """The numbers of the processors that this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


def serve(idle):
    for line in sys.stdin:
        waiting, running = list(enumerate(json.loads(line))), {}
        while waiting or running:
            while waiting and idle:
                number, job = waiting.pop(0)
                processor = idle.pop()
                running[fork(processor, *job)] = number, processor
            child, status = os.wait()
            number, processor = running.pop(child)
            idle.append(processor)
            print(number, os.WTERMSIG(status), flush=True)


def fork(processor, sitting, seconds, *checks):
    child = os.fork()
    if child:
        return child
    try:
        stay(processor)
        work(sitting, int(seconds), checks)
    finally:
        os._exit(0)


def stay(processor):
    """On this processor, with all that is started here. macOS cannot."""
    if hasattr(os, "sched_setaffinity"):
        with suppress(OSError):
            os.sched_setaffinity(0, {processor})


def work(sitting, seconds, checks):
    """pytest with this course's checks, silent, with nobody else's plug-ins or settings, and not for ever."""
    signal.alarm(seconds)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    options = ["-p", "systemdesign.grading.judge", "-p", "no:cacheprovider", "-c", os.devnull, "--noconftest"]
    options += [f"--rootdir={COURSE}", "--import-mode=importlib", "-x"]
    options += ["--assert=plain", "--tb=no"]  # pytest's account of two long lists can take minutes; nobody reads it
    pytest.main([*options, f"--sitting={sitting}", *checks])


if __name__ == "__main__":
    import pytest

    import systemdesign.grading.judge
    import systemdesign.grading.schedules  # noqa: F401

    serve(list(map(int, sys.argv[1:])))
