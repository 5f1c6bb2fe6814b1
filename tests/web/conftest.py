"""The built book as a reader's browser gets it: a copy in a sub-folder of a plain static server."""

import gzip
import json
import re
import shutil
import subprocess
import sys
from threading import Thread

import pytest

from systemdesign.chapters.loader import chapter
from tests.web.figures import Figure
from tools.assets import Assets, published
from tools.serve import server

STILL = {"reduced_motion": "reduce"}
NAMED = re.compile(r"_static/experiments/([^\"]+)")
CHAPTER, ASKED = "book/03_load_balancing.html", "#tail?load=0.9&servers=4"
"""A page, and settings of its first figure that only Python can answer."""


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
        subprocess.run([sys.executable, "-m", "tools.book"], cwd=root, check=True)
    copy = tmp_path_factory.mktemp("served") / "some" / "course"
    shutil.copytree(built, copy)
    return copy


@pytest.fixture(scope="session")
def assets(site, root):
    """`assets(name)`: a file that figures fetch, where the pages say it is. They name what the sources make today."""
    made = Assets(root, root / "_build" / ".experiments")
    assert not made.missing, f"the built book is older than its sources ({made.missing[0]}): make book"
    named = {found for page in site.glob("book/*.html") for found in NAMED.findall(page.read_text("utf-8"))}
    assert named == set(made.names.values()), "the pages name other files than were built: make book"
    return lambda name: site / "_static" / "experiments" / made.names[name]


@pytest.fixture(scope="session")
def frames(assets):
    """`frames(stem, name)`: what the frames file of an experiment holds."""
    return lambda stem, name: json.loads(gzip.decompress(assets(f"frames/{stem}/{name}.json.gzip").read_bytes()))


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
    """`visit(path, **context)` opens a page as a new reader; at the end, what no page may do is looked for.

    Films stand still, unless the test asks for motion: where no card draws, one that plays takes a processor and more.
    """
    readers = []

    def opened(path, block=(), **options):
        reader = Reader(chromium.new_context(**STILL | options), address)
        readers.append(reader)
        for pattern in block:
            reader.context.route(pattern, lambda route: route.abort())
        return reader.open(path)

    yield opened
    for reader in readers:
        reader.context.close()
        assert not reader.foreign, "the page asked another host"
        assert not reader.errors, "the page's scripts failed"


@pytest.fixture
def tail(chapters):
    return chapters["03_load_balancing"].experiments["tail"]


@pytest.fixture
def meet(visit):
    """`meet(pattern, lost)` opens the page of a figure that Python is asked about, with a way to lose files."""

    def opened(pattern, lost, patience=20_000, fragment=ASKED):
        page = visit("book/index.html")
        page.context.route(f"**/experiments/{pattern}" if isinstance(pattern, str) else pattern, lost)
        page.context.route(f"**/{CHAPTER}", lambda route: hasty(route, patience))
        page.goto(page.url.replace("book/index.html", CHAPTER) + fragment)
        return page, Figure(page, "tail")

    return opened


@pytest.fixture
def host(site, chromium):
    """`host(handler)` opens the page on a server of its own."""
    opened = []

    def served(handler):
        web = server(0, site.parent.parent, handler)
        web.handle_error = lambda *told: None  # who gives up leaves half a file unread
        Thread(target=web.serve_forever, daemon=True).start()
        reader = Reader(chromium.new_context(), f"http://127.0.0.1:{web.server_port}/some/course/")
        reader.context.route(f"**/{CHAPTER}", lambda route: hasty(route, 1000))
        opened.append((web, reader))
        return Figure(reader.open(CHAPTER + ASKED), "tail")

    yield served
    for web, reader in opened:
        reader.context.close()
        web.shutdown()
        web.server_close()


def hasty(route, patience):
    """The page as it is, but for how long it waits for a byte, ms."""
    answer = route.fetch()
    told = answer.text().replace('id="experiments-places"', f'id="experiments-places" data-patience="{patience}"')
    route.fulfill(response=answer, body=told)


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
