"""Headers that say what they head: of columns, and on the map of the book of rows too."""

import re

HEADER = re.compile(r'<th class="head(?! stub)([^"]*)">')
FIRST = re.compile(r"(<tbody>\n?)(.*?)(</tbody>)", re.DOTALL)
CELL = re.compile(r"(<tr[^>]*>)<td>(.*?)</td>", re.DOTALL)


def headed(body, rows=False):
    """The page with a scope on every column's header; the first cells of its tables' rows become headers, too."""
    body = HEADER.sub(r'<th class="head\1" scope="col">', body)
    if not rows:
        return body
    return FIRST.sub(lambda table: table[1] + CELL.sub(r'\1<th scope="row">\2</th>', table[2]) + table[3], body)


def complete(app, pagename, templatename, context, doctree):
    if context.get("body"):
        context["body"] = headed(context["body"], rows=pagename == app.config.root_doc)


def setup(app):
    app.connect("html-page-context", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
