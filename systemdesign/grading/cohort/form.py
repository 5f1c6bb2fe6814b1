"""An answer in its normal form: what is left when comments, layout and words for people are taken away."""

import ast


def form(text):
    """The code without comments, docstrings and imports, laid out as Python's own `ast.unparse` does it.

    What is no Python stays as it is. Names stay too: the comparison itself makes them all the same.
    """
    try:
        tree = ast.parse(text)
        tree.body = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
        for node in ast.walk(tree):
            if isinstance(getattr(node, "body", None), list):
                node.body = [each for each in node.body if not words(each)] or [ast.Pass()]
        return ast.unparse(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text


def words(node):
    """A constant that stands alone does nothing: a docstring, or what was commented out."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
