"""A cell of a student's notebook, read without Python: what it makes at its top, whatever else is wrong with it."""

import re
from dataclasses import dataclass
from functools import cached_property

UNWRITTEN = "NotImplementedError"
MAKES = r"(?m)^(?:async[ \t]+def|def|class)[ \t]+{name}\b"
BINDS = r"(?m)^(?:{name}[ \t]*(?::[^=\n]+)?=(?!=)|(?:from|import)[ \t].*\b{name}\b)"
"""A line at the top of a cell that makes what a name stands for; and one that only gives it the name, as whoever tries
`quantile = quantile(times, 0.9)` in a cell of their own does."""
INSIDE = r"(?m)^[ \t]+(?:async[ \t]+def|def|class)[ \t]+{name}\b"
"""The same below something else, such as an `if`, or in a cell that is indented throughout."""
BUILDS_ON = r"(?m)^class[ \t]+{name}\b[ \t]*\([^)\n]*\b{name}\b"
ADDS = r"(?m)^(?:{name}\.\w+[ \t]*=(?!=)|setattr\([ \t]*{name}\b)"
"""A class that derives from an earlier one of its name, and a line that gives it another attribute."""
FUTURE = re.compile(r"(?m)^from[ \t]+__future__[ \t]+import[ \t].*$")
MAGIC = re.compile(r"\s*%%(?!(?:time|capture|prun)\b)")
"""How a cell begins that Jupyter gives to something else than this notebook's Python: a file, a shell, a page."""
TEXTS = re.compile(r"(\"\"\"|''')(?:\\.|[^\\])*?\1", re.DOTALL)


@dataclass
class Cell:
    """`at` is its place in the notebook, from 1; `defines` what its metadata say that it does."""

    at: int
    kind: str
    id: str
    source: str
    defines: str = ""

    @cached_property
    def code(self):
        """The source without its long texts, in which a line means nothing."""
        return TEXTS.sub("", self.source)

    @property
    def python(self):
        """Whether it is code that runs in the notebook."""
        return self.kind == "code" and not MAGIC.match(self.source)

    def has(self, line, name):
        return name in self.source and re.search(line.format(name=re.escape(name)), self.code) is not None

    def written(self, name):
        """Whether what it makes of this name is more than the starter's."""
        found = re.search(MAKES.format(name=re.escape(name)), self.code)
        below = self.code[found.end() :].partition("\n")[2] if found else self.code
        body = re.split(r"(?m)^(?=[^\s#)\]}])", below, maxsplit=1)[0] if found else below
        return UNWRITTEN not in body


def joined(sources):
    """Several cells as one, which begins with what each says of Python's future: none but the first could."""
    text = "\n\n\n".join(sources)
    futures = dict.fromkeys(FUTURE.findall(text)) if len(sources) > 1 else ()
    return "\n".join([*futures, FUTURE.sub("", text) if futures else text])


def source(cell):
    """Its text. Halves of characters, which no editor writes and no encoding knows, become question marks."""
    text = cell.get("source", "")
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    return whole(text.removeprefix("\ufeff"))


def whole(text):
    return str(text).encode("utf-8", "replace").decode("utf-8")


def cell_of(at, cell):
    about = cell.get("metadata")
    part = about.get("part") if isinstance(about, dict) else None
    defines = part.get("defines") if isinstance(part, dict) else None
    return Cell(at, whole(cell.get("cell_type")), whole(cell.get("id")), source(cell), whole(defines))
