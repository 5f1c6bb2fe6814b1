"""Takes away what an answer never needs: other processes, the network, and files but Python's own."""

import os
import resource
import sys
import sysconfig

from systemdesign.grading.examinee import landlock, seccomp

KEPT = (
    "Answers run without files, processes, threads and the network: {what} is refused. "
    "Build the part from Python's standard library and systemdesign.sim."
)
CLOSED = {
    "os",
    "shutil",
    "subprocess",
    "socket",
    "ctypes",
    "pty",
    "resource",
    "tempfile",
    "syslog",
    "fcntl",
    "signal",
    "sqlite3",
    "urllib",
    "http",
    "ftplib",
    "smtplib",
    "webbrowser",
    "_thread",
    "_posixsubprocess",
}
UNIMPORTABLE = {"ctypes", "_ctypes", "_posixsubprocess", "multiprocessing"}


def confine(here, memory, seconds, output):
    """Limits by the kernel where it has them (Linux), by Python's audit hook everywhere. There is no way back."""
    readable = [here, sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), os.path.dirname(os.__file__)]
    limit(memory, seconds, output)
    if sys.platform == "linux":
        landlock.only_read([*readable, *LIBRARIES, os.path.join(sys.base_prefix, "lib")])
        seccomp.refuse()
    disarm()
    sys.addaudithook(refusal(tuple(path.rstrip(os.sep) + os.sep for path in readable)))


LIBRARIES = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/urandom", "/dev/null"]


def limit(memory, seconds, output):
    lower(resource.RLIMIT_AS, memory)
    lower(resource.RLIMIT_CPU, seconds)
    lower(resource.RLIMIT_FSIZE, output)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_NPROC, 0)


def lower(which, value):
    hard = resource.getrlimit(which)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(which, (value, value))
    except (ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
        pass


def disarm():
    """asyncio has loaded what starts processes; take it out of reach."""
    import subprocess

    subprocess._fork_exec = None
    for name in UNIMPORTABLE:
        sys.modules.pop(name, None)


def refusal(roots):
    """The hook. It holds what it needs in its own cells: names that an answer could patch are not looked up."""

    def hook(event, args, closed=CLOSED, never=UNIMPORTABLE, refused=PermissionError, text=str, words=KEPT):
        if event == "open":
            path, _, flags = args
            if path.__class__ is text and path.startswith(roots) and ".." not in path and not flags & 0o3:
                return
            raise refused(words.format(what=f"opening {path!r}"))
        if event == "import":
            if args[0] in never:
                raise refused(words.format(what=f"importing {args[0]}"))
            return
        if event.partition(".")[0] in closed:
            if (
                event in ("os.listdir", "os.scandir")
                and args[0].__class__ is text
                and (args[0] + "/").startswith(roots)
            ):
                return
            raise refused(words.format(what=event))

    return hook
