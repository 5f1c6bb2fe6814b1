"""Linux's seccomp: system calls that start, signal or look into processes, or open sockets, fail with EPERM."""

import ctypes
import platform
from struct import pack

# Numbers from the kernel's tables: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
BOTH = {"pidfd_send_signal": 424, "io_uring_setup": 425, "pidfd_open": 434, "clone3": 435, "pidfd_getfd": 438}
INTEL = {"socket": 41, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "ptrace": 101}
INTEL |= {"rt_sigqueueinfo": 129, "setrlimit": 160, "tkill": 200, "tgkill": 234, "prlimit64": 302, "execveat": 322}
INTEL |= {"process_vm_readv": 310, "process_vm_writev": 311}
ARM = {"ptrace": 117, "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "setrlimit": 164}
ARM |= {"socket": 198, "socketpair": 199, "clone": 220, "execve": 221, "prlimit64": 261, "execveat": 281}
ARM |= {"process_vm_readv": 270, "process_vm_writev": 271}
CALLS = {"x86_64": (0xC000003E, INTEL | BOTH), "aarch64": (0xC00000B7, ARM | BOTH)}
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050001
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
X32 = 0x40000000


def refuse():
    """Install the filter; True if the kernel took it."""
    known = CALLS.get(platform.machine())
    if known is None:
        return False
    program = compiled(*known)
    code = ctypes.create_string_buffer(b"".join(program))
    header = ctypes.create_string_buffer(pack("HxxxxxxP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return libc.prctl(SET_SECCOMP, FILTER, header, 0, 0) == 0


def compiled(architecture, calls):
    """Classic BPF: another architecture's calls are refused, and so are the named ones and x86's x32 numbers."""
    steps = [
        (LOAD, 0, 0, 4),
        (EQUAL, 0, len(calls) + 3, architecture),
        (LOAD, 0, 0, 0),
        (AT_LEAST, len(calls) + 1, 0, X32),
    ]
    steps += [(EQUAL, len(calls) - index, 0, number) for index, number in enumerate(sorted(calls.values()))]
    steps += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return [pack("HBBI", *step) for step in steps]
