"""The map of the book, made from its chapters: what `_toc.yml` publishes has a link, the rest is announced."""

import json
import re
from pathlib import Path

from tools.assets import published

ROOT = Path(__file__).parent.parent
TABLE = re.compile(r"(?<=^\|---\|---\|---\|\n)(\| \d\d \| .* \|\n)*", re.MULTILINE)
OPENING = re.compile(r"# \d+\. (?P<title>.+)\n\n\*(?P<question>.+)\*\n")


def opening(path):
    """(title, question): a chapter's first heading, without its number, and the line in italics below it."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = OPENING.match("".join(cells[0]["source"]))
    if not found:
        raise ValueError(f"{path.name}: the first cell begins with `# N. Title`, an empty line and `*Its question?*`")
    return found["title"], found["question"]


def row(path):
    """A published chapter's row of the map."""
    title, question = opening(path)
    return f"| {path.stem[:2]} | [{title}]({path.name}) | {question} |\n"


def mapped(text, paths):
    """The page with a row for each of these chapters, in place of its announcement where it has one."""
    announced = TABLE.search(text)[0].splitlines(keepends=True)
    rows = {line[2:4]: line for line in announced} | {path.stem[:2]: row(path) for path in paths}
    return TABLE.sub(lambda _: "".join(rows[number] for number in sorted(rows)), text, count=1)


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
