"""Takes away what an answer never needs: other processes, the network, files.

The kernel does it, where it can (Linux): a filter of system calls that nothing in this process can lift or change.
Python's audit hook comes before it only to raise an error that names the line; where there is no filter it is all
that there is, and an answer that breaks Python gets past it.
"""

import os
import resource
import sys

from systemdesign.grading.examinee import seccomp

KEPT = (
    "Answers run without files, other processes and the network: {what} is refused. "
    "Build the part from Python's standard library and systemdesign.sim."
)
CLOSED = (
    "os", "open", "shutil", "subprocess", "socket", "ctypes", "pty", "resource", "tempfile", "syslog", "fcntl",
    "signal", "sqlite3", "urllib", "http", "ftplib", "smtplib", "webbrowser", "gc", "mmap", "glob", "pathlib",
    "_posixsubprocess", "imaplib", "poplib", "telnetlib", "nntplib",
)  # fmt: skip
"""The first words of the audit events that are refused."""
DIES_WITH_PARENT = 1


def confine(memory, seconds, output, parent):
    """Take it away for good; True if the kernel holds this process. `parent` is the judge, with whom it ends."""
    isolated = sys.platform == "linux" and leave_with(parent) and limited(memory, seconds, output)
    if not isolated:
        limit(memory, seconds, output)
        lower(resource.RLIMIT_NPROC, 0)
    disarm()
    sys.addaudithook(refusal(CLOSED, KEPT))
    return isolated


def leave_with(parent):
    """When the judge dies, the kernel ends this process; at once, if the judge is gone already."""
    import ctypes
    import signal

    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
    return True


def limited(memory, seconds, output):
    limit(memory, seconds, output)
    return seccomp.allow_only()


def limit(memory, seconds, output):
    lower(resource.RLIMIT_AS, memory)
    lower(resource.RLIMIT_CPU, seconds)
    lower(resource.RLIMIT_FSIZE, output)
    lower(resource.RLIMIT_CORE, 0)


def lower(which, value):
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(which, (value, value))
    except (ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
        pass


def disarm():
    """Out of reach with what asyncio has loaded to start processes, and with what has set up the filter."""
    import subprocess

    subprocess._fork_exec = None
    for name in ("ctypes", "_ctypes", "_posixsubprocess"):
        sys.modules.pop(name, None)
    os.cpu_count = os.process_cpu_count = lambda: 1  # would read a file; pools of threads ask


def refusal(closed, words):
    """The hook: its own cells hold all that it needs, and nothing in them can be changed."""

    def hook(event, args, closed=frozenset(closed), refused=PermissionError):
        if event.partition(".")[0] in closed:
            what = f"opening {args[0]!r}" if event == "open" else event
            raise refused(words.format(what=what))

    return hook
