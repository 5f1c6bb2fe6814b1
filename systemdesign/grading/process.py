"""The student's process, from outside: started bare, spoken to line by line, killed with all it started."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from systemdesign.grading.ends import CUT, EXITED, FORBIDDEN, NEVER_CAME, NO_ANSWER, TOO_LARGE, TOO_LONG, TOO_SLOW
from systemdesign.grading.examinee.gone import Gone
from systemdesign.grading.machine import KILLED, fault
from systemdesign.grading.package import package
from systemdesign.grading.patience import POLL, WALL, Patience, computed

ENVIRONMENT = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC0", "MALLOC_ARENA_MAX": "1"}
"""Neither the time zone nor memory for threads is looked up in a file."""
START = "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_module('systemdesign.grading.examinee')"
MANY = 5_000
"""Huge whole numbers in one message."""


@dataclass(frozen=True)
class Limits:
    """What one part may use. `step` bounds one answer to one message: honest ones take microseconds.

    `whole` bounds a call of a module that the judge brought beside the answer, and in which all of a run happens; and
    what the judge itself computes in a call of a module that is played with it.
    Seconds are those that the process computes or sleeps; by the clock a busy machine may take WALL times as long.
    """

    step: float = 5.0  # s
    whole: float = 20.0  # s
    start: float = 30.0  # s, until Python is up and confined: the machine's business, not the student's
    seconds: int = 60  # s, in all
    memory: int = 512 * 2**20  # bytes of address space
    output: int = 2**18  # bytes printed
    message: int = 2**20  # bytes in one message
    talk: int = 2**26  # bytes in all messages


def read(line):
    """A message as data. Raises ValueError where it is none.

    Python keeps multiples of 2**61 - 1 in one place of a set or a dict: thousands take minutes to put there.
    """
    if len(line) > 19 * MANY and len(re.findall(rb"(?<![\d.])\d{19,}(?![\d.e])", line)) > MANY:
        raise ValueError("more huge numbers than any answer needs")
    return json.loads(line)


class Unstarted(Exception):
    """The student's process did not start, or was ended by the machine: no fault of the student's."""


class Process:
    """Runs the package's examinee from a copy that holds neither the course's components nor any answer."""

    def __init__(self, limits=Limits(), modules=()):
        """`modules` are the names of those that can be imported over there, besides a few."""
        self.limits, self.gone, self.held, self.isolated, self.killed = limits, None, b"", None, False
        self.heard, self.used = 0, computed()
        try:
            self.start(modules)
        except (OSError, MemoryError) as error:
            raise Unstarted(f"the process for an answer did not start: {fault(error) or error}") from None
        self.patience = Patience(self.process.pid)

    def start(self, modules):
        self.printed = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process)
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(
                self.command(theirs.fileno(), modules),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self.printed,
                stderr=self.printed,
                cwd=package(),
                env=ENVIRONMENT,
            )

    def command(self, descriptor, modules):
        """-S and a path of its own: only the standard library and the copy can be imported."""
        limits = self.limits
        given = [descriptor, os.getpid(), limits.memory, limits.seconds, limits.output, *modules]
        start = [sys.executable, "-S", "-s", "-P", "-B", "-u", "-X", "utf8", "-c", START]
        return [*start, package(), *map(str, given)]

    def exchange(self, message, whole=False):
        """Send one message and return the answer, of one step or a `whole` run. Raises Gone when there will be none."""
        if self.gone == KILLED:
            raise Unstarted(KILLED)
        if self.gone:
            self.lose(self.gone)  # raised at the same line each time, or Hypothesis would see another error
        if self.isolated is None:
            self.started()
        try:
            self.line.settimeout(WALL * self.limits.step)
            self.line.sendall(json.dumps(message).encode() + b"\n")
            return read(self.receive(self.limits.whole if whole else self.limits.step))
        except TimeoutError:
            self.lose(CUT)
        except (OSError, EOFError):
            self.gone = self.last_words()
            return self.exchange(message, whole)
        except (ValueError, RecursionError):
            self.lose(NO_ANSWER)

    def started(self):
        """Its first words, before any of the student's: whether the kernel holds it."""
        try:
            self.isolated = json.loads(self.receive(self.limits.start))["result"] is True
        except (OSError, EOFError, ValueError, Gone):
            self.kill()
            raise Unstarted(NEVER_CAME) from None

    def receive(self, seconds):
        """The next line. Raises Gone if there is none within so many seconds, as Patience counts them."""
        step = self.patience.begun()
        while b"\n" not in self.held[-65_536:]:
            chunk = self.chunk()
            if chunk is None:
                self.still_waiting(step, seconds)
                continue
            if not chunk:
                raise EOFError
            self.held += chunk
            self.heard += len(chunk)
            if len(self.held) > self.limits.message or self.heard > self.limits.talk:
                self.lose(TOO_LONG.format(talk=self.limits.talk >> 20))
        line, _, self.held = self.held.partition(b"\n")
        if step.ended() > WALL / 2 * self.limits.seconds:
            self.lose(TOO_SLOW.format(time=seconds, **vars(self.limits)))
        return line

    def chunk(self):
        """What has come: b"" at the end, None when there is nothing yet."""
        self.line.settimeout(POLL)
        try:
            return self.line.recv(65_536)
        except TimeoutError:
            return None

    def still_waiting(self, step, seconds):
        """Raises Gone when it has had its time, or, on macOS, which enforces none, its memory."""
        step.look()
        if step.over(seconds, self.limits.seconds):
            self.lose(TOO_SLOW.format(time=seconds, **vars(self.limits)))
        if sys.platform == "darwin" and self.patience.resident() > self.limits.memory:
            self.lose(TOO_LARGE.format(signal="stopped", megabytes=self.limits.memory >> 20))

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
        spent = computed() - self.used > self.limits.seconds - 1
        if code == -signal.SIGKILL and not spent:
            return KILLED
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return TOO_SLOW.format(time=self.limits.step, **vars(self.limits))
        if code == -signal.SIGSYS:
            return FORBIDDEN
        if code < 0:
            return TOO_LARGE.format(signal=signal.Signals(-code).name, megabytes=self.limits.memory >> 20)
        return EXITED

    def kill(self):
        if not self.killed:
            self.killed = True
            self.process.kill()
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
