"""The modules of the package that a piece of code imports, directly or through one another."""

import ast
from functools import cache
from pathlib import Path

from systemdesign.chapters.slicing import plain

PACKAGE = "systemdesign"
SHOWN = "systemdesign.show.jupyter"
"""What draws under IPython; an experiment reaches it when it is shown, never when it runs."""


def closure(sources, root, without=None):
    """{module: path}, by name, of all that the Python texts import, within functions too.

    A module comes with the packages that it lies in. A text such as "systemdesign.sim" or "worker.py" (a neighbour)
    counts as an import, because child processes are started by it. `without` names a package that is not followed.
    """
    waiting, found = [name for source in sources for name in mentioned(plain(source))], {}
    while waiting:
        name = waiting.pop()
        path = module(name, root)
        if path and name not in found and not within(name, without):
            found[name] = path
            waiting += [name.rpartition(".")[0], *mentioned(path.read_text(encoding="utf-8"), home(name, path))]
    return dict(sorted(found.items()))


def within(name, package):
    """Is the module the package, or in it?"""
    return package is not None and f"{name}.".startswith(f"{package}.")


def module(name, root):
    """The file of one of the package's modules, or None."""
    parts = name.split(".")
    if parts[0] != PACKAGE or not all(map(str.isidentifier, parts)):
        return None
    path = Path(root, *parts)
    return next((file for file in (path.with_suffix(".py"), path / "__init__.py") if file.is_file()), None)


def home(name, path):
    """The package that a module's relative imports start from."""
    return name if path.name == "__init__.py" else name.rpartition(".")[0]


@cache
def mentioned(source, package=""):
    """Names that may be modules: what is imported, what is imported from it, and texts that name a module."""
    return tuple(_mentioned(source, package))


def _mentioned(source, package):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = absolute(node, package)
            yield from (origin, *(f"{origin}.{alias.name}" for alias in node.names))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from named(node.value, package)


def named(text, package):
    """The module that a text stands for, if it reads like one: by its whole name, or as a neighbour's file."""
    if text.startswith(f"{PACKAGE}."):
        yield text
    elif text.endswith(".py"):
        yield f"{package}.{text.removesuffix('.py')}"


def absolute(node, package):
    """The absolute name of what `from ... import` imports from."""
    parts = package.split(".")
    above = parts[: len(parts) - node.level + 1] if node.level else []
    return ".".join([*above, node.module] if node.module else above)


def texts(modules):
    """The modules' names and bytes, to be digested."""
    return [part for name, path in modules.items() for part in (name, path.read_bytes())]


def recordings(modules):
    """The recorded measurements beside the modules, which show them where no engine runs."""
    folders = {path.parent / "recorded" for path in modules.values()}
    return sorted(path for folder in folders for path in folder.glob("*.json"))
