"""The page of refuted claims."""

import json

import pytest

from tools.assets import published
from tools.claims import claims, markdown


@pytest.fixture
def chapters(root):
    return published(root)


def test_every_chapter_refutes_something(chapters):
    assert all(claims(path) for path in chapters)


def test_no_claim_of_a_chapter_is_left_out(chapters):
    for path in chapters:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        written = sum("".join(cell["source"]).count(":class: claim") for cell in cells)
        assert len(claims(path)) == written, f"{path.name}: a claim lacks **Experiment:**, **Number:** or **Source:**"


def test_the_page_links_each_claim_to_its_chapter(chapters):
    text = markdown(chapters)
    assert '**"A dead server leaves at once"**' in text
    assert "(03_load_balancing.ipynb)" in text


def test_the_built_page_shows_them(root):
    page = root / "_build" / "html" / "book" / "claims.html"
    assert "A dead server leaves at once" in page.read_text(encoding="utf-8")
