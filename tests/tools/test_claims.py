"""The page of refuted claims."""

import json
import re

import pytest

from tools.assets import published
from tools.claims import claims, markdown, row


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


def test_a_claim_is_understood_away_from_its_chapter(chapters):
    told = [" ".join(claim.values()) for path in chapters for claim in claims(path)]
    assert not [claim for claim in told if re.search(r"\b(above|below)[.;,:]", claim)]


def test_the_page_links_each_claim_to_its_chapter(chapters):
    text = markdown(chapters)
    assert '**"A dead server leaves at once"**' in text
    assert "(03_load_balancing.ipynb)" in text


def test_the_built_page_shows_them_and_each_experiment_leads_to_its_figure(root):
    book = root / "_build" / "html" / "book"
    page = (book / "claims.html").read_text(encoding="utf-8")
    assert "A dead server leaves at once" in page
    links = re.findall(r'href="(\w+\.html)#(\w+)(?:\?[^"]*)?"><code', page)
    assert ("03_load_balancing.html", "dead") in links and len(links) >= 10
    for chapter, name in links:
        assert f'data-experiment="{name}"' in (book / chapter).read_text(encoding="utf-8"), f"{chapter}#{name}"


def test_a_number_begins_with_a_capital_also_in_italics():
    claim = {"claim": "c", "experiment": "`e`, 1", "number": "*copy, then switch* loses", "source": "s"}
    assert ": *Copy, then switch* loses" in row(claim, "09")
    assert ": 26 builds" in row(claim | {"number": "26 builds"}, "09")
