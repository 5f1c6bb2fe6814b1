"""The files that living figures fetch, each named after its content: who knows a name has what it names."""

import json
from functools import cached_property

import yaml

from systemdesign.chapters import frames
from systemdesign.chapters.loader import chapter
from tools.archives import Archives
from tools.closure import SHOWN, closure, texts
from tools.node import WEB, run
from tools.store import Store, contents, digest, packed, put

PYODIDE = {name: WEB / "node_modules" / "pyodide" / path for name, path in {
    "pyodide.asm.js": "pyodide.asm.mjs",  # hosts know the type of .js; of .mjs not all
    "pyodide.asm.wasm": "pyodide.asm.wasm",
}.items()}
SCRIPTS = ("page.js", "still.js", "worker.js", "figure.css")
SWEEP = "import systemdesign.chapters.frames"


class Assets:
    """Scripts, Python, and each chapter's bundle and frames; `made` says where in the cache each lies.

    A thing is made anew when what it is made from has changed: an experiment's frames with its own cells and the
    modules that these import. `folder` goes into the site's `_static`; `names` says how each file is called there.
    """

    def __init__(self, root, cache):
        self.root, self.folder, self.store = root, cache / "site", Store(cache / "made")
        homes = {path.stem: chapter(path) for path in published(root)}
        self.bundles = {stem: home.bundle() for stem, home in homes.items() if home.experiments}
        self.scripts = self.store.place("scripts", *contents(sources()))
        self.archives = Archives(root, self.store, self.bundles)
        self.sweeps = {f"frames/{stem}/{name}.json.gzip": (only(bundle, name), name)
                       for stem, bundle in self.bundles.items() for name in bundle["experiments"]}

    @cached_property
    def made(self):
        """{name: place in the cache} of every file."""
        scripts = {name: self.scripts / name for name in SCRIPTS}
        pyodide = {f"{name}.gzip": self.store.place(name, path.read_bytes()) for name, path in PYODIDE.items()}
        bundles = {f"bundles/{stem}.json": self.store.place("bundle", written(bundle))
                   for stem, bundle in self.bundles.items()}
        swept = {name: self.store.place("frames.gzip", written(bundle), *texts(self.modules(bundle)))
                 for name, (bundle, _) in self.sweeps.items()}
        return {**scripts, **pyodide, **self.archives.made, **bundles, **swept}

    def modules(self, bundle):
        return closure([SWEEP, *bundle["cells"]], self.root, SHOWN)

    @property
    def missing(self):
        """The names of what is not made yet."""
        return [name for name, place in self.made.items() if not place.exists()]

    @cached_property
    def names(self):
        """{name: its name in the site, with the digest of the content}."""
        return {name: addressed(name, place.read_bytes()) for name, place in self.made.items()}

    def begin(self):
        """Make what is missing; frames are computed from now on, on every processor, until `finish` waits for them."""
        missing = self.missing
        swept = [name for name in self.sweeps if name in missing]
        self.coming = zip(swept, frames.files([self.sweeps[name] for name in swept]), strict=True)
        if not self.scripts.exists():
            with self.store.scratch() as folder:
                run("bundle.mjs", str(folder / "out"))
                self.store.keep(folder / "out", self.scripts)
        self.archives.make()
        for name, path in PYODIDE.items():
            if f"{name}.gzip" in missing:
                self.store.write(self.made[f"{name}.gzip"], packed(path.read_bytes()))
        for stem, bundle in self.bundles.items():
            if (name := f"bundles/{stem}.json") in missing:
                self.store.write(self.made[name], written(bundle))

    def finish(self):
        """Lay out the site's files, once the frames are there."""
        for name, text in self.coming:
            self.store.write(self.made[name], packed(text.encode()))
        self.store.forget()
        self.lay_out()

    def lay_out(self):
        """The site's files and nothing else; Pyodide's own also as they are, for a host that packs by itself."""
        home = self.folder / "experiments"
        bare = {self.names[f"{name}.gzip"].removesuffix(".gzip"): path for name, path in PYODIDE.items()}
        files = {self.names[name]: place for name, place in self.made.items()} | bare
        keep_only(home, files)
        for name, place in files.items():
            if not (home / name).exists():
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                put(home / name, place.read_bytes())


def keep_only(folder, names):
    """Remove every other file of the folder."""
    for path in folder.rglob("*.*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in names:
            path.unlink()


def addressed(name, data):
    """`frames/04_caching/ttl.json.gzip` becomes `frames/04_caching/ttl-0123456789.json.gzip`."""
    stem, dot, kinds = name.partition(".")
    return f"{stem}-{digest(data)}{dot}{kinds}"


def only(bundle, name):
    """A chapter's bundle cut to one experiment."""
    cells = [bundle["cells"][k] for k in bundle["experiments"][name]]
    return {"chapter": bundle["chapter"], "cells": cells, "experiments": {name: [*range(len(cells))]}}


def written(bundle):
    return json.dumps(bundle, ensure_ascii=False)


def sources():
    """The page's code, and the lock of what it is built with and upon."""
    scripts = [path for kind in ("*.js", "*.mjs", "*.css") for path in WEB.rglob(kind)]
    return [path for path in scripts if "node_modules" not in path.parts] + [WEB / "package-lock.json"]


def published(root):
    """The notebooks that the table of contents names."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [root / f"{entry['file']}.ipynb" for entry in contents["chapters"]]
    return [path for path in files if path.exists()]
