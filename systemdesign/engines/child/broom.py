"""Remove the folders of a process that has ended without a word, as after SIGKILL or SIGTERM.

Run as a script by `disk`, once for each process that has such folders. It is told of them on its standard input, a line
each, written by `json.dumps`: of what there is now, and after a removal of what there still is. When the input ends,
so has the process, and what is left is removed.
"""

import ctypes
import json
import os
import shutil
import sys
import time

IPC_RMID = 0
TRIES, PAUSE = 20, 0.1  # of those who still wrote there, the last may take a moment to end


def release(folder):
    """Hand back the few bytes of System V memory by which PostgreSQL finds that another server has its files."""
    try:
        with open(os.path.join(folder, "postmaster.pid"), encoding="utf-8") as lock:
            segment = lock.read().splitlines()[6].split()[1]  # the seventh line: PostgreSQL documentation, 66.1
    except (OSError, IndexError):
        return
    ctypes.CDLL(None).shmctl(int(segment), IPC_RMID, None)


def remove(folder):
    """Remove a folder with all that is in it."""
    release(folder)
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return
        time.sleep(PAUSE)


def main(lines):
    """Listen until the end, then sweep."""
    folders = []
    for line in lines:
        if line.endswith("\n"):  # and not cut short by the end
            folders = json.loads(line)
    for folder in folders:
        remove(folder)


if __name__ == "__main__":
    os.chdir("/")  # and keep no folder from being removed
    main(sys.stdin)
