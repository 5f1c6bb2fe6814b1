"""Processes of this machine, and what they do in the end."""

import time
from pathlib import Path


def alive(pid):
    """Whether it runs; one that has ended, and that nobody has asked how, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def all_gone(pids, within=5.0):
    """Whether they end in time."""
    deadline = time.monotonic() + within
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not any(map(alive, pids))


def until(true, within=20.0):
    """Ask again and again until it is true."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)
