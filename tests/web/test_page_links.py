"""Prose that moves a figure."""

import pytest
from playwright.sync_api import expect

from tests.web.guessing import opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def prose(visit, tail):
    page, box = opened(visit, tail)
    box.scroll_into_view_if_needed()
    expect(box).to_have_attribute("data-tier", "frames")
    page.locator("#set").scroll_into_view_if_needed()
    return page, box


def test_a_link_sets_its_figure_and_back_returns_to_the_words(prose):
    page, box = prose
    page.locator("#set").click()
    expect(box.locator('[name="load"]')).to_have_value("0.5")
    expect(box.locator("figcaption")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#set")).to_be_in_viewport()


def test_back_from_one_setting_to_another_returns_to_the_words_too(visit, tail):
    page, box = opened(visit, tail, "#tail?load=0.9")
    expect(box).to_have_attribute("data-tier", "frames")
    page.locator("#set").click()
    expect(box.locator('[name="load"]')).to_have_value("0.5")
    expect(page.locator("#set")).not_to_be_in_viewport()
    page.go_back()
    expect(page.locator("#set")).to_be_in_viewport()
    expect(box.locator('[name="load"]')).to_have_value("0.9")


def test_a_link_works_a_second_time(prose):
    page, box = prose
    page.locator("#set").click()
    expect(box.locator("figcaption")).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    page.locator("#set").click()
    expect(box.locator("figcaption")).to_be_in_viewport()


def test_a_chart_in_view_stays_where_it_is(prose):
    page, box = prose
    box.locator(".experiment-chart").evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    top = "e => Math.round(e.getBoundingClientRect().top)"
    before = box.locator(".experiment-chart").evaluate(top)
    page.locator("#set").evaluate("a => a.click()")
    expect(box.locator('[name="load"]')).to_have_value("0.5")
    assert box.locator(".experiment-chart").evaluate(top) == pytest.approx(before, abs=2)


def test_a_link_that_moves_a_figure_says_so(prose):
    page, _ = prose
    expect(page.locator("#set")).to_have_attribute("title", "This moves a figure")


def test_the_sign_of_such_a_link_never_stands_alone_on_a_line(prose):
    page, _ = prose
    last_lines = page.locator("#set").evaluate("""link => Array.from({length: 60}, (_, k) => {
        link.parentElement.style.width = `${90 + 4 * k}px`;
        return [...link.getClientRects()].at(-1).width;
    })""")
    assert min(last_lines) > 24
