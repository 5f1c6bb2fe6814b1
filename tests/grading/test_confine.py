"""Each wall holds by itself: the kernel's where there are any, Python's everywhere."""

import subprocess
import sys

import pytest

from systemdesign.grading.lab import COURSE

SOLUTION = str(COURSE / "solutions" / "03_load_balancing.ipynb")
linux = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")


def walled(wall, attempt):
    """What is printed when `attempt` is tried behind `wall`: OPEN, or the name of the error."""
    code = f"{wall}\ntry:\n    {attempt}\n    print('OPEN')\n"
    code += "except BaseException as error:\n    print(type(error).__name__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE, capture_output=True, text=True, timeout=30)
    return done.stdout.strip() or f"died with {done.returncode}: {done.stderr[-300:]}"


EXAMINEE = "from systemdesign.grading.examinee"
LOADED = "import os, socket, subprocess, sys, threading\n"
LANDLOCK = f"{LOADED}{EXAMINEE}.landlock import only_read\nassert only_read(['/usr', os.path.dirname(os.__file__)])"
SECCOMP = f"{LOADED}{EXAMINEE}.seccomp import refuse\nassert refuse()"
HOOK = (
    f"{LOADED}{EXAMINEE}.confine import disarm, refusal\ndisarm()\n"
    "sys.addaudithook(refusal((os.path.dirname(os.__file__) + os.sep,)))"
)
LIMIT = f"{LOADED}{EXAMINEE}.confine import limit\nlimit(2**29, 60, 2**16)"

READ = f"open({SOLUTION!r}).read()"
WRITE = "open('/tmp/examinee-test', 'w')"
FORK = "os.fork() or os._exit(0)"
KILL = "os.kill(os.getppid(), 0)"
RUN = "subprocess.run(['true'])"
CONNECT = "socket.socket()"
THREAD = "threading.Thread(target=print).start()"
ALLOWED = ["import colorsys", "import decimal", "import json.tool", "sorted([3, 1])"]


def test_without_a_wall_each_attempt_succeeds():
    plain = "import os, socket, subprocess, threading"
    assert {walled(plain, attempt) for attempt in (READ, FORK, KILL, RUN, CONNECT)} == {"OPEN"}


@linux
@pytest.mark.parametrize(
    "attempt", [READ, WRITE, "os.listdir('.')", "os.mkdir('/tmp/examinee-test')", "open('/proc/self/environ')"]
)
def test_landlock_alone_keeps_files_away(attempt):
    assert walled(LANDLOCK, attempt) == "PermissionError"


@linux
@pytest.mark.parametrize("attempt", [FORK, KILL, RUN, CONNECT, "os.setpriority and os.kill(0, 0)"])
def test_seccomp_alone_keeps_processes_and_sockets_away(attempt):
    assert walled(SECCOMP, attempt) == "PermissionError"


@linux
def test_seccomp_alone_keeps_threads_away():
    assert walled(SECCOMP, THREAD) == "RuntimeError"


@pytest.mark.parametrize(
    "attempt", [READ, WRITE, FORK, KILL, RUN, CONNECT, "os.listdir('.')", "os.system('true')", "import ctypes"]
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


@pytest.mark.parametrize("wall", [pytest.param(LANDLOCK, marks=linux), pytest.param(SECCOMP, marks=linux), HOOK, LIMIT])
@pytest.mark.parametrize("attempt", ALLOWED)
def test_ordinary_work_goes_on_behind_each_wall(wall, attempt):
    assert walled(wall, attempt) == "OPEN"
