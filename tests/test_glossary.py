"""The glossary: its words in order, and every link to one of them leads there."""

import json
import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parent.parent / "book"
GLOSSARY = (BOOK / "glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"^## (.+)$", GLOSSARY, re.M)
ANCHORS = {re.sub(r"[^\w\s-]", "", term.lower()).replace(" ", "-") for term in TERMS}


def prose(path):
    """What a page says: a text, or the Markdown cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown")


def test_the_words_stand_in_the_order_of_the_alphabet():
    assert sorted(TERMS, key=str.lower) == TERMS


def test_no_word_stands_there_twice():
    assert len(ANCHORS) == len(TERMS)


def test_each_word_is_explained_in_whole_sentences():
    _, *explained = re.split(r"^## .+$", GLOSSARY, flags=re.M)
    assert all(text.strip().endswith((".", ".)")) for text in explained)


def test_each_word_is_one_that_a_chapter_leads_to():
    links = "".join(map(prose, BOOK.glob("*.ipynb")))
    assert [anchor for anchor in ANCHORS if f"](glossary.md#{anchor})" not in links] == []


@pytest.mark.parametrize("path", sorted([*BOOK.glob("*.md"), *BOOK.glob("*.ipynb")]), ids=lambda path: path.name)
def test_every_link_to_a_word_leads_to_it(path):
    wanted = r"\]\(#([\w-]+)\)" if path.name == "glossary.md" else r"\]\(glossary\.md#([\w-]+)\)"
    assert set(re.findall(wanted, prose(path))) <= ANCHORS
