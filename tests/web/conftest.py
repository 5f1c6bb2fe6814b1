"""The built book as a reader's browser gets it: a copy in a sub-folder of a plain static server."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Thread

import pytest

from systemdesign.show.loader import chapter
from tools.assets import published
from tools.serve import server

VERSION = re.compile(r"_static/experiments/(\w+)/page\.js")


@pytest.fixture(scope="session")
def chapters(root):
    """The published chapters that have experiments, by stem."""
    homes = {path.stem: chapter(path) for path in published(root)}
    return {stem: home for stem, home in homes.items() if home.experiments}


@pytest.fixture(scope="session")
def site(root, tmp_path_factory):
    """The folder of the built book, `some/course` below what the server serves."""
    built = root / "_build" / "html"
    if not (built / "book" / "index.html").exists():
        book = Path(sys.executable).with_name("jupyter-book")
        subprocess.run([book, "build", ".", "-W", "-n", "--keep-going", "-q"], cwd=root, check=True)
    copy = tmp_path_factory.mktemp("served") / "some" / "course"
    shutil.copytree(built, copy)
    return copy


@pytest.fixture(scope="session")
def assets(site):
    """The folder of the files that figures fetch, as the pages name it."""
    named = Counter(found for page in site.glob("book/*.html") for found in VERSION.findall(page.read_text("utf-8")))
    assert len(named) == 1, f"pages name {dict(named)}: the book was not built whole"
    return site / "_static" / "experiments" / next(iter(named))


@pytest.fixture(scope="session")
def address(site):
    """The book's address, with a slash at its end."""
    web = server(0, site.parent.parent)
    Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}/some/course/"
    web.shutdown()
    web.server_close()
