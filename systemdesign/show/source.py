"""A component's own code, shown where the chapter speaks of it."""

import inspect
from importlib import import_module
from textwrap import dedent


class Source:
    """The code of classes or functions: highlighted in a page, plain in a terminal."""

    def __init__(self, *things):
        self.code = "\n\n\n".join(dedent(_code_of(thing)).rstrip() for thing in things)

    def __repr__(self):
        return self.code

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.code, "text/html": self._html()}

    def _html(self):
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import PythonLexer

        return highlight(self.code, PythonLexer(), HtmlFormatter(cssclass="highlight source"))


def show_source(*things):
    """Show the code of classes or functions, in this order, as the last line of a cell.

    Each is the thing itself, or says where the package has it: `show_source("caching.eviction.LRU")`.
    Raises ValueError for what is not there, and for what was not written in Python.
    """
    return Source(*map(_found, things))


def _found(thing):
    if not isinstance(thing, str):
        return thing
    module, _, name = thing.rpartition(".")
    try:
        return getattr(import_module(f"systemdesign.{module}"), name)
    except (ImportError, AttributeError, ValueError):
        raise ValueError(f"The package has no {thing!r}: write room.module.name, "
                         f'such as "caching.eviction.LRU".') from None


def _code_of(thing):
    try:
        return inspect.getsource(thing)
    except (OSError, TypeError):
        name = getattr(thing, "__name__", repr(thing))
        raise ValueError(f"{name} has no Python code to show: give show_source a class or a "
                         f"function that was written in Python.") from None
