"""A component's own code, shown where the chapter speaks of it."""

import inspect
from textwrap import dedent


class Source:
    """The code of one class or function: highlighted in a page, plain in a terminal."""

    def __init__(self, thing):
        self.code = dedent(_code_of(thing)).rstrip()

    def __repr__(self):
        return self.code

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": self.code, "text/html": self._html()}

    def _html(self):
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import PythonLexer

        return highlight(self.code, PythonLexer(), HtmlFormatter(cssclass="highlight source"))


def show_source(thing):
    """Show the code of a class or function of the package, as the last line of a cell."""
    return Source(thing)


def _code_of(thing):
    try:
        return inspect.getsource(thing)
    except (OSError, TypeError):
        name = getattr(thing, "__name__", repr(thing))
        raise ValueError(f"{name} has no Python code to show: give show_source a class or a "
                         f"function that was written in Python.") from None
