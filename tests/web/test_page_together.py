"""All options of a choice in one chart."""

import pytest
from playwright.sync_api import expect

from tests.web.scenes import SLOPES, slopes
from tests.web.stage import staged

pytestmark = pytest.mark.browser

PALE = "svg.chart:visible path.line.pale[d*=L]"
"""A curve: in the legend stand level dashes."""

AXES = "all => all.map(e => e.getAttribute('d'))"


def names(figure):
    return figure.part("svg.chart:visible text.series").all_text_contents()


def test_the_still_shows_every_option_by_name_without_any_script(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        still = figure.page.request.get(figure.page.url).text()
        assert still.count('class="line pale') == 2 * 2 * 2  # curves and their legend, wide and narrow
        assert [n for n in names(figure) if n != "theory"] == [*SLOPES]


def test_another_option_is_strong_and_the_first_one_pale(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        figure.after(lambda: figure.control("policy").select_option("least"))
        expect(figure.part(PALE)).to_have_count(2)
        assert [n for n in names(figure) if n != "theory"] == ["least", "random", "round robin"]


def test_pale_curves_of_old_settings_go_at_once_and_the_plot_stays(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        before = figure.part("svg.chart:visible .axis").evaluate_all(AXES)
        figure.control("gap").focus()
        figure.page.keyboard.press("ArrowRight")
        expect(figure.part(PALE)).to_have_count(0)
        assert figure.part("svg.chart:visible .axis").evaluate_all(AXES) == before


def test_a_pinned_curve_stands_beside_the_pale_ones(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        figure.press("pin")
        expect(figure.part("svg.chart:visible path.ghost")).to_have_count(1)
        expect(figure.part(PALE)).to_have_count(2)


def test_once_the_hand_rests_the_pale_curves_come(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        figure.control("gap").focus()
        figure.page.keyboard.press("ArrowRight")
        figure.page.keyboard.press("ArrowLeft")
        expect(figure.part(PALE)).to_have_count(2)
