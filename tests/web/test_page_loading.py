"""What a page fetches may be lost, late, or unpacked on its way: the reader hears what to do."""

import gzip
import re
import time

import pytest
from playwright.sync_api import expect

from tests.web.conftest import CHAPTER
from tests.web.figures import Figure, heal, right
from tools.serve import Quiet

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PIECES = ["worker-*.js", "pyodide-*.asm.wasm*", "pyodide-*.asm.js*", "library-*", "course-*", "rooms/*",
          "bundles/*"]
"""Without each of these no Python answers."""
SOME = [pytest.param(piece, marks=pytest.mark.sampled(of=3, turn=k)) for k, piece in enumerate(PIECES)]


FETCHED = "performance.getEntriesByType('resource').filter((r) => r.decodedBodySize).map((r) => r.name)"


def abort(route):
    route.abort()


def hang(route):
    """No answer, ever."""


def test_a_reader_does_not_notice_that_each_file_was_lost_once(meet, tail):
    lost = set()

    def once(route):
        known = route.request.url in lost
        lost.add(route.request.url)
        route.continue_() if known else route.abort()

    _, figure = meet(re.compile(r"/experiments/(?!page|figure|still)"), once)
    figure.until(tier="live")
    right(figure, tail, load=0.9, servers=4)
    assert len(lost) >= 9


@pytest.mark.parametrize("pattern", SOME)
def test_a_reader_is_told_of_a_lost_file_and_the_next_touch_mends_it(meet, tail, pattern):
    page, figure = meet(pattern, abort)
    figure.until(note="error", busy="false")
    assert "Python could not be loaded" in figure.status and "move a control" in figure.status
    heal(page, figure, tail)


@pytest.mark.parametrize("pattern", ["worker-*.js", "pyodide-*.asm.wasm*", "bundles/*"])
def test_a_reader_is_told_of_a_file_that_never_comes_and_the_next_touch_mends_it(meet, tail, pattern):
    page, figure = meet(pattern, hang, patience=1000)
    expect(figure.part(".experiment-status")).to_contain_text("slow or stands still")
    figure.until(note="error", busy="false")
    assert "Python could not be loaded" in figure.status and "answer" in figure.status
    heal(page, figure, tail)


@pytest.mark.parametrize("lost", [abort, hang])
def test_without_its_frames_a_figure_is_answered_by_python(meet, tail, lost):
    _, figure = meet("frames/**", lost)
    right(figure, tail, load=0.9, servers=4)


def test_a_file_that_is_not_what_it_should_be_is_told(meet, tail):
    page, figure = meet("pyodide-*.asm.wasm*", lambda route: route.fulfill(body="Log in to this network first."))
    figure.until(note="error", busy="false")
    assert "Python could not be loaded" in figure.status
    heal(page, figure, tail)


def test_a_host_may_unpack_what_is_packed(meet, tail):
    _, figure = meet("**/*.gzip", lambda route: route.fulfill(body=gzip.decompress(route.fetch().body())))
    figure.until(tier="live")
    right(figure, tail, load=0.9, servers=4)


@pytest.mark.parametrize("lost", [abort, lambda route: route.fulfill(body="Log in first.")])
def test_a_bare_file_that_is_lost_is_replaced_by_the_packed_one(meet, tail, lost):
    bare = re.compile(r"/pyodide-\w+\.asm\.\w+$")
    _, figure = meet(bare, lambda route: route.continue_() if route.request.method == "HEAD" else lost(route))
    figure.until(tier="live")
    right(figure, tail, load=0.9, servers=4)


class Plain(Quiet):
    """Packs nothing."""

    packed = property(lambda self: False, lambda self, found: None)


class Stalling(Plain):
    """Sends half of each packed file, and then nothing; whoever asks again gets all."""

    seen = set()

    def copyfile(self, source, outputfile):
        if not self.path.endswith(".gzip") or self.path in self.seen:
            return super().copyfile(source, outputfile)
        self.seen.add(self.path)
        data = source.read()
        outputfile.write(data[: len(data) // 2])
        outputfile.flush()
        self.connection.settimeout(20)
        self.rfile.read(1)  # until the browser gives up


class Slow(Plain):
    """Sends the library in pieces, for longer than a page waits for one byte."""

    def copyfile(self, source, outputfile):
        data = source.read()
        step = len(data) // 10 + 1 if "library" in self.path else len(data) + 1
        for at in range(0, len(data), step):
            outputfile.write(data[at : at + step])
            outputfile.flush()
            time.sleep(0.3 if step < len(data) else 0)


@pytest.mark.parametrize(("handler", "ending"), [(Quiet, ""), (Plain, ".gzip")])
def test_a_host_that_packs_is_asked_for_bare_files_and_another_for_packed_ones(host, handler, ending):
    figure = host(handler).until(tier="live")
    asked = [url.rpartition("/")[2] for url in figure.page.workers[0].evaluate(FETCHED)]
    assert {re.sub(r"\w{10}", "", name) for name in asked if name.startswith("pyodide")} == {
        f"pyodide-.asm.js{ending}", f"pyodide-.asm.wasm{ending}"}


@pytest.mark.parametrize("handler", [Stalling, Slow])
def test_a_file_that_stalls_is_asked_for_again_and_one_that_comes_slowly_is_waited_for(host, tail, handler):
    figure = host(handler).until(tier="live")
    right(figure, tail, load=0.9, servers=4)


@pytest.mark.parametrize("fragment", ["#%E0%A4%A", "#tail?load=%", "#%", "#tail?load=%E0%A4%A"])
def test_a_fragment_that_is_no_text_leaves_the_figures_as_they_are(visit, tail, fragment):
    page = visit(CHAPTER + fragment, block=["**/worker-*.js"])
    figure = Figure(page, "tail").until(tier="frames")
    assert figure.settings(tail) == tail.defaults
    page.evaluate("location.hash = '#%E0%A4%A'")
    page.evaluate("location.hash = '#tail?load=0.5'")
    expect(figure.control("load")).to_have_value("0.5")


def test_github_serves_the_folders_that_begin_with_an_underscore(site):
    assert (site / ".nojekyll").exists()
