"""The command as it is typed, in a folder and with an environment of its own."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

import psutil

from systemdesign.grading.lab import COURSE
from tests.grading.attacks.witness import until

LAB = "03_load_balancing"
SOLUTION = COURSE / "solutions" / f"{LAB}.ipynb"


@dataclass
class Done:
    """How the command ended: its code, what it printed, and what it complained of."""

    code: int
    said: str
    complained: str

    @property
    def tidy(self):
        """Neither a trace nor more than a line of complaint."""
        return "Traceback" not in self.said + self.complained and len(self.complained.strip().splitlines()) <= 1


def begun(*words, folder, passing, environment=(), before=(), **options):
    """The command, started, with all its pipes."""
    clean = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = {**clean, "HOME": str(passing), "TMPDIR": str(passing), **dict(environment)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "stdin": subprocess.DEVNULL}
    command = [*before, sys.executable, "-m", "systemdesign", *map(str, words)]
    return subprocess.Popen(command, cwd=folder, env=env, preexec_fn=hears, **{**pipes, **options})


def hears():
    """As from a terminal: a shell's job in the background, as these tests may be one, ignores these signals."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def graded(*words, folder, passing, environment=(), seconds=120, **options):
    """`python -m systemdesign grade ...`, to its end."""
    process = begun("grade", *words, folder=folder, passing=passing, environment=environment, **options)
    try:
        said, complained = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Done(-1, "", "it did not end")
    return Done(process.returncode, said or "", complained or "")


STUBS = {"part-1": "class TwoChoices: pass", "part-4": "class Balancer: pass"}
"""Answers that take the judges no time: what else is in a notebook is seen as well with these."""


def handed(path, answers=()):
    """A notebook that answers parts 2 and 3 rightly, but for these answers."""
    book = json.loads(SOLUTION.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        cell["source"] = {**STUBS, **dict(answers)}.get(cell["id"], cell["source"])
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def alive(passing):
    """What runs and has to do with this folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            if str(passing) in " ".join(process.info["cmdline"] or ()) or process.cwd().startswith(str(passing)):
                found.append(process)
        except psutil.Error:
            continue
    return [process for process in found if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def left(passing, done=None):
    found = [] if done is None or done.tidy else [f"it complained: {done.complained[-800:]}"]
    if not until(lambda: not alive(passing)):
        found.append(f"alive: {[process.cmdline() for process in alive(passing)]}")
    if not until(lambda: not os.listdir(passing)):
        found.append(f"left behind: {os.listdir(passing)}")
    return found
