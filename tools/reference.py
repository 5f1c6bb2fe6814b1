"""The reference of the package, a page for each room, written from its docstrings before the book is built."""

import json
from pathlib import Path

from systemdesign.chapters.slicing import plain
from tools.assets import published
from tools.closure import SHOWN, closure, mentioned
from tools.docstrings import Module

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "book" / "reference"
NARROW = "<style>dt.sig, code.literal, code.literal .pre {overflow-wrap: anywhere; white-space: normal}</style>"


def code(root):
    """The code cells of the published chapters and of the labs with their answers."""
    notebooks = [*published(root), *sorted((root / "solutions").glob("*.ipynb"))]
    books = [json.loads(path.read_text(encoding="utf-8")) for path in notebooks]
    return ["".join(cell["source"]) for book in books for cell in book["cells"] if cell["cell_type"] == "code"]


def dotted(path):
    """The name of the module in a file."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


class Reference:
    """The rooms that the code of the course reaches.

    A room that exports names shows those, and the modules that cells name; another shows all its modules, and those
    that `__all__` names come first.
    """

    def __init__(self, root):
        cells = code(root)
        self.asked = {name for cell in cells for name in mentioned(plain(cell))}
        found = closure(cells, root, without=SHOWN)
        self.packages = [name for name, path in found.items() if path.name == "__init__.py"]
        neighbours = {path for name in self.packages for path in found[name].parent.glob("*.py")}
        self.modules = {dotted(path.relative_to(root)): Module(path) for path in sorted(neighbours)}

    @property
    def rooms(self):
        return [name for name in self.packages if name.count(".") == 1]

    def page(self, room):
        """A room's page in Markdown."""
        title = room.rpartition(".")[2].replace("_", " ")
        inside = [name for name in self.packages if name.startswith(f"{room}.")]
        parts = [part for package in [room, *inside] for part in self.parts(package)]
        return "\n\n".join([f"# {title}", f"`{room}`", self.modules[room].about, *parts, ""])

    def parts(self, package):
        """What a package exports, then its modules, each a section."""
        room, names = self.modules[package], self.modules[package].exported
        exported = [name for name in names if name in room.origins]
        if exported:
            yield f"```{{py:currentmodule}} {package}\n```"
            yield from (self.thing(room.origins[name], name) for name in exported)
        asked = self.asked - {f"{package}.{name}" for name in exported}
        modules = (name for name in self.within(package, names) if not exported or name in asked)
        yield from filter(None, map(self.section, modules))

    def within(self, package, first):
        """The modules of a package, those named first before the others."""
        leaves = [name for name in self.modules if name.rpartition(".")[0] == package and name not in self.packages]
        return sorted(leaves, key=lambda name: (name.rpartition(".")[2] not in first, name))

    def thing(self, module, name):
        """One name, wherever it was taken from."""
        origin = self.modules[module].origins.get(name)
        return self.thing(origin, name) if origin else self.modules[module].described(name)

    def section(self, name):
        """A module's idea and its things, but for those that its room exports; nothing where none is left."""
        module, room = self.modules[name], self.modules[".".join(name.split(".")[:2])]
        told = [module.described(thing) for thing in module.things if room.origins.get(thing) != name]
        heading = f"## `{'.'.join(name.split('.')[2:])}`\n\n```{{py:module}} {name}\n```"
        return "\n\n".join([heading, module.about, *told]) if told else ""


def write(root=ROOT, folder=PAGES):
    """Write the pages that changed, and remove those of rooms that have gone."""
    reference = Reference(root)
    texts = {folder / f"{room.rpartition('.')[2]}.md": reference.page(room) for room in reference.rooms}
    folder.mkdir(exist_ok=True)
    for path in {*folder.glob("*.md")} - texts.keys():
        path.unlink()
    for path, text in texts.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def narrow(app, pagename, templatename, context, doctree):
    """Let long code in a sentence break, so that a page fits a telephone."""
    if pagename.startswith("book/reference/"):
        context["metatags"] += NARROW


def setup(app):
    app.connect("config-inited", lambda app, config: write(), priority=100)  # before the contents look for pages
    app.connect("html-page-context", narrow)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
