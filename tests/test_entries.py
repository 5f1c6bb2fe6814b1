"""No dead entry: what the first page, the list, the claims and the contents name is there."""

import json
import re
from html import unescape
from urllib.parse import urldefrag

import pytest
import yaml
from click.testing import CliRunner

from systemdesign.__main__ import main
from systemdesign.chapters.loader import chapter
from tools.assets import published
from tools.settings import check


@pytest.fixture(scope="module")
def listed():
    """What `python -m systemdesign list --json` says."""
    return json.loads(CliRunner().invoke(main, ["list", "--json"]).output)


@pytest.fixture
def page(root):
    """Gives a built page's text, by its name."""
    return lambda name: (root / "_build/html/book" / f"{name}.html").read_text(encoding="utf-8")


def test_each_row_of_the_map_is_a_chapter_and_each_chapter_has_a_row(page, root):
    rows = re.findall(r"<tr class=.*?</tr>", re.search(r"<tbody>.*?</tbody>", page("index"), re.DOTALL)[0], re.DOTALL)
    linked = [re.findall(r'href="(\d\d_\w+)\.html"', row) for row in rows]
    assert linked == [[path.stem] for path in published(root)]


def test_the_first_page_announces_no_chapter_that_is_not_there(root):
    text = (root / "book/index.md").read_text(encoding="utf-8")
    assert not re.findall(r"^\| \d\d \|.*", text, re.MULTILINE) and "being written" not in text


def test_the_first_page_links_every_page_that_is_no_chapter(root):
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))["chapters"]
    others = {entry["file"].removeprefix("book/") for entry in contents if not re.match(r"book/\d\d_", entry["file"])}
    named = re.findall(r"\]\((\w+)\.md\)", (root / "book/index.md").read_text(encoding="utf-8"))
    assert others == set(named) and len(others) == len(named)


def test_the_list_names_the_chapters_of_the_book_each_with_experiments(listed, root):
    assert list(listed["chapters"]) == [path.stem for path in published(root)]
    assert all(listed["chapters"].values())


def test_each_experiment_of_the_list_is_a_figure_of_its_chapter_and_no_figure_is_missing(listed, page):
    for stem, experiments in listed["chapters"].items():
        figures = re.findall(r'<figure class="experiment"[^>]*data-experiment="(\w+)"', page(stem))
        assert sorted(figures) == sorted(experiments), stem


def test_each_lab_of_the_list_has_a_starter_and_answers_and_all_but_the_tour_a_chapter(listed, root):
    for stem in listed["labs"]:
        assert (root / "labs" / f"{stem}.ipynb").exists() and (root / "solutions" / f"{stem}.ipynb").exists()
    assert set(listed["labs"]) - set(listed["chapters"]) == {"00_tour"}


def test_each_chapter_but_the_first_has_a_lab(listed):
    assert set(listed["chapters"]) - set(listed["labs"]) == {"00_how_this_book_runs"}


def test_each_link_of_the_claims_opens_an_experiment_at_settings_that_it_offers(page, root):
    links = [unescape(link) for link in re.findall(r'href="(\d\d_\w+\.html#[^"]+)"', page("claims"))]
    homes = {path.stem: chapter(path).experiments for path in published(root)}
    assert len(links) >= len(homes)
    for link in links:
        address, target = urldefrag(link)
        name, _, query = target.partition("?")
        if not name.isidentifier():  # a heading of another chapter; tests/test_site.py follows it
            continue
        experiment = homes[address.removesuffix(".html")][name]
        if query:
            check(experiment, query)


def test_each_chapter_soon_asks_for_a_guess_and_ends_with_its_lab(root):
    """So says the page for those who teach."""
    for path in published(root):
        text = [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "markdown"]
        first, second, *_, last = ("".join(cell["source"]) for cell in text)
        assert re.search(r"\]\(#\w+\?guess=\d\)", first + second), path.name
        assert f"labs/{'00_tour' if path.stem.startswith('00') else path.stem}.ipynb" in last, path.name


def test_each_chapter_has_a_challenge(listed):
    """So says the page for those who teach."""
    for stem, experiments in listed["chapters"].items():
        assert any(experiment.get("challenge") for experiment in experiments.values()), stem
