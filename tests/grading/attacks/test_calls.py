"""Every system call that there is: those that an answer needs get through the filter, and no others."""

import json
import platform
import subprocess
import sys

import pytest

from systemdesign.grading.lab import COURSE

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the numbers are those of Linux on x86-64"
)

NEEDED = {
    "read": 0, "write": 1, "close": 3, "munmap": 11, "brk": 12, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "sched_yield": 24, "mremap": 25, "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96, "gettid": 186,
    "time": 201, "futex": 202, "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229,
    "clock_nanosleep": 230, "exit_group": 231, "set_robust_list": 273, "getrandom": 318, "rseq": 334,
}  # fmt: skip
"""What is harmless by itself, whatever its arguments: see the kernel's arch/x86/entry/syscalls/syscall_64.tbl."""
LOOKS = {
    2, 4, 5, 6, 7, 8, 13, 16, 21, 23, 63, 72, 79, 89, 97, 98, 99, 100, 102, 104, 107, 108, 110, 131, 157, 204, 217,
    257, 262, 267, 269, 270, 271, 309, 324, 332, 437, 439,
}  # fmt: skip
"""What only looks and is refused with an error: whatever is not here either ends the process."""
BOUNDED = {"mmap": 9, "mprotect": 10, "madvise": 28, "clone": 56}
"""What is allowed with some arguments, and not with these."""
MISSING = {435}
"""What the C library is told that there is not, and does without: clone3."""
LAST = 471
OTHERS = [*range(0, 64), 520, 521, 523, 536, 545]
"""Numbers that are made again as x86's x32 calls."""
X32 = 0x40000000
PROBES = {335, 336}
"""uretprobe and uprobe pass every filter: the kernel itself refuses them to all but its own probes."""
TRY = """
import ctypes, json, os, signal, sys, time
from systemdesign.grading.examinee.seccomp import allow_only
libc = ctypes.CDLL(None, use_errno=True)
def fate(number, *arguments):
    child = os.fork()
    if not child:
        signal.alarm(3)
        assert allow_only()
        ctypes.set_errno(0)
        libc.syscall(number, *map(ctypes.c_long, arguments))
        code = ctypes.get_errno()
        os._exit(code if code < 200 else 200)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {-31: 'ended', -4: 'ended', 13: 'refused', 38: 'missing'}.get(status, 'through')
"""
WRONG = "[-1] * 6"
"""Arguments that no call can use: no descriptor, no address and no process has this number."""


@pytest.fixture(scope="module")
def fates():
    """What becomes of each call by its number; and of x86's x32 numbers."""
    asked = [*range(LAST), *(X32 + number for number in OTHERS)]
    found = json.loads(printed(f"{TRY}\nprint(json.dumps([[n, fate(n, *{WRONG})] for n in {asked}]))"))
    return {
        fate: {number for number, kept in found if kept == fate} for fate in ("through", "ended", "refused", "missing")
    }


def printed(code):
    done = subprocess.run([sys.executable, "-c", code], cwd=COURSE, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_call_gets_through_but_those_that_are_needed(fates):
    through = fates["through"] | fates["missing"] - MISSING
    assert through - set(BOUNDED.values()) - PROBES == set(NEEDED.values())


def test_all_that_does_more_than_look_ends_the_process(fates):
    assert fates["refused"] - set(BOUNDED.values()) <= LOOKS
    assert fates["ended"] >= set(range(LAST)) - LOOKS - MISSING - PROBES - {*NEEDED.values(), *BOUNDED.values()}


def test_no_call_gets_through_by_its_other_number(fates):
    assert fates["ended"] >= {X32 + number for number in OTHERS}


ARGUMENTS = {
    "memory that is its own": ("9, 0, 4096, 3, 0x22, -1, 0", True),
    "memory that can be run": ("9, 0, 4096, 7, 0x22, -1, 0", False),
    "memory that can be run, by the upper bits": ("9, 0, 4096, 4 + (1 << 32), 0x22, -1, 0", False),
    "memory that is shared": ("9, 0, 4096, 3, 0x21, -1, 0", False),
    "memory that is shared and checked": ("9, 0, 4096, 3, 0x23, -1, 0", False),
    "a file": ("9, 0, 4096, 1, 2, 0, 0", False),
    "locked memory": ("9, 0, 4096, 3, 0x2022, -1, 0", False),
    "huge pages": ("9, 0, 2**21, 3, 0x40022, -1, 0", False),
    "to run what was written": ("10, 0, 4096, 5", False),
    "to write what is run, by a key": ("329, 0, 4096, 7, -1", False),
    "a process": ("56, 17, 0, 0, 0, 0", False),
    "a process with its memory": ("56, 0x100 + 17, 0, 0, 0, 0", False),
    "a process in another space": ("56, 0x10000000 + 17, 0, 0, 0, 0", False),
    "a small stack": ("9, 0, 65536, 3, 0x20022, -1, 0", False),
    "poisoned memory": ("28, 0, 4096, 100", False),
    "an endless wait": ("202, 0, 0, 0, 0, 0", True),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_some_calls_get_through_with_harmless_arguments_only(told, name):
    words, through = ARGUMENTS[name]
    found = printed(f"{TRY}\nprint(fate({words}))").strip()
    told(name, (found == "through") != through, [], found)
