"""The built book: everything a page loads is the site's own."""

import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
import yaml

SITE = Path(__file__).parent.parent / "_build" / "html"
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
ELSEWHERE = re.compile(r"^(https?:)?//")


class Loads(HTMLParser):
    """Collects the addresses that a page loads by itself; links that a reader follows are not among them."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "link" and not LOADED_LINKS & set((attrs.get("rel") or "").split()):
            return
        if tag != "a":
            self.found += [attrs[name] for name in ("src", "srcset", "poster", "data", "href") if attrs.get(name)]
        self.found += addresses(attrs.get("style") or "")

    def handle_data(self, data):
        if self.lasttag == "style":
            self.found += addresses(data)


def addresses(css):
    return re.findall(r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s]+)""", css)


@pytest.fixture(scope="module", autouse=True)
def built():
    assert (SITE / "index.html").exists(), "the book is not built: make book"


def test_no_page_loads_anything_from_another_host():
    pages = sorted(SITE.rglob("*.html"))
    assert pages
    for page in pages:
        foreign = list(filter(ELSEWHERE.match, Loads(page.read_text(encoding="utf-8")).found))
        assert not foreign, f"{page.name} loads {foreign}"


def test_no_style_sheet_loads_anything_from_another_host():
    sheets = sorted(SITE.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        foreign = list(filter(ELSEWHERE.match, addresses(sheet.read_text(encoding="utf-8"))))
        assert not foreign, f"{sheet.name} loads {foreign}"


def test_pages_name_their_own_files_relatively_so_that_a_sub_folder_serves_them():
    for page in SITE.glob("book/*.html"):
        rooted = [path for path in Loads(page.read_text(encoding="utf-8")).found if path.startswith("/")]
        assert not rooted, f"{page.name} loads {rooted}"


def test_pages_carry_no_loader_of_thebe_and_no_dump_of_widgets():
    for page in SITE.glob("book/*.html"):
        text = page.read_text(encoding="utf-8")
        assert "THEBE_JS_URL" not in text
        assert "widget-state" not in text


def test_answers_and_documents_are_not_published():
    published = {path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html")}
    assert not [path for path in published if path.startswith(("solutions", "labs", "README", "CONTRIBUTING"))]


def test_every_chapter_has_a_launch_button_for_the_one_configured_repository():
    config = (SITE.parent.parent / "_config.yml").read_text(encoding="utf-8")
    owner_and_name = re.search(r"^  url: https://github.com/(\S+)$", config, re.M)[1]
    branch = re.search(r"^  branch: (\S+)$", config, re.M)[1]
    chapters = sorted(SITE.glob("book/[0-9]*.html"))
    assert chapters
    for page in chapters:
        button = f"https://mybinder.org/v2/gh/{owner_and_name}/{branch}?urlpath=lab/tree/book/{page.stem}.ipynb"
        assert button in page.read_text(encoding="utf-8")


LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


@cache
def targets(page):
    """What a link to a part of this page may name: ids, and the experiments, whose figures scripts make."""
    return {*re.findall(r'(?:\bid|data-experiment)="([^"]+)"', page.read_text(encoding="utf-8"))}


def lands(page, link):
    """Does a link from this page lead to a file of the site, and to a part of it that is there?"""
    address, part = urldefrag(link)
    target = (page.parent / unquote(address)).resolve() if address else page
    return target.is_file() and (not part or target.suffix != ".html" or part.partition("?")[0] in targets(target))


def test_every_link_within_the_book_leads_to_a_part_of_a_page_that_is_there():
    found = {(page, unescape(link)) for page in SITE.resolve().glob("book/**/*.html")
             for link in LINK.findall(page.read_text(encoding="utf-8"))}
    own = {(page, link) for page, link in found if not re.match(r"[a-z]+:|//", link)}
    assert len(own) > 1000
    assert not sorted(f"{page.name}: {link}" for page, link in own if not lands(page, link))


def test_every_link_to_the_repository_leads_to_what_it_keeps():
    root = SITE.parent.parent
    told = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["repository"]
    own = re.compile(rf"{re.escape(told['url'])}/(?:blob|tree)/{told['branch']}/([^#?]*)")
    pages = [page.read_text(encoding="utf-8") for page in SITE.glob("book/**/*.html")]
    found = {path[1] for page in pages for path in map(own.match, LINK.findall(page)) if path}
    assert len(found) > 20 and not [path for path in found if not (root / path).exists()]
