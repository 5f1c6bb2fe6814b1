"""The built book as a reader's browser gets it: a copy in a sub-folder of a plain static server."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from threading import Thread

import pytest

from systemdesign.chapters.loader import chapter
from tools.assets import Assets, published
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
def assets(site, root):
    """The folder of the files that figures fetch, as the pages name it: built from the sources as they are."""
    named = Counter(found for page in site.glob("book/*.html") for found in VERSION.findall(page.read_text("utf-8")))
    assert len(named) == 1, f"pages name {dict(named)}: the book was not built whole"
    assert list(named) == [Assets(root, site).version], "the built book is older than its sources: make book"
    return site / "_static" / "experiments" / next(iter(named))


@pytest.fixture(scope="session")
def address(site):
    """The book's address, with a slash at its end."""
    web = server(0, site.parent.parent)
    Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}/some/course/"
    web.shutdown()
    web.server_close()


@pytest.fixture
def visit(chromium, address):
    """`visit(path, **context)` opens a page as a new reader; at the end, what no page may do is looked for."""
    readers = []

    def opened(path, block=(), **options):
        reader = Reader(chromium.new_context(**options), address)
        readers.append(reader)
        for pattern in block:
            reader.context.route(pattern, lambda route: route.abort())
        return reader.open(path)

    yield opened
    for reader in readers:
        reader.context.close()
        assert not reader.foreign, "the page asked another host"
        assert not reader.errors, "the page's scripts failed"


class Reader:
    """A browser's window of its own, and all that it asked for."""

    def __init__(self, context, address):
        self.context, self.address = context, address
        self.foreign, self.errors = [], []
        context.on("request", self.asked)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def asked(self, request):
        ours = (self.address, "data:", "blob:")
        if not request.url.startswith(ours):
            self.foreign.append(request.url)

    def open(self, path):
        page = self.context.new_page()
        page.goto(self.address + path)
        return page
