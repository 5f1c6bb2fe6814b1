"""Which modules an answer, or what is brought beside it, will import: they are loaded before the doors close."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

MOST = 400
"""More names than any answer has; the rest is left out."""
REFUSED = {"antigravity", "ctypes", "_ctypes", "ensurepip", "idlelib", "test", "this", "tkinter", "turtle"}
"""They do something when they are imported, or nothing that an answer needs."""
OPEN = sys.stdlib_module_names - REFUSED
OURS = re.compile(r"^\s*(?:from|import) ([\w.]+)", re.MULTILINE)


def imports(sources):
    """The names of all modules that these cells import and may, in order; a cell that doesn't parse imports none."""
    found = dict.fromkeys(name for source in sources for name in named(source) if allowed(name))
    return list(found)[:MOST]


def allowed(name):
    """Whether it is a module of the standard library, or of what the student's process has of this package."""
    top, *rest = name.split(".")
    return (top in OPEN or top == "systemdesign") and all(part.isidentifier() and part != "__main__" for part in rest)


def named(source):
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in nodes:
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
                yield from (f"{module}.{alias.name}" for alias in node.names)
            case ast.Call(func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__")):
                yield from (one.value for one in node.args if isinstance(one, ast.Constant) and type(one.value) is str)


@cache
def beside(folder):
    """What this folder's modules import, which may be brought beside an answer."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.py"))]
    return tuple(dict.fromkeys(name for text in texts for name in OURS.findall(text) if allowed(name)))
