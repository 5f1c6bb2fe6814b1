"""The guide's systems: a row names a sketch and what becomes of it; its chapter, the place and the lab are found."""

import re

from systemdesign.grading.lab import load, source
from tools.contents import cells, linked, made

TABLE = re.compile(r"^\| the guide's .*\n\|[-|]+\|\n((?:\| .*\n)+)", re.MULTILINE)
ROW = re.compile(r"\| (?P<name>[^|]+) \| (?P<sketches>(?:`\w+`(?:, )?)+) \| `(?P<component>[\w.]+)` \|")
HEAD = "| the guide's | runs as drawn in | becomes | in the lab |\n|---|---|---|---|\n"


class System:
    """One row of the page: a system's name in the guide, its sketches' names in a chapter, and the sound component."""

    def __init__(self, line):
        found = ROW.fullmatch(line)
        if not found:
            raise ValueError(f"{line}\nA row is | the guide's name | `Sketch` | `room.module.Class` |")
        self.name, self.component = found["name"], f"systemdesign.{found['component']}"
        self.sketches = re.findall(r"\w+", found["sketches"])

    def row(self, paths):
        """Its row in Markdown: links to the sketch, to the component in the reference, and to the lab."""
        path = self.chapter(paths)
        drawn = ", ".join(f"`{name}`" for name in self.sketches)
        place = linked(path, self.anchor(path)) + (f": {drawn}" if drawn != self.name else "")
        return f"| {self.name} | {place} | {{py:obj}}`~{self.component}` | {lab(path.stem)} |\n"

    def chapter(self, paths):
        """The first chapter of which a cell holds the sketches. ValueError where none does."""
        for path in paths:
            if self.cell(path) is not None:
                return path
        raise ValueError(f"No chapter defines or shows {', '.join(self.sketches)}, the sketch of {self.name}")

    def cell(self, path):
        """The index of the chapter's first cell that defines the sketches or prints their source, or None."""
        held = [re.compile(rf"^(?:class|(?:async )?def) {name}\b|^show_source\(.*\b{name}\b", re.MULTILINE)
                for name in self.sketches]
        code = (k for k, (kind, text) in enumerate(cells(path))
                if kind == "code" and all(pattern.search(text) for pattern in held))
        return next(code, None)

    def anchor(self, path):
        """The heading under which the sketch stands, as the end of a link; none for the chapter's own."""
        above = "\n".join(text for kind, text in cells(path)[:self.cell(path)] if kind == "markdown")
        headings = re.findall(r"^## (.+)$", above, re.MULTILINE)
        return "#" + re.sub(r"[^\w -]", "", headings[-1].lower()).replace(" ", "-") if headings else ""


def systems(text):
    """The systems that the page lists, in order."""
    return [System(line) for line in TABLE.search(text)[1].splitlines()]


def titled(stem):
    """A link to a lab's starter, in Markdown."""
    title = source(load(stem).cells[0]).partition("\n")[0].partition(" · ")[2]
    return f"[{title}](repository:labs/{stem}.ipynb)"


def lab(stem):
    """A lab and the titles of its parts, in Markdown."""
    return f"{titled(stem)}: {', '.join(part.title for part in load(stem).parts.values())}"


def filled(text, paths):
    """The page with its whole table."""
    return TABLE.sub(lambda _: HEAD + "".join(system.row(paths) for system in systems(text)), text, count=1)


setup = made("book/systems", filled)
