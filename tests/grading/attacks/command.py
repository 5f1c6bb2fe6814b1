"""The command as it is typed, in a folder and with an environment of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass


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
    return subprocess.Popen(command, cwd=folder, env=env, **{**pipes, **options})


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
