"""What others show of a page: its description, and the card that stands for it."""

import re
from html import unescape

import pytest
import yaml
from docutils import nodes
from matplotlib.image import imread

from tools.assets import published
from tools.cards import SIZE
from tools.contents import opening
from tools.preview import LONGEST, description


def page_of(*paragraphs):
    return nodes.section("", *(nodes.paragraph(text=text) for text in paragraphs))


def test_a_description_is_made_of_whole_sentences():
    assert description(page_of("Which one?", "This one. " + "And more, " * 20 + "at last.")) == "Which one? This one."


def test_a_sentence_that_is_too_long_is_cut_between_words():
    told = description(page_of("word " * 100))
    assert told.endswith("word …") and len(told) <= LONGEST + 2


def test_what_a_list_or_a_box_says_does_not_describe_a_page():
    assert description(nodes.section("", nodes.note("", nodes.paragraph(text="Beware.")))) == ""


@pytest.fixture(scope="module")
def heads(root):
    """{page: {name: content}} of all that have something to read."""
    found = {}
    for path in sorted((root / "_build/html/book").rglob("*.html")):
        metas = re.findall(r'<meta (?:name|property)="([\w:]+)" content="(.*?)"', path.read_text(encoding="utf-8"))
        found[path.relative_to(root / "_build/html").as_posix()] = {name: unescape(told) for name, told in metas}
    return found


def test_every_page_has_a_description_and_no_two_chapters_the_same(root, heads):
    assert all(0 < len(head["description"]) <= LONGEST + 2 for head in heads.values())
    told = [heads[f"book/{path.stem}.html"]["description"] for path in published(root)]
    assert len(set(told)) == len(told)
    assert all(words.startswith(opening(path)[1]) for words, path in zip(told, published(root), strict=True))


def test_every_page_has_a_card_at_an_absolute_address_of_the_one_configured_site(root, heads):
    base = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))["html"]["baseurl"]
    assert base.startswith("https://") and base.endswith("/")
    for name, head in heads.items():
        assert head["og:url"] == base + name
        assert head["og:image"].startswith(base) and head["twitter:card"] == "summary_large_image"
        picture = imread(root / "_build/html" / head["og:image"].removeprefix(base))
        assert picture.shape[1::-1] == SIZE and picture.std() > 0.05, f"{name}: nothing is drawn"


def test_each_chapter_has_a_card_of_its_own(root, heads):
    cards = [heads[f"book/{path.stem}.html"]["og:image"] for path in published(root)]
    assert len(set(cards)) == len(cards)
