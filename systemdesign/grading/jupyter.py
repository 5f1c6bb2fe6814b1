"""What works in Jupyter alone, told in a sentence instead of a bare SyntaxError or NameError."""

import ast
import re

COMMAND = (
    "`{line}` is a command of Jupyter's own, and answers are plain Python, which runs in the grader and in programs: "
    "take it out of the answer cell, and use it in a cell of its own."
)
AWAIT = (
    "`await` outside of a function works in Jupyter alone: try your class out in a cell of its own, with `run(main)`, "
    "and leave only definitions in the answer cell."
)
DISPLAY = "`{name}` is Jupyter's own, and answers are plain Python: use `print`, or call it in a cell of its own."
ALONE = (
    "{error}{place}. The grader runs your answers, with the imports, functions, classes and values that they use: "
    "define or import it in one of them."
)
TOP = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
COMMANDS = re.compile(r"^(\s*)(?:[%!?]|[\w, \t]+=\s*[%!]|[\w.*]+\?\??\s*$)")
"""A line that is one of Jupyter's commands, such as %%time, !ls, files = !ls or run?"""
JUPYTERS = {"display", "get_ipython", "In", "Out"}


def unparsed(source):
    """Why a cell that is no Python runs in Jupyter, or None."""
    lines = source.split("\n")
    commands = [line for line in lines if COMMANDS.match(line)]
    if parses(source) or not parses(without_commands(source), TOP):
        return None
    return COMMAND.format(line=commands[0].strip()[:60]) if commands else AWAIT


def without_commands(source):
    """The source with `pass` for each of Jupyter's commands, or an empty line where none may stand."""
    lines = source.split("\n")
    passing = "\n".join(COMMANDS.sub(r"\1pass#", line) for line in lines)
    return passing if parses(passing, TOP) else "\n".join("" if COMMANDS.match(line) else line for line in lines)


def parses(source, flags=0):
    try:
        compile(source, "cell", "exec", flags)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def unknown(error, place):
    """What to say of a NameError: whose name it is, or where it should be defined."""
    name = (re.findall(r"name '(\w+)'", str(error)) or [""])[0]
    if name in JUPYTERS:
        return DISPLAY.format(name=name)
    return ALONE.format(error=f"Your code raised {error}", place=place)
