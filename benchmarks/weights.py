"""How much a page asks of the network, compressed as a host would: by Brotli."""

import re
from functools import cache

import brotli

FIGURE = re.compile(r'<figure class="experiment".*?</figure>', re.DOTALL)
SCRIPTS = ("worker.js", "library.zip", "course.zip")


@cache
def weight(path):
    """Bytes of a file once compressed."""
    return compressed(path.read_bytes())


def compressed(data):
    """Brotli's best for what is small; a lesser effort for what is megabytes long."""
    return len(brotli.compress(data, quality=11 if len(data) < 1_000_000 else 7))


def figures(page):
    """Bytes that the figures add to a page's own HTML."""
    text = page.read_text(encoding="utf-8")
    return compressed(text.encode()) - compressed(FIGURE.sub("", text).encode())


def weights(site):
    """Bytes: each experiment's frames, a whole chapter before Python comes, and Python itself."""
    (page,) = site.glob("_static/experiments/*/page.js")  # the build keeps one
    assets = page.parent
    frames = {f"{path.parent.name} {path.stem}": weight(path) for path in sorted(assets.glob("frames/*/*.json"))}
    code, before = weight(assets / "page.js") + weight(assets / "figure.css"), {}
    for chapter in sorted(assets.glob("frames/*")):
        own = code + figures(site / "book" / f"{chapter.name}.html")
        nearest = max(weight(path) for path in chapter.glob("*.json"))
        before[chapter.name] = own + nearest
    python = [*site.glob("_static/experiments/pyodide-*/*"), *(assets / name for name in SCRIPTS)]
    return {"frames": frames, "before": before, "python": sum(map(weight, python))}
