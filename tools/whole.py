"""Fails a build whose pages name a file for their figures that is not there, or not wholly."""

import re
import shutil
from pathlib import Path

from sphinx.errors import ExtensionError

from tools.store import digest

NAMED = re.compile(r'_static/experiments/([^"&]+)')
DIGEST = re.compile(r"-([0-9a-f]{10})\.")


def named(site, pages):
    """{file: a page that names it}; what lies below `site` and is no page of the book any more is left aside."""
    return {name: page for page in sorted(pages)
            for name in NAMED.findall((site / f"{page}.html").read_text(encoding="utf-8"))}


def broken(site, pages):
    """(file, page) of each file that a page names and that lies below `site` otherwise than its name says."""
    home = site / "_static" / "experiments"
    return [(name, page) for name, page in named(site, pages).items() if not sound(home / name)]


def sound(path):
    """Whether the file is there, with the content that its name stands for."""
    stands_for = DIGEST.search(path.name)
    return path.is_file() and (not stands_for or digest(path.read_bytes()) == stands_for[1])


def check(app, exception):
    """Raises ExtensionError, after which the next build lays the figures' files out anew."""
    if exception or not (found := broken(Path(app.outdir), app.env.found_docs)):
        return
    shutil.rmtree(app.experiments.folder, ignore_errors=True)
    name, page = found[0]
    raise ExtensionError(f"{page} names {name}, which was not built, or not wholly ({len(found)} such files): "
                         f"build the book again")


def setup(app):
    app.connect("build-finished", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
