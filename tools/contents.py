"""The map of the book, made from the chapters that `_toc.yml` publishes; and what other pages tell of them."""

import json
import re
from pathlib import Path

from tools.assets import published

ROOT = Path(__file__).parent.parent
HEAD = "| number | chapter | its question |\n|---|---|---|\n"
OPENING = re.compile(r"# \d+\. (?P<title>.+)\n\n\*(?P<question>.+)\*\n")


def cells(path):
    """The cells of a notebook: [(kind, text)]."""
    book = json.loads(path.read_text(encoding="utf-8"))
    return [(cell["cell_type"], "".join(cell["source"])) for cell in book["cells"]]


def opening(path):
    """(title, question): a chapter's first heading, without its number, and the line in italics below it."""
    found = OPENING.match(cells(path)[0][1])
    if not found:
        raise ValueError(f"{path.name}: the first cell begins with `# N. Title`, an empty line and `*Its question?*`")
    return found["title"], found["question"]


def linked(path, anchor=""):
    """A link to a chapter, in Markdown: its number and its title."""
    return f"[{int(path.stem[:2])}. {opening(path)[0]}]({path.name}{anchor})"


def row(path):
    """A chapter's row of the map."""
    title, question = opening(path)
    return f"| {path.stem[:2]} | [{title}]({path.name}) | {question} |\n"


def mapped(text, paths):
    """The page with a row for each of these chapters."""
    return text.replace(HEAD, HEAD + "".join(map(row, paths)), 1)


def made(page, text):
    """An extension's `setup` for one page whose source goes through `text` at every build, chapters in hand."""

    def fill(app, docname, source):
        if docname == page:
            source[0] = text(source[0], published(ROOT))

    def read_again(app, env, added, changed, removed):
        return [page] if page in env.found_docs else []

    def setup(app):
        app.connect("source-read", fill)
        app.connect("env-get-outdated", read_again)
        return {"parallel_read_safe": True, "parallel_write_safe": True}

    return setup


setup = made("book/index", mapped)
