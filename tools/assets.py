"""The files that living figures fetch, in folders named after their content."""

import hashlib
import json
import shutil
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path

import yaml

from systemdesign.chapters import frames
from systemdesign.chapters.loader import chapter
from tools.node import NODE, WEB

ROOMS = ("sim", "patterns", "theory", "show")
PYODIDE = ("pyodide.asm.mjs", "pyodide.asm.wasm")
PYTHON = f"pyodide-{json.loads((WEB / 'package.json').read_text())['dependencies']['pyodide']}"


class Assets:
    """Built once for a content: scripts, Python with its library and the course, bundles and frames.

    `folder` goes into the site's `_static`; everything in it lies under `experiments/<version>`, so that
    a browser may keep it for ever; Pyodide lies beside it, and is the same for every version of the course.
    """

    def __init__(self, root, cache):
        self.root, self.cache = root, cache
        self.paths = published(root)
        self.chapters = {path.stem: chapter(path) for path in self.paths}

    @cached_property
    def version(self):
        """Ten hexadecimal digits of the content's hash."""
        bundles = [home.bundle() for home in self.chapters.values()]
        return digest(self.code, json.dumps(bundles).encode())

    @cached_property
    def code(self):
        """A hash of the package and the page's code."""
        files = [path for room in ROOMS for path in (self.root / "systemdesign" / room).rglob("*.py")]
        scripts = [path for path in WEB.rglob("*.*") if path.suffix in {".js", ".mjs", ".py", ".css", ".json"}
                   and "node_modules" not in path.parts]
        return digest(*(path.read_bytes() for path in sorted(files + scripts))).encode()

    @property
    def folder(self):
        return self.cache / self.version

    def build(self):
        """Make the folder, unless it is there."""
        if self.folder.exists():
            return
        self.cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.cache) as scratch:
            target = Path(scratch) / "experiments" / self.version
            target.mkdir(parents=True)
            self.write_bundles(target / "bundles")
            self.write_python(target)
            self.write_frames(target / "frames")
            (Path(scratch) / "experiments").rename(self.cache / "made")
        for path in self.cache.iterdir():
            if path.name not in ("frames", "made"):  # an earlier content
                shutil.rmtree(path)
        self.folder.mkdir()
        (self.cache / "made").rename(self.folder / "experiments")

    def write_bundles(self, folder):
        folder.mkdir()
        for stem, home in self.chapters.items():
            text = json.dumps(home.bundle(), ensure_ascii=False)
            (folder / f"{stem}.json").write_text(text, encoding="utf-8")

    def write_python(self, folder):
        """Pyodide, its library compiled in its own Python, the course, and the page's scripts."""
        home = folder.parent / PYTHON
        home.mkdir()
        for name in PYODIDE:
            shutil.copy(WEB / "node_modules" / "pyodide" / name, home)
        node("bundle.mjs", str(folder))
        bundles = [home.bundle() for home in self.chapters.values()]
        node("library.mjs", stdin={"root": str(self.root), "out": str(folder), "bundles": bundles})

    def write_frames(self, folder):
        """Frames, kept from build to build for chapters whose cells and package are the same."""
        for path, home in zip(self.paths, self.chapters.values(), strict=True):
            kept = self.cache / "frames" / digest(self.code, json.dumps(home.bundle()).encode())
            if not kept.exists():
                frames.write([path], kept)
            shutil.copytree(kept / path.stem, folder / path.stem)


def published(root):
    """The notebooks that the table of contents names."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [root / f"{entry['file']}.ipynb" for entry in contents["chapters"]]
    return [path for path in files if path.exists()]


def digest(*parts):
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:10]


def node(script, *arguments, stdin=None):
    """Run one of the page's build scripts; a failure ends the build with the script's own words."""
    told = None if stdin is None else json.dumps(stdin)
    done = subprocess.run([NODE, WEB / "build" / script, *arguments], input=told, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{script} failed:\n{done.stderr.strip()}")
