"""Faults of the machine, for which no answer is to blame: they end in no mark."""

import errno
import re

FAULTS = {
    errno.ENOSPC: "no room is left on the disk",
    errno.EDQUOT: "no room is left on the disk for you: your quota is used up",
    errno.EROFS: "the disk can only be read",
    errno.ENOMEM: "no memory is left",
    errno.EIO: "a disk fails to read or to write",
    errno.ESTALE: "the disk is another machine's, and has gone",
    errno.EAGAIN: "no process can be started: a limit on processes is reached",
    errno.EMFILE: "no file can be opened: a limit on open files is reached (ulimit -n)",
    errno.EFBIG: "a file would be larger than this shell allows (ulimit -f)",
    errno.ENFILE: "no file can be opened: this machine has too many open",
}
TEMPORARY = "no file can be written to a temporary folder such as /tmp: it is full, or not yours (TMPDIR names another)"
KILLED = "the process for an answer was killed from outside: this machine may be out of memory. Grade again."


def fault(error):
    """What the machine lacks, in words, where that has raised this error; else None."""
    if isinstance(error, MemoryError):
        return FAULTS[errno.ENOMEM]
    if not isinstance(error, OSError):
        return None
    if isinstance(error, FileNotFoundError) and "temporary directory" in str(error):
        return TEMPORARY
    several = re.findall(r"\[Errno (\d+)\]", str(error))  # as of a tree that is copied
    return next((FAULTS[number] for number in (error.errno, *map(int, several)) if number in FAULTS), None)
