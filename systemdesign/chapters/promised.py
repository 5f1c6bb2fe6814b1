"""What a chapter promises of its experiments: each `name.holds(...)` among its cells."""

import ast

from systemdesign.chapters.loader import execute
from systemdesign.chapters.slicing import blocks, needed


def promised(chapter):
    """{experiment's name: its promises, as `Experiment.holds` returns them}; only what they need is run."""
    statements = [b for k, cell in enumerate(chapter.cells) for b in blocks(k, cell)]
    return {name: _held(chapter, statements, k) for k, name in enumerate(map(_holder, statements)) if name}


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
