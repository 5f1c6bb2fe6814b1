"""The page's Python, compiled: its library in two parts, what chapters share of the course, and each chapter's own."""

import json
from pathlib import Path

from tools.closure import SHOWN, closure, mentioned, texts
from tools.node import WEB, run
from tools.store import contents, packed

START = """
from systemdesign import sim
from systemdesign.chapters.bridge import evaluate
from systemdesign.show import curves
"""
"""What the page's worker runs before any chapter, as module `start`: its closure is the part that chapters share."""

LOCK = WEB / "package-lock.json"
COMPILER = [Path(__file__), LOCK, WEB / "build" / "library.mjs", WEB / "build" / "library.py"]


class Archives:
    """Where each zip lies in the store, by its name; `make` compiles those that are not there.

    The first part of the library is what the shared modules load, so only their imports decide it. A chapter's own
    zip depends on its modules' text and on what its cells import, not on what else the cells say.
    """

    def __init__(self, root, store, bundles):
        self.root, self.store, self.bundles = root, store, bundles
        self.shared = closure([START], root, SHOWN)
        self.own = {stem: self.beyond(bundle) for stem, bundle in bundles.items()}
        compiler = contents(COMPILER)
        imports = imported(path.read_text(encoding="utf-8") for path in self.shared.values())
        self.library = store.place("library", *compiler, imports)
        self.course = store.place("course", *compiler, START, *texts(self.shared))
        self.rooms = {stem: store.place("room", *compiler, imports, imported(bundle["cells"]), *texts(self.own[stem]))
                      for stem, bundle in bundles.items()}

    def beyond(self, bundle):
        """What a chapter's cells import beyond the shared part."""
        found = closure(bundle["cells"], self.root, SHOWN)
        return {name: path for name, path in found.items() if name not in self.shared}

    @property
    def made(self):
        """{name in the site: place in the store}."""
        library = {f"{name}.gzip": self.library / name for name in ("library.zip", "rest.zip")}
        rooms = {f"rooms/{stem}.zip.gzip": place for stem, place in self.rooms.items()}
        return {**library, "course.zip.gzip": self.course, **rooms}

    def make(self):
        """Compile what is missing, in one start of Pyodide."""
        places = {"library": self.library, "course": self.course, **self.rooms}
        missing = {name: place for name, place in places.items() if not place.exists()}
        if not missing:
            return
        with self.store.scratch() as out:
            told = {"root": str(self.root), "out": str(out), "wanted": self.wanted(missing)}
            run("library.mjs", stdin=json.dumps(told))
            for path in filter(Path.is_file, out.rglob("*")):
                path.write_bytes(packed(path.read_bytes()))
            for name, place in missing.items():
                self.store.keep(out / name, place)

    def wanted(self, missing):
        """What library.py is told to write."""
        rooms = [{"bundle": bundle, "modules": self.names(self.own[stem])}
                 for stem, bundle in self.bundles.items() if stem in missing]
        course = self.names(self.shared) if "course" in missing else None
        return {"start": START, "library": "library" in missing, "course": course, "rooms": rooms}

    def names(self, modules):
        """The modules' files as they are named in a zip."""
        return [path.relative_to(self.root).as_posix() for path in modules.values()]


def imported(sources):
    """All that these Python texts import, as one text."""
    return " ".join(sorted({name for source in sources for name in mentioned(source)}))
