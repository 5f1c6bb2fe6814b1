"""What a chapter promises of its experiments: each `name.holds(...)` among its cells."""

import ast
from collections import Counter

from systemdesign.chapters.loader import execute
from systemdesign.chapters.slicing import blocks, needed
from systemdesign.show.errors import ChapterError


def promised(chapter):
    """{experiment's name: its promises, as `Experiment.holds` returns them}; only what they need is run.

    Raises ChapterError for an experiment whose promises are in two places: one of them would be forgotten.
    """
    statements = [b for k, cell in enumerate(chapter.cells) for b in blocks(k, cell)]
    holders = [(name, k) for k, name in enumerate(map(_holder, statements)) if name]
    for name, times in Counter(name for name, _ in holders).items():
        if times > 1:
            raise ChapterError(f"{chapter.stem} calls {name}.holds {times} times; put its promises into one call.")
    return {name: _held(chapter, statements, k) for name, k in holders}


def _holder(statement):
    """The name of the experiment whose `holds` a statement calls, or nothing."""
    node = ast.parse(statement.source).body[0]
    call = node.value if isinstance(node, ast.Expr) else None
    method = call.func if isinstance(call, ast.Call) else None
    found = isinstance(method, ast.Attribute) and method.attr == "holds" and isinstance(method.value, ast.Name)
    return method.value.id if found else ""


def _held(chapter, statements, k):
    *before, last = [statements[n].source for n in needed(statements, k)]
    return eval(last, execute(chapter.stem, before))
