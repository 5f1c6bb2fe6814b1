"""The reference of the package, a page for each room: found from the tree, told by Sphinx from the docstrings."""

import ast
import json
from pathlib import Path

from systemdesign.chapters.slicing import plain
from tools.assets import published
from tools.closure import SHOWN, closure, mentioned
from tools.store import put

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "book" / "reference"
CODE = "dt.sig, dt.sig .property .pre, code.literal, code.literal .pre"
NARROW = f"<style>{CODE} {{overflow-wrap: anywhere; white-space: normal}}</style>"
PAGE = "# {title}\n\n```{{eval-rst}}\n.. automodule:: {room}\n{members}```\n{sections}"
EXPORTED, ALL = "   :members:\n   :imported-members:\n", "   :members:\n"
SECTION = "\n## `{heading}`\n\n```{{eval-rst}}\n.. automodule:: {module}\n{members}```\n"


def code(root):
    """The code cells of the published chapters and of the labs with their answers."""
    notebooks = [*published(root), *sorted((root / "solutions").glob("*.ipynb"))]
    books = [json.loads(path.read_text(encoding="utf-8")) for path in notebooks]
    return ["".join(cell["source"]) for book in books for cell in book["cells"] if cell["cell_type"] == "code"]


class Reference:
    """The rooms that the code of the course reaches.

    A room that exports names shows those, and the modules that cells name; another shows all its modules, and those
    that `__all__` names come first.
    """

    def __init__(self, root):
        cells = code(root)
        self.asked = {name for cell in cells for name in mentioned(plain(cell))}
        self.packages = {
            name: path for name, path in closure(cells, root, without=SHOWN).items() if path.name == "__init__.py"
        }

    @property
    def rooms(self):
        return [name for name in self.packages if name.count(".") == 1]

    def page(self, room):
        """A room's page in Markdown."""
        inside = [name for name in self.packages if name.startswith(f"{room}.")]
        sections = "".join(section(name) for package in [room, *inside] for name in self.modules(package))
        members = EXPORTED if origins(self.packages[room]) else ""
        title = room.rpartition(".")[2].replace("_", " ")
        return PAGE.format(title=title, room=room, members=members, sections=sections)

    def modules(self, package):
        """The modules of a package that its room's page tells of, those that `__all__` names before the others."""
        path = self.packages[package]
        names = [f"{package}.{file.stem}" for file in sorted(path.parent.glob("*.py")) if file != path]
        if origins(path):
            return [name for name in names if name in self.asked and name not in origins(path)]
        return sorted(names, key=lambda name: name.rpartition(".")[2] not in listed(path))


def origins(path):
    """The modules from which a package takes the names that it exports."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return {node.module for node in nodes if isinstance(node, ast.ImportFrom)}


def listed(path):
    """The names in a package's `__all__`; none where there is no such list."""
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    lists = [node.value for node in nodes if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    return ast.literal_eval(lists[0]) if lists else []


def section(module):
    """One module's section, named as it is within its room."""
    return SECTION.format(heading=module.split(".", 2)[2], module=module, members=ALL)


def write(root=ROOT, folder=PAGES):
    """Write the pages that changed, and remove those of rooms that have gone."""
    reference = Reference(root)
    texts = {folder / f"{room.rpartition('.')[2]}.md": reference.page(room) for room in reference.rooms}
    folder.mkdir(exist_ok=True)
    for path in {*folder.glob("*.md")} - texts.keys():
        path.unlink()
    for path, text in texts.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            put(path, text)


def narrow(app, pagename, templatename, context, doctree):
    """Let long code in a sentence break, so that a page fits a telephone."""
    if pagename.startswith("book/reference/"):
        context["metatags"] += NARROW


def setup(app):
    app.connect("config-inited", lambda app, config: write(), priority=100)  # before the contents look for pages
    app.connect("html-page-context", narrow)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
