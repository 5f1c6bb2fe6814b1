"""What an answer takes from the student's other answer cells: the imports and helpers it uses, as in a notebook."""

import ast
import builtins
import symtable

from systemdesign.grading.jupyter import parses, without_commands

SIMPLE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)
"""Statements that may be borrowed: they bind names, and only run with them."""


def borrowed(cells, others):
    """The statements of `others` that bind what `cells` use and don't define, as [name, source] cells to run first.

    Both are lists of [name, source], in the notebook's order. Each statement stays on its line, so that errors name
    it; of several that bind one name the last counts. Cells that don't parse lend nothing, Jupyter's commands aside.
    """
    others = [[name, source if parses(source) else without_commands(source)] for name, source in others]
    found, defined = {}, set().union(*(bindings(source) for _, source in cells))
    missing = set().union(*(uses(source) for _, source in cells)) - defined
    while missing:
        name = missing.pop()
        defined.add(name)
        cell, statement = next(binding(name, others), (None, None))
        if statement is not None and statement not in found.get(cell, []):
            found.setdefault(cell, []).append(statement)
            missing |= uses(ast.unparse(statement)) - defined
    return [[name, in_place(source, found[name])] for name, source in others if name in found]


def binding(name, cells):
    """(cell, statement) of those that bind a name at a cell's top level, the last first."""
    for cell, source in reversed(cells):
        for statement in reversed(statements(source)):
            if name in names(statement):
                yield cell, statement


def statements(source):
    try:
        return [statement for statement in ast.parse(source).body if isinstance(statement, SIMPLE)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def names(statement):
    """What a statement binds."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
        case ast.Assign() | ast.AnnAssign():
            found = (node for node in ast.walk(statement) if isinstance(node, ast.Name))
            return {node.id for node in found if isinstance(node.ctx, ast.Store)}
    return {statement.name}


def bindings(source):
    return set().union(*map(names, statements(source)))


def uses(source):
    """The global names that a cell refers to, in whatever function, Python's own excepted."""
    try:
        tables = [symtable.symtable(source, "cell", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found = set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        top = table.get_type() == "module"
        used = [symbol for symbol in table.get_symbols() if symbol.is_referenced()]
        found |= {symbol.get_name() for symbol in used if top or symbol.is_global()}
    return found - set(dir(builtins))


def in_place(source, kept):
    """The source with all but these statements blank."""
    lines, chosen = source.split("\n"), set()
    for statement in kept:
        first = min([statement.lineno, *(mark.lineno for mark in getattr(statement, "decorator_list", []))])
        chosen.update(range(first, statement.end_lineno + 1))
    return "\n".join(line if number in chosen else "" for number, line in enumerate(lines, 1)).rstrip()
