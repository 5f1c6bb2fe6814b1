"""The code of a page: opened by a key without any script, and whole on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tools.assets import published

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHAPTER = "book/03_load_balancing.html"
PAPER = {"width": 718, "height": 1000}  # A4 between margins of a centimetre
PAGES = ["book/index.html", *(f"book/{path.stem}.html" for path in published(Path(__file__).parents[2]))]
SOME = [pytest.param(path, marks=pytest.mark.sampled(of=4, turn=page)) for page, path in enumerate(PAGES)]

CUT = """all => all.filter((part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth)
    .map((part) => part.className + ": " + part.textContent.slice(0, 60))"""


def test_a_key_opens_the_code_of_a_figure_without_scripts(visit):
    page = visit(CHAPTER, java_script_enabled=False)
    fold = page.locator('.cell:has([data-experiment="tail"]) details.fold').first
    expect(fold.locator("pre")).to_be_hidden()
    fold.locator("summary").press("Enter")
    expect(fold.locator("pre")).to_be_visible()
    expect(fold.locator("summary")).to_have_text("The code of this figure")


def test_on_paper_every_fold_is_open(visit):
    page = visit(CHAPTER)
    page.emulate_media(media="print")
    folds = page.locator("details.fold")
    assert folds.count() > 5
    heights = folds.evaluate_all("all => all.map(fold => fold.offsetHeight - fold.firstElementChild.offsetHeight)")
    assert min(heights) > 30


def test_a_components_code_lies_on_no_light_sheet_in_the_dark(visit):
    page = visit(CHAPTER, color_scheme="dark")
    sheet = page.locator(".cell_output .text_html:has(.source)").first
    expect(sheet).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    every = page.locator(".cell_output .text_html:has(.source, figure)")
    assert set(every.evaluate_all("all => all.map(e => getComputedStyle(e).padding)")) == {"0px"}


@pytest.mark.parametrize("path", SOME)
def test_on_paper_nothing_is_cut_off(visit, path):
    page = visit(path, viewport=PAPER)
    page.emulate_media(media="print")
    parts = page.locator(":is(.bd-article pre, .bd-article .highlight, .bd-article table, .bd-article math, article)")
    assert not parts.evaluate_all(CUT)
