"""Become another program, and if need be another user: one that the kernel kills when the parent dies.

Run as a script by `process.Process`. Setting the death signal here, after the
fork, needs no code between fork and exec in a parent that may have threads.
"""

import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG = 1


def become(user):
    """Give up root's rights for those of `user`, who may not even be allowed into root's present folder."""
    found = pwd.getpwnam(user)
    os.chdir("/")
    os.setgroups([])
    os.setgid(found.pw_gid)
    os.setuid(found.pw_uid)


def tie(parent):
    """Ask Linux to kill this process when `parent` ends, however it ends."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        sys.exit("the parent process has already ended")


if __name__ == "__main__":
    parent, user, *command = sys.argv[1:]
    if user:
        become(user)
    tie(int(parent))  # last, for the kernel forgets the death signal of one who changes the user
    os.execv(command[0], command)
