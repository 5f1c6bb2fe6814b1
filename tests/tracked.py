"""What belongs to the course: what Git lists, or all but what is made here, where an archive was unpacked."""

import os
import subprocess

MADE = {"_build", "build", "node_modules", "__pycache__", "reference"}


def git(root, *words):
    """What Git says of the clone at `root`, with no line's end; nothing where there is no clone or no Git."""
    if not (root / ".git").exists():
        return ""
    try:
        return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return ""


def tracked(root):
    """The files' paths below `root`, relative to it."""
    if names := git(root, "ls-files", "-z"):
        return [name for name in names.split("\0") if name and (root / name).is_file()]
    return sorted(found(root))


def found(root):
    """The files that are not made here: no folder of a build's, no hidden one but those that the course brings."""
    for home, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in MADE
                      and (not name.startswith(".") or name in {".ci", ".devcontainer"})]
        yield from (os.path.relpath(os.path.join(home, name), root) for name in names)
