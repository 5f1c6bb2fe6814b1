"""Linux's seccomp: from now on this process makes the system calls on a list, and no others."""

import ctypes
import errno
import platform
from struct import pack

# Numbers from the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
ALLOWED = {
    "x86_64": {
        "read": 0, "write": 1, "futex": 202, "clock_gettime": 228, "brk": 12, "munmap": 11, "mremap": 25, "close": 3,
        "nanosleep": 35, "clock_nanosleep": 230, "clock_getres": 229, "gettimeofday": 96, "time": 201,
        "rt_sigprocmask": 14, "rt_sigreturn": 15, "restart_syscall": 219, "sched_yield": 24, "getpid": 39,
        "gettid": 186, "getrandom": 318, "set_robust_list": 273, "rseq": 334, "exit": 60, "exit_group": 231,
    },
    "aarch64": {
        "read": 63, "write": 64, "futex": 98, "clock_gettime": 113, "brk": 214, "munmap": 215, "mremap": 216,
        "close": 57, "nanosleep": 101, "clock_nanosleep": 115, "clock_getres": 114, "gettimeofday": 169,
        "rt_sigprocmask": 135, "rt_sigreturn": 139, "restart_syscall": 128, "sched_yield": 124, "getpid": 172,
        "gettid": 178, "getrandom": 278, "set_robust_list": 99, "rseq": 293, "exit": 93, "exit_group": 94,
    },
}  # fmt: skip
"""Its own descriptors, memory, the time, its own threads, and the end."""
BOUNDED = {
    "x86_64": {"mmap": 9, "mprotect": 10, "madvise": 28, "clone": 56},
    "aarch64": {"mmap": 222, "mprotect": 226, "madvise": 233, "clone": 220},
}
"""Allowed with some arguments only: see `bounds`."""
DENIED = {
    "x86_64": {
        "open": 2, "openat": 257, "openat2": 437, "stat": 4, "fstat": 5, "lstat": 6, "newfstatat": 262, "statx": 332,
        "access": 21, "faccessat": 269, "faccessat2": 439, "readlink": 89, "readlinkat": 267, "getcwd": 79,
        "getdents64": 217, "ioctl": 16, "fcntl": 72, "lseek": 8, "uname": 63, "sysinfo": 99, "getrusage": 98,
        "times": 100, "getuid": 102, "geteuid": 107, "getgid": 104, "getegid": 108, "getppid": 110, "getcpu": 309,
        "sched_getaffinity": 204, "getrlimit": 97, "rt_sigaction": 13, "sigaltstack": 131, "prctl": 157, "poll": 7,
        "ppoll": 271, "select": 23, "pselect6": 270, "membarrier": 324,
    },
    "aarch64": {
        "openat": 56, "openat2": 437, "fstat": 80, "newfstatat": 79, "statx": 291, "faccessat": 48, "faccessat2": 439,
        "readlinkat": 78, "getcwd": 17, "getdents64": 61, "ioctl": 29, "fcntl": 25, "lseek": 62, "uname": 160,
        "sysinfo": 179, "getrusage": 165, "times": 153, "getuid": 174, "geteuid": 175, "getgid": 176, "getegid": 177,
        "getppid": 173, "getcpu": 168, "sched_getaffinity": 123, "getrlimit": 163, "rt_sigaction": 134,
        "sigaltstack": 132, "prctl": 167, "ppoll": 73, "pselect6": 72, "membarrier": 283,
    },
}  # fmt: skip
"""What Python and its library may try on an honest answer's behalf, to look at something: fails, and no more."""
MISSING = {"clone3": 435}
"""Its arguments lie where no filter sees them; told that there is none, libc takes `clone`."""
ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, END, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
X32 = 0x40000000
EXECUTE, ANONYMOUS, STACK, THREAD, POISON = 4, 0x20, 0x20000, 0x10000, 100
SHARED_LOCKED_OR_HUGE = 0x1 | 0x2000 | 0x40000
STACK_LEAST = 2**20
"""Bytes: threads with smaller stacks would be too many in the memory that a process has."""


def allow_only():
    """Install the filter, which cannot be lifted; True if the kernel took it."""
    machine = platform.machine()
    if machine not in ALLOWED:
        return False
    program = [pack("HBBI", *step) for step in steps(machine)]
    code = ctypes.create_string_buffer(b"".join(program))
    header = ctypes.create_string_buffer(pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return libc.prctl(SET_SECCOMP, FILTER, header, 0, 0) == 0


def steps(machine):
    """Classic BPF. Another architecture's calls, x86's x32 numbers and all that is on no list end the process."""
    found = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, ARCHITECTURE[machine]), (RETURN, 0, 0, END)]
    found += [(LOAD, 0, 0, 0), (AT_LEAST, 0, 1, X32), (RETURN, 0, 0, END)]
    for number in ALLOWED[machine].values():
        found += when(number, [(RETURN, 0, 0, ALLOW)])
    for name, number in BOUNDED[machine].items():
        found += when(number, bounds(name))
    for numbers, error in ((DENIED[machine], errno.EACCES), (MISSING, errno.ENOSYS)):
        for number in numbers.values():
            found += when(number, [(RETURN, 0, 0, FAIL | error)])
    return [*found, (RETURN, 0, 0, END)]


def when(number, then):
    return [(EQUAL, 0, len(then), number), *then]


def bounds(name):
    """Memory that is private, anonymous and not executable; a thread, not a process; no advice that breaks hardware."""
    no, yes = (RETURN, 0, 0, FAIL | errno.EACCES), (RETURN, 0, 0, ALLOW)
    if name == "mprotect":
        return [argument(2), (ANY_BIT, 0, 1, EXECUTE), no, yes]
    if name == "madvise":
        return [argument(2), (AT_LEAST, 0, 1, POISON), no, yes]
    if name == "clone":
        return [argument(0), (ANY_BIT, 1, 0, THREAD), (RETURN, 0, 0, END), yes]
    flags = [argument(3), (ANY_BIT, 0, 1, SHARED_LOCKED_OR_HUGE), no, (ANY_BIT, 1, 0, ANONYMOUS), no]
    stack = [(ANY_BIT, 0, 3, STACK), argument(1), (AT_LEAST, 1, 0, STACK_LEAST), no]
    return [argument(2), (ANY_BIT, 0, 1, EXECUTE), no, *flags, *stack, yes]


def argument(index):
    """Load the lower half of an argument: both architectures are little-endian."""
    return LOAD, 0, 0, 16 + 8 * index
