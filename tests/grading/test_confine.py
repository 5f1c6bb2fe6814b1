"""Each wall holds by itself: the kernel's filter where there is one, Python's hook everywhere."""

import signal
import subprocess
import sys

import pytest

from systemdesign.grading.lab import COURSE

SOLUTION = str(COURSE / "solutions" / "03_load_balancing.ipynb")
linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")


def walled(wall, attempt):
    """What is printed when `attempt` is tried behind `wall`: OPEN, or the name of the error."""
    code = f"{wall}\ntry:\n    {attempt}\n    print('OPEN')\n"
    code += "except BaseException as error:\n    print(type(error).__name__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE, capture_output=True, text=True, timeout=30)
    return done.stdout.strip() or f"died with {-done.returncode}"


EXAMINEE = "from systemdesign.grading.examinee"
LOADED = "import os, socket, subprocess, sys, threading\n"
SECCOMP = f"{LOADED}{EXAMINEE}.seccomp import allow_only\nassert allow_only()"
HOOK = f"{LOADED}{EXAMINEE}.confine import CLOSED, KEPT, disarm, refusal\ndisarm()\n"
HOOK += "sys.addaudithook(refusal(CLOSED, KEPT))"
LIMIT = f"{LOADED}{EXAMINEE}.confine import limit\nlimit(2**29, 60, 2**16)"

READ = f"open({SOLUTION!r}).read()"
WRITE = "open('/tmp/examinee-test', 'w')"
FORK = "os.fork() or os._exit(0)"
KILL = "os.kill(os.getppid(), 0)"
RUN = "subprocess.run(['true'])"
CONNECT = "socket.socket()"
THREAD = "threading.Thread(target=print).start()"
ALLOWED = [
    "import sys",
    "import threading",
    "sorted([3, 1])",
    "threading.Thread(target=len).run",
    "__import__('time').time()",
]


def test_without_a_wall_each_attempt_succeeds():
    plain = "import os, socket, subprocess, threading"
    assert {walled(plain, attempt) for attempt in (READ, FORK, KILL, RUN, CONNECT)} == {"OPEN"}


LOOKS = [
    READ,
    WRITE,
    "os.listdir('.')",
    "os.stat('/')",
    "os.getcwd()",
    "open('/proc/self/environ')",
    "os.readlink('/proc/self')",
]


@linux
@pytest.mark.parametrize("attempt", LOOKS)
def test_the_filter_alone_lets_nobody_look(attempt):
    assert walled(SECCOMP, attempt) == "PermissionError"


@linux
@pytest.mark.parametrize(
    "attempt", [FORK, KILL, RUN, CONNECT, "os.mkdir('/tmp/examinee-test')", "os.truncate('/tmp/examinee-test', 0)"]
)
def test_the_filter_alone_ends_whoever_acts(attempt):
    assert walled(SECCOMP, attempt) == f"died with {signal.SIGSYS.value}"


@linux
def test_the_filter_lets_threads_start():
    assert (
        walled(
            SECCOMP,
            "threads = [threading.Thread(target=len, args=[[]]) for _ in range(9)]; [t.start() for t in threads]",
        )
        == "OPEN"
    )


@pytest.mark.parametrize(
    "attempt",
    [READ, WRITE, FORK, KILL, RUN, CONNECT, "os.listdir('.')", "os.system('true')", "__import__('gc').get_objects()"],
)
def test_the_audit_hook_alone_keeps_all_of_them_away(attempt):
    assert walled(HOOK, attempt) in ("PermissionError", "RuntimeError", "TypeError")


def test_the_audit_hook_is_not_undone_by_patching_what_it_uses():
    patch = "import builtins; builtins.PermissionError = builtins.str = print; open.__class__; " + READ
    assert walled(HOOK, patch) == "PermissionError"


@pytest.mark.parametrize("attempt", ["bytearray(2**30)", "[0] * 10**9"])
def test_memory_is_limited(attempt):
    assert walled(LIMIT, attempt) == ("MemoryError" if sys.platform == "linux" else "OPEN")


def test_output_is_limited(tmp_path):
    assert (
        walled(LIMIT, f"open({str(tmp_path / 'out')!r}, 'wb', 0).write(b'x' * 2**20 * 2) == 2**16 and 1 / 0")
        == "ZeroDivisionError"
    )


@pytest.mark.parametrize("wall", [pytest.param(SECCOMP, marks=linux), HOOK, LIMIT])
@pytest.mark.parametrize("attempt", ALLOWED)
def test_ordinary_work_goes_on_behind_each_wall(wall, attempt):
    assert walled(wall, attempt) == "OPEN"
