"""How much a page asks of the network: what is packed as it is, the rest compressed as a host would, by Brotli."""

import re
from functools import cache

import brotli

FIGURE = re.compile(r'<figure class="experiment".*?</figure>', re.DOTALL)
SHARED = ("pyodide-*.gzip", "worker-*", "library-*", "course-*")


@cache
def weight(path):
    """Bytes of a file once compressed."""
    return path.stat().st_size if path.suffix == ".gzip" else compressed(path.read_bytes())


def compressed(data):
    return len(brotli.compress(data, quality=11))


def figures(page):
    """Bytes that the figures add to a page's own HTML."""
    text = page.read_text(encoding="utf-8")
    return compressed(text.encode()) - compressed(FIGURE.sub("", text).encode())


def weights(site):
    """Bytes: each experiment's frames, a whole chapter before Python comes, and Python for the heaviest chapter."""
    home = site / "_static" / "experiments"
    frames = {f"{path.parent.name} {plain(path)}": weight(path) for path in sorted(home.glob("frames/*/*.gzip"))}
    code, before = sum(weight(path) for kind in ("page", "figure") for path in home.glob(f"{kind}-*")), {}
    for chapter in sorted(home.glob("frames/*")):
        own = code + figures(site / "book" / f"{chapter.name}.html")
        before[chapter.name] = own + max(weight(path) for path in chapter.glob("*.gzip"))
    shared = [path for kind in SHARED for path in home.glob(kind)]
    python = sum(map(weight, shared)) + max(weight(path) for path in home.glob("rooms/*.gzip"))
    return {"frames": frames, "before": before, "python": python}


def plain(path):
    """A file's name without the digest of its content."""
    return path.stem.rpartition("-")[0]
