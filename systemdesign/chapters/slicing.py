"""Backward slicing: which statements of a chapter one experiment needs."""

import ast
import builtins
import re
from dataclasses import dataclass
from symtable import symtable

GIVEN = {*dir(builtins), "display", "get_ipython"}
"""Names that every cell finds without binding them."""

IPYTHON = re.compile(r"[%!]|[\w.]+\?{1,2}\s*$")
"""A line that speaks to IPython: `%magic`, `!command`, `name?`."""


@dataclass(frozen=True)
class Block:
    """One top-level statement of a cell and the names through which it meets the others."""

    cell: int
    line: int
    source: str
    binds: frozenset
    needs: frozenset
    touches: frozenset
    experiment: str = ""


def blocks(cell, source):
    """The statements of one cell, each as it is written. SyntaxError where Python cannot read it."""
    text = plain(source)
    return [_block(cell, statement, text) for statement in ast.parse(text).body]


def plain(source):
    """The cell without its lines for IPython; nothing of a cell under a `%%magic`."""
    if source.lstrip().startswith("%%"):
        return ""
    return "\n".join("" if IPYTHON.match(line) else line for line in source.split("\n"))


def needed(statements, target):
    """Indices of the statements that `statements[target]` needs, itself included, in order.

    A statement is needed when it binds or changes a name that a needed one reads. Functions read
    their names when called, so the walk repeats until nothing new is found; that keeps too much
    rather than too little.
    """
    modules = frozenset().union(*(_modules(s.source) for s in statements[: target + 1]))
    kept, names = {target}, set(statements[target].needs)
    while True:
        more = {k for k, s in enumerate(statements[:target]) if k not in kept
                and (s.binds & names or (s.touches - modules) & names or "*" in s.binds)}
        if not more:
            return sorted(kept)
        kept |= more
        names = names.union(*(statements[k].needs for k in more))


def missing(statements, kept):
    """Names that the kept statements read and none of them binds."""
    bound = GIVEN.union(*(statements[k].binds for k in kept))
    read = set().union(*(statements[k].needs for k in kept))
    return set() if "*" in bound else {name for name in read - bound if not _dunder(name)}


def _block(cell, statement, text):
    first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))])
    decorators = text.split("\n")[first - 1 : statement.lineno - 1]
    source = "\n".join([*decorators, ast.get_source_segment(text, statement)])
    binds, needs = _names(source)
    return Block(cell, first, source, binds, needs, _touched(statement), _experiment(statement))


def _names(source):
    table = symtable(source, "cell", "exec")
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
    needs = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    for inner in _scopes(table):
        symbols = [s for s in inner.get_symbols() if s.is_global()]
        needs |= {s.get_name() for s in symbols}
        binds |= {s.get_name() for s in symbols if s.is_declared_global() and s.is_assigned()}
    return frozenset(binds | _stars(source)), frozenset(needs)


def _scopes(table):
    for child in table.get_children():
        yield child
        yield from _scopes(child)


def _stars(source):
    imports = [s for s in ast.parse(source).body if isinstance(s, ast.ImportFrom)]
    return {"*"} & {a.name for s in imports for a in s.names}


def _modules(source):
    """Names that stand for modules: calling one of their functions changes none of our names."""
    imports = [s for s in ast.parse(source).body if isinstance(s, ast.Import)]
    return {(a.asname or a.name).partition(".")[0] for s in imports for a in s.names}


def _touched(statement):
    """Names whose object a statement may change: `x.a = 1`, `x[0] = 1`, `x += 1`, `x.grow()`."""
    found = set()
    for node in _outside_functions(statement):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete):
            targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
            found |= {_root(t) for t in targets}
        elif isinstance(node, ast.Expr) and _is_method_call(node.value):
            found.add(_root(node.value.func))
    return frozenset(found - {None})


def _is_method_call(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)


def _outside_functions(node):
    yield node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from _outside_functions(child)


def _root(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _experiment(statement):
    """The name of the experiment that a statement declares, or nothing."""
    for decorator in getattr(statement, "decorator_list", []):
        made = decorator.func if isinstance(decorator, ast.Call) else None
        if getattr(made, "id", getattr(made, "attr", None)) == "experiment":
            return statement.name
    return ""


def _dunder(name):
    return name.startswith("__") or name.startswith(".")
