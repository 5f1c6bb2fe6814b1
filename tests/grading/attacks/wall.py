"""A process behind the kernel's filter alone, without Python's audit hook, or behind nothing at all."""

import ast
import subprocess
import sys
import tempfile

from systemdesign.grading.lab import COURSE
from tests.grading.attacks.witness import GAINED

KERNEL = "from systemdesign.grading.examinee.seccomp import allow_only\nassert allow_only()"
NOTHING = ""
LOADED = "import ctypes, io, linecache, os, socket, sys, threading, traceback, warnings, encodings.latin_1"


def behind(wall, code, seconds=10):
    """Whether an attack comes to its end there, and its last words. What it imports is imported before."""
    setup = "\n".join([LOADED, *imports(code), wall])
    command = [sys.executable, "-S", "-P", "-X", "utf8", "-c", RUN, setup, code + f"\nprint({GAINED!r}, flush=True)"]
    with tempfile.TemporaryFile() as told:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": told, "stderr": told}
        subprocess.run(command, cwd=COURSE, env={"PYTHONPATH": str(COURSE)}, timeout=seconds, **pipes)
        told.seek(0)
        words = told.read().decode(errors="replace")
    return GAINED in words, words[-300:]


RUN = "import sys\nfor text in sys.argv[1:]: exec(compile(text, '<attack>', 'exec'), globals())"


def imports(code):
    """Lines that import what the code will import."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield ast.unparse(node)
