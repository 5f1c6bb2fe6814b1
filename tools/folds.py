"""Code that a reader opens when it is wanted: folded by what the cell is, and named by what is inside.

The code of a figure lies under it, and so do what only says how it is drawn and what holds of it. No script is needed,
and on paper all folds are open.
"""

import ast
from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from systemdesign.chapters.slicing import plain
from tools.node import WEB

AWAITING = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
NAMES = {"figure": "The code of this figure", "drawing": "How this figure is drawn",
         "filming": "How its film is recorded", "asking": "What this figure asks", "imports": "Imports",
         "promises": "What holds under twenty seeds"}
BESIDE = "drawing", "filming", "asking"
"""What goes under the figure that follows it."""
SOLUTION = "Solution {}"


class Fold(nodes.Element):
    """What stands inside is shown when its `name` is chosen."""


def kind(code):
    """What a cell is: "imports", "drawing" (a function that makes charts), "filming" (one that records films),
    "asking" (guesses, a challenge, a ranking), "figure", "promises" (what holds of one), or None for all that is read.
    What they need may stand beside it."""
    *before, last = every = compile(plain(code), "a cell", "exec", AWAITING).body or [ast.Pass()]
    if all(map(is_import, every)):
        return "imports"
    if any(map(is_experiment, every)) or is_chart(last):
        return "figure"
    if is_promise(last):
        return "promises" if all(is_help(one) or isinstance(one, ast.Assert) for one in before) else None
    means = [name for name, meant in zip(BESIDE, (is_drawing, is_filming, is_asking)) if any(map(meant, every))]
    return means[0] if means and all(map(is_help, every)) else None


def is_import(statement):
    return isinstance(statement, ast.Import | ast.ImportFrom)


def is_drawing(statement):
    return isinstance(statement, ast.FunctionDef) and statement.name.endswith("_chart")


def is_filming(statement):
    return isinstance(statement, ast.FunctionDef) and statement.name.endswith("_film")


def is_asking(statement):
    calls = ast.walk(statement) if isinstance(statement, ast.Assign) else []
    return any(is_call(call, name) for call in calls for name in ("Guess", "Challenge", "Ranking"))


def is_help(statement):
    return is_import(statement) or isinstance(statement, ast.FunctionDef | ast.Assign)


def is_experiment(statement):
    decorators = statement.decorator_list if isinstance(statement, ast.FunctionDef) else []
    return any(is_call(decorator, "experiment") for decorator in decorators)


def is_chart(statement):
    return isinstance(statement, ast.Expr) and is_call(statement.value, "Chart")


def is_promise(statement):
    call = getattr(statement, "value", None)
    return isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "holds"


def is_call(expression, name):
    return isinstance(expression, ast.Call) and isinstance(expression.func, ast.Name) and expression.func.id == name


class Folding(SphinxPostTransform):
    """Puts each cell's code into its fold, before MyST-NB would fold by tags."""

    default_priority = 198
    formats = ("html",)

    def run(self, **options):
        solutions, before, figure = 0, [], None
        for cell in list(self.document.findall(is_cell)):
            if cell.attributes.pop("hide_mode", None) == "all":
                solutions += 1
                cell.children = [folded(SOLUTION.format(solutions), cell.children)]
                continue
            found = kind(cell.children[0].astext())
            if found:
                fold(cell, found)
            if found == "figure":
                for drawing in before:
                    join(cell, drawing)
            elif found == "promises" and figure:
                join(figure, cell)
                continue
            before = [*before, cell] if found in BESIDE else []
            figure = cell if found == "figure" else None


def is_cell(node):
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def fold(cell, found):
    """Let what a cell shows stand above its code, and a list of promises inside the fold with it."""
    code, *shown = cell.children
    above, inside = ([], [*shown, code]) if found == "promises" else (shown, [code])
    cell.children = []
    cell += [*above, folded(NAMES[found], inside)]


def join(figure, cell):
    """Put a neighbour of the figure's cell under it: first what it shows, then all code. Text between parts them."""
    if not neighbours(figure, cell):
        return
    cell.parent.remove(cell)
    *shown, code = cell.children
    place = next(k for k, child in enumerate(figure.children) if isinstance(child, Fold))
    figure.insert(place, shown)
    figure += code


def neighbours(one, other):
    """Do two cells of a section stand side by side, or only cells between them?"""
    if one.parent is not other.parent:
        return False
    first, second = sorted(map(one.parent.index, (one, other)))
    return all(map(is_cell, one.parent.children[first:second]))


def folded(name, children):
    fold = Fold(name=name)
    fold += children
    return fold


def visit(translator, node):
    translator.body.append(f'<details class="fold"><summary>{escape(node["name"])}</summary>\n')


def depart(translator, node):
    translator.body.append("</details>\n")


def configure(app, config):
    config.html_static_path.append(str(WEB / "css" / "code.css"))


def setup(app):
    app.add_node(Fold, html=(visit, depart))
    app.add_post_transform(Folding)
    app.connect("config-inited", configure)
    app.add_css_file("code.css")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
