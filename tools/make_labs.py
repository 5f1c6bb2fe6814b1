"""Write labs/ from solutions/: the answers taken out, their interfaces left in."""

import argparse
import ast
import copy
import json
import sys
from pathlib import Path

from systemdesign.grading.lab import COURSE, Unusable, answer, labs, load, read, source
from tools.normalise import text
from tools.store import put

LABS, SOLUTIONS = COURSE / "labs", COURSE / "solutions"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def starter(solution):
    """The student's copy: each answer becomes its interface, and every body says that the part is missing."""
    made = copy.deepcopy(solution)
    for cell in filter(answer, made["cells"]):
        about = cell["metadata"]["part"]
        if not about.get("keep"):
            number = cell["id"].removeprefix("part-")
            cell["source"] = skeleton(source(cell), f"Part {number}: {about['title']}").splitlines(keepends=True)
            cell["outputs"], cell["execution_count"] = [], None
    return made


def skeleton(code, message):
    """Public functions, classes and methods of `code`, with their docstrings; `_names` and bodies are left out."""
    lines, things = code.splitlines(), [thing for thing in ast.parse(code).body if defined(thing)]
    return "\n\n\n".join("\n\n".join(interface(thing, lines, message)) for thing in things)


def interface(thing, lines, message):
    """What is kept of a function, or of a class and each of its methods."""
    if isinstance(thing, ast.ClassDef):
        return ["\n".join(head(thing, lines)), *(missing(item, lines, message) for item in methods(thing))]
    return [missing(thing, lines, message)]


def methods(thing):
    return [item for item in thing.body if isinstance(item, FUNCTIONS) and public(item.name)]


def defined(thing):
    return isinstance(thing, (ast.ClassDef, *FUNCTIONS)) and not thing.name.startswith("_")


def public(name):
    return not name.startswith("_") or name.startswith("__")


def head(thing, lines):
    """The lines from `class`, or from a function's decorators, to the end of the docstring."""
    begin, first = above(thing) if isinstance(thing, FUNCTIONS) else thing.lineno - 1, thing.body[0]
    if ast.get_docstring(thing) is not None:
        return lines[begin : first.end_lineno]
    return [line for line in lines[begin : above(first)] if line.strip()]


def above(statement):
    """How many lines stand above a statement and its decorators."""
    return min([statement.lineno, *(mark.lineno for mark in getattr(statement, "decorator_list", []))]) - 1


def missing(function, lines, message):
    return "\n".join(
        [*head(function, lines), " " * (function.col_offset + 4) + f"raise NotImplementedError({json.dumps(message)})"]
    )


def main(check=False):
    """Write every starter, or with `check` say which of them differ; the number that differ is the exit code."""
    stale = []
    for stem in labs():
        load(stem)  # lest the starter of a lab that marks no answer hold them all
        path, wanted = LABS / f"{stem}.ipynb", text(starter(read(SOLUTIONS / f"{stem}.ipynb")))
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            stale.append(path.name)
            if not check:
                path.parent.mkdir(exist_ok=True)
                put(path, wanted)
    for name in stale:
        print(f"labs/{name} is not what solutions/{name} makes: run `make labs`" if check else f"wrote labs/{name}")
    strays = sorted({path.stem for path in Path(LABS).glob("*.ipynb")} - set(labs()))
    for stem in strays:
        print(f"labs/{stem}.ipynb has no source in solutions/: remove it")
    return len(strays) + (len(stale) if check else 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a starter is out of date")
    try:
        sys.exit(main(parser.parse_args().check))
    except Unusable as error:
        sys.exit(f"Error: {error}")
