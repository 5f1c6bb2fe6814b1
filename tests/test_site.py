"""The built book: everything a page loads is the site's own."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

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
