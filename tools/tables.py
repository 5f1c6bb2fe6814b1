"""Headers that say what they head, of columns and of some tables' rows; and wide tables on a telephone."""

import re

HEADER = re.compile(r'<th class="head(?! stub)([^"]*)">')
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
NAMES = re.compile(r"<th class[^>]*><p>(.*?)</p></th>")
CELL = re.compile(r'<td|<th scope="row"')
ROW = re.compile(r"(<tr[^>]*>)<td>(.*?)</td>(.*?)</tr>", re.DOTALL)
WIDE = {"book/systems", "book/teaching"}
"""Pages with tables that are too wide for a telephone."""
STYLE = """<style>
article th[scope=row] { font-weight: inherit; text-align: start; }
@media (max-width: 45rem) {
  article table:has([data-of]) thead { position: absolute; clip-path: inset(50%); }
  article tr:has([data-of]) { display: block; padding: 0.4rem 0; border-bottom: thin solid; }
  article [data-of] { display: block; border: 0; padding: 0.1rem 0; background: none; }
  article [data-of] > p { display: inline; }
  article th[data-of] { font-weight: bold; }
  article th[data-of]::before { content: attr(data-of) " "; }
  article td[data-of]::before { content: attr(data-of) ": "; color: var(--pst-color-text-muted); }
  article table:not(:has([data-of])) :is(td, th) { padding: 0.3rem 0.2rem; font-size: 0.75rem; }
}
</style>"""
FEW = 4
"""Columns up to which a table's cells stand one below the other on a telephone; those of a larger one hold numbers."""


def headed(body, rows=False, wide=False):
    """The page with a scope on every column's header.

    With `rows` the first cells of its tables' rows become headers, too. If it is `wide`, every cell of a table with few
    columns says in which one it is.
    """
    body = HEADER.sub(r'<th class="head\1" scope="col">', body)
    return TABLE.sub(lambda table: listed(table[0], wide), body) if rows else body


def listed(table, wide):
    names = NAMES.findall(table)
    label = labelled if wide and len(names) <= FEW else lambda row, names: row
    return ROW.sub(lambda row: label(f'{row[1]}<th scope="row">{row[2]}</th>{row[3]}</tr>', names), table)


def labelled(row, names):
    """A row of which each cell says what column it is in."""
    of = iter(names)
    return CELL.sub(lambda cell: f'{cell[0]} data-of="{next(of)}"', row)


def complete(app, pagename, templatename, context, doctree):
    wide = pagename in WIDE
    if context.get("body"):
        context["body"] = headed(context["body"], rows=wide or pagename == app.config.root_doc, wide=wide)
    if wide:
        context["metatags"] += STYLE


def setup(app):
    app.connect("html-page-context", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
