"""The student's process, from outside: started bare, spoken to line by line, killed with all it started."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

PACKAGE = Path(__file__).parents[1]
NEEDED = ["__init__.py", "kernel", "sim", "theory", "grading/__init__.py", "grading/examinee"]
START = "import runpy, sys; sys.path.insert(0, sys.argv[2]); runpy.run_module('systemdesign.grading.examinee')"
TOO_SLOW = (
    "Your code used more than {time:g} s of real time for one step, or {seconds} s in all: "
    "look for a loop that never ends, or never awaits."
)
TOO_LARGE = "The process that ran your code died ({signal}): it may use {megabytes} MB of memory."
TOO_LONG = "Your code returned far more than a part needs to: over 1 MB at once."
EXITED = "Your code ended its process, as sys.exit and os._exit do: an answer must return, not exit."
CUT = "Your code cut its line to the judge."
NEVER_CAME = "The process for your code did not start within {start:g} s: this machine is too busy. Grade again later."
NO_ANSWER = "The process that runs your code sent something that is no answer."


@dataclass(frozen=True)
class Limits:
    """What one part may use. `step` bounds one answer to one message: honest ones take microseconds.

    `whole` bounds a call of a module that the judge brought beside the answer, and in which all of a run happens.
    """

    step: float = 5.0  # s
    whole: float = 20.0  # s
    start: float = 30.0  # s, until Python is up and confined: the machine's business, not the student's
    seconds: int = 60  # s, of processor and of clock
    memory: int = 512 * 2**20  # bytes of address space
    output: int = 2**18  # bytes printed
    message: int = 2**20  # bytes in one message


class Gone(Exception):
    """The student's process is lost, and with it the part; the message says why."""


class Process:
    """Runs the package's examinee from a copy that holds neither the course's components nor any answer."""

    def __init__(self, limits=Limits()):
        self.limits, self.gone, self.held, self.ready, self.killed = limits, None, b"", False, False
        self.folder = tempfile.TemporaryDirectory(prefix="examinee-")
        self.printed = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process)
        self.end = monotonic() + limits.seconds
        copy_package(Path(self.folder.name))
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                self.command(theirs.fileno()),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self.printed,
                stderr=self.printed,
                cwd=self.folder.name,
                env={"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
                start_new_session=True,
            )

    def command(self, descriptor):
        """-S and a path of its own: only the standard library and the copy can be imported."""
        limits = self.limits
        given = [descriptor, os.path.realpath(self.folder.name), limits.memory, limits.seconds, limits.output]
        return [sys.executable, "-S", "-s", "-P", "-B", "-u", "-X", "utf8", "-c", START, *map(str, given)]

    def exchange(self, message, whole=False):
        """Send one message and return the answer, of one step or a `whole` run. Raises Gone when there will be none."""
        if self.gone:
            self.lose(self.gone)  # raised at the same line each time, or Hypothesis would see another error
        try:
            if not self.ready:
                self.receive(self.limits.start, NEVER_CAME)
                self.ready = True
            self.line.sendall(json.dumps(message).encode() + b"\n")
            return json.loads(self.receive(self.limits.whole if whole else self.limits.step, TOO_SLOW))
        except (OSError, EOFError):
            self.lose(self.last_words())
        except (ValueError, RecursionError):
            self.lose(NO_ANSWER)

    def receive(self, seconds, late):
        """The next line. Raises Gone, with `late` for its reason, if there is none within so many seconds."""
        end = min(monotonic() + seconds, self.end)
        while b"\n" not in self.held[-65_536:]:
            self.line.settimeout(max(0.001, min(0.5, end - monotonic())))
            with suppress(TimeoutError):
                chunk = self.line.recv(65_536)
                if not chunk:
                    raise EOFError
                self.held += chunk
            if len(self.held) > self.limits.message:
                self.lose(TOO_LONG)
            if monotonic() > end:
                self.lose(late.format(time=seconds, **vars(self.limits)))
            if sys.platform == "darwin" and resident(self.process.pid) > self.limits.memory:
                self.lose(TOO_LARGE.format(signal="stopped", megabytes=self.limits.memory >> 20))
        line, _, self.held = self.held.partition(b"\n")
        return line

    def lose(self, why):
        self.kill()
        self.gone = why
        raise Gone(why) from None

    def last_words(self):
        """Why the line was cut, from how the process ended."""
        self.held = b""
        try:
            code = self.process.wait(1.0)
        except subprocess.TimeoutExpired:
            return CUT
        if code == -signal.SIGXCPU:
            return TOO_SLOW.format(time=self.limits.step, **vars(self.limits))
        if code < 0:
            return TOO_LARGE.format(signal=signal.Signals(-code).name, megabytes=self.limits.memory >> 20)
        return EXITED

    def kill(self):
        """The process and all of its group, once: later the number may be another's."""
        if not self.killed:
            self.killed = True
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def output(self, most=2_000):
        """The end of what the student's code printed."""
        size = self.printed.seek(0, os.SEEK_END)
        self.printed.seek(max(0, size - most))
        return self.printed.read(most).decode(errors="replace")

    def close(self):
        self.kill()
        self.line.close()
        self.printed.close()
        self.folder.cleanup()


def resident(pid):
    """Bytes of memory in use, for macOS, whose kernel sets no limit on them."""
    found = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return int(found or 0) * 1024


def copy_package(folder):
    for name in NEEDED:
        source, target = PACKAGE / name, folder / "systemdesign" / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
