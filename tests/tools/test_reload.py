"""Whoever writes sees a page change: it asks for its version, and opens itself again at another one."""

import gzip
import threading
import urllib.error
import urllib.request
from http.client import HTTPConnection

import pytest

from tools.reload import ASK, Following
from tools.serve import server


@pytest.fixture
def site(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "page.html").write_text("<h1>Before</h1>")
    (tmp_path / "index.html").write_text("<h1>Home</h1>")
    (tmp_path / "page.js").write_text("export {}")
    web = server(0, tmp_path, Following)
    web.busy, web.folder = threading.Lock(), tmp_path
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield web
    web.shutdown()
    web.server_close()


def get(site, path):
    return urllib.request.urlopen(f"http://127.0.0.1:{site.server_port}{path}", timeout=5)


def version(site, path):
    return get(site, ASK + path).read()


def test_a_page_is_served_as_it_is_with_a_script_after_it(site):
    text = get(site, "/book/page.html").read()
    assert text.startswith(b"<h1>Before</h1>") and version(site, "/book/page.html") in text


def test_nothing_of_it_is_in_the_file_and_other_files_are_plain(site):
    assert get(site, "/page.js").read() == b"export {}"
    assert (site.folder / "book" / "page.html").read_text() == "<h1>Before</h1>"


def test_a_folder_is_its_index(site):
    assert version(site, "/") == version(site, "/index.html")


def test_another_version_is_told_once_the_page_has_changed_and_the_build_is_over(site):
    before = version(site, "/book/page.html")
    with site.busy:
        (site.folder / "book" / "page.html").write_text("<h1>After</h1>")
        answer = get(site, f"{ASK}/book/page.html")
        assert answer.status == 204 and not answer.read()
    assert version(site, "/book/page.html") != before


def test_a_page_that_is_not_there_has_no_version(site):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        version(site, "/book/none.html")


@pytest.mark.browser
def test_an_open_page_shows_what_was_built(site, chromium):
    page = chromium.new_page()
    page.goto(f"http://127.0.0.1:{site.server_port}/book/page.html")
    (site.folder / "book" / "page.html").write_text("<h1>After</h1>")
    page.get_by_text("After").wait_for(timeout=5_000)
    page.close()


def test_a_page_is_there_on_a_line_that_has_just_brought_something_packed(site):
    (site.folder / "page.js.gzip").write_bytes(gzip.compress(b"export {}"))
    line = HTTPConnection("127.0.0.1", site.server_port, timeout=5)
    for path in ("/page.js", f"{ASK}/book/page.html", "/page.js", "/book/page.html"):
        line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        text = answer.read()
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] == ("gzip" if path == "/page.js" else None)
    line.close()
    assert ASK.encode() in text
