"""Become another program, one that the kernel kills when the parent dies.

Run as a script by `process.Process`. Setting the death signal here, after the
fork, needs no code between fork and exec in a parent that may have threads.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie(parent):
    """Ask Linux to kill this process when `parent` ends, however it ends."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        sys.exit("the parent process has already ended")


if __name__ == "__main__":
    tie(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
