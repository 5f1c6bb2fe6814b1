"""Values of a chart in words, by pointer, by finger and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.web.scenes import cells, powers, shares, slopes
from tests.web.stage import staged

pytestmark = pytest.mark.browser


def panel(figure):
    return figure.part(".values .panel")


def lead(figure, *keys):
    figure.part(".values").focus()
    for key in keys:
        figure.page.keyboard.press(key)


def test_the_arrows_lead_from_place_to_place_and_are_told_in_words(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        lead(figure, "Home", "ArrowRight")
        words = "At 5 s: random 5 s; theory 4 s; round robin 3.50 s; least 2 s"
        expect(panel(figure)).to_have_text(words)
        expect(figure.part(".values")).to_have_attribute("aria-valuetext", words)
        lead(figure, "End")
        expect(panel(figure)).to_have_text("At 10 s: random 10 s; theory 8 s; round robin 7 s; least 4 s")


def test_escape_and_leaving_hide_the_values(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes) as figure:
        lead(figure, "Home")
        figure.page.keyboard.press("Escape")
        expect(panel(figure)).to_be_hidden()
        figure.part("svg.chart:visible").hover()
        expect(panel(figure)).to_be_visible()
        figure.page.mouse.move(0, 0)
        expect(panel(figure)).to_be_hidden()


def test_a_finger_reads_values_too(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes, has_touch=True, viewport={"width": 360, "height": 640}) as figure:
        figure.part("svg.chart:visible").tap()
        expect(panel(figure)).to_contain_text("At 5 s: random 5 s")


def test_on_a_narrow_screen_the_panel_stays_within_the_page(chromium, tmp_path):
    with staged(chromium, tmp_path, slopes, viewport={"width": 360, "height": 640}) as figure:
        for keys in (["Home"], ["ArrowRight"], ["End"]):
            lead(figure, *keys)
            box = panel(figure).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_a_step_keeps_its_value_on_a_log_axis(chromium, tmp_path):
    with staged(chromium, tmp_path, powers) as figure:
        lead(figure, "Home", "ArrowRight")
        expect(panel(figure)).to_have_text("At 10: kept 40 %; kept, theory 50 %")


def test_bars_are_read_by_their_category(chromium, tmp_path):
    with staged(chromium, tmp_path, shares) as figure:
        lead(figure, "End")
        expect(panel(figure)).to_have_text("At b: now 10 %")


def test_cells_are_read_along_and_up(chromium, tmp_path):
    with staged(chromium, tmp_path, cells) as figure:
        lead(figure, "Home", "ArrowUp", "ArrowRight")
        expect(panel(figure)).to_have_text("At 2, 2: wait 4")


def test_a_moved_slider_renews_the_values_that_are_shown(chromium, tmp_path):
    with staged(chromium, tmp_path, shares) as figure:
        lead(figure, "Home")
        figure.page.evaluate("() => { const s = document.querySelector('[name=turn]'); s.value = 2;"
                             " s.dispatchEvent(new Event('input', {bubbles: true})); }")
        expect(panel(figure)).to_have_text("At a: now 60 %")


def test_axe_finds_nothing_serious_while_values_are_shown(chromium, tmp_path, root):
    with staged(chromium, tmp_path, slopes) as figure:
        lead(figure, "End")
        figure.page.add_script_tag(path=root / "web" / "node_modules" / "axe-core" / "axe.min.js")
        found = figure.page.evaluate("axe.run('figure').then(result => result.violations)")
        assert not [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in ("serious", "critical")]
