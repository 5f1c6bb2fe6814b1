"""A guess in the page: asked for before the result is seen, then held against it."""

import pytest
from playwright.sync_api import expect

from tests.web.figures import NO_PYTHON
from tests.web.guessing import GUESSES, LINE, asking, opened

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COVERED = (".experiment-chart", ".experiment-numbers", ".experiment-reading")


@pytest.fixture
def guessing(tail):
    return asking(tail, GUESSES)


def awake(page, box):
    """Once the page's script has met the figure."""
    box.scroll_into_view_if_needed()
    expect(box).to_have_attribute("data-tier", "frames")
    return box


def seen(box):
    return [box.locator(part).evaluate("e => getComputedStyle(e).visibility") == "visible" for part in COVERED]


def keyed(box, name, key="ArrowRight"):
    box.locator(f'[name="{name}"]').first.press(key)


def test_the_result_is_covered_and_the_controls_are_not(visit, guessing):
    page, box = opened(visit, guessing)
    assert seen(awake(page, box)) == [False] * 3
    expect(box.locator('[name="load"]')).to_be_visible()


def test_comparing_shows_how_far_off_each_guess_was(visit, guessing):
    page, box = opened(visit, guessing)
    keyed(awake(page, box), "tail-guess-0")
    box.get_by_label("random", exact=True).check()
    box.get_by_role("button", name="Compare").click()
    expect(box).to_have_attribute("data-guess", "given")
    number, which = box.locator(".guess-verdicts p").all()
    expect(number).to_contain_text("You said 6 s; it is")
    expect(which).to_contain_text("At Utilisation 0.9: You said random; it is")
    assert seen(box) == [True] * 3


def test_a_switch_that_a_guess_turns_is_told_as_on_or_off(visit):
    page = visit("book/19_capstone.html", block=NO_PYTHON)
    box = awake(page, page.locator('figure[data-experiment="why"]'))
    keyed(box, "why-guess-0")
    box.get_by_role("button", name="Compare").click()
    expect(box.locator(".guess-verdicts p")).to_contain_text("At 2 Flash crowd off: You said")


def test_an_untouched_slider_is_no_guess(visit, guessing):
    page, box = opened(visit, guessing)
    awake(page, box).get_by_role("button", name="Compare").click()
    expect(box.locator(".guess-verdicts")).to_have_text("Guess first, or skip.")
    expect(box).to_have_attribute("data-guess", "open")


def test_skipping_works_before_any_script_has_come(visit, guessing):
    page, box = opened(visit, guessing)
    page.context.route("**/page-*.js", lambda route: route.abort())
    page.reload()
    assert seen(box) == [False] * 3
    box.get_by_label("Skip").check(force=True)
    assert seen(box) == [True] * 3


def test_moving_a_control_skips_the_guess(visit, guessing):
    page, box = opened(visit, guessing)
    keyed(awake(page, box), "load")
    expect(box).to_have_attribute("data-guess", "skipped")


def test_settings_in_the_address_skip_the_guess(visit, guessing):
    _, box = opened(visit, guessing, "#tail?load=0.5")
    expect(box).to_have_attribute("data-guess", "skipped")


def test_covering_the_result_moves_nothing(visit, guessing):
    page, box = opened(visit, guessing)
    chart = awake(page, box).locator(".experiment-chart")
    before = chart.bounding_box()
    keyed(box, "load")
    assert chart.bounding_box()["height"] == pytest.approx(before["height"], abs=1)


def test_a_line_is_drawn_with_the_pointer(visit, tail):
    page, box = opened(visit, asking(tail, LINE))
    svg = awake(page, box).locator(".experiment-chart svg:visible, .experiment-chart svg").first
    svg.evaluate("svg => svg.scrollIntoView({block: 'center'})")
    chart = svg.bounding_box()
    height = chart["y"] + chart["height"] / 2
    page.mouse.move(chart["x"] + 60, height)
    page.mouse.down()
    page.mouse.move(chart["x"] + chart["width"] - 30, height, steps=40)
    page.mouse.up()
    expect(box.locator("g.guess-line circle")).to_have_count(3)
    box.get_by_role("button", name="Compare").click()
    expect(box.locator(".guess-verdicts p")).to_contain_text("off on average, and most at")
    expect(box.locator("g.guess-line text")).to_have_text("your guess")


def test_a_line_is_drawn_with_a_finger_and_the_page_stays_where_it_is(visit, tail):
    page, box = opened(visit, asking(tail, LINE), has_touch=True, viewport={"width": 390, "height": 800})
    svg = awake(page, box).locator("svg.chart.narrow")
    svg.evaluate("svg => svg.scrollIntoView({block: 'center'})")
    chart, top = svg.bounding_box(), page.evaluate("scrollY")
    finger = page.context.new_cdp_session(page)
    left, low, wide, high = chart["x"] + 60, chart["y"] + chart["height"] * 0.75, chart["width"] - 80, 80
    up = [(left, low - high * k / 20) for k in range(20)]
    across = [(left + wide * k / 20, low - high - 30 * k / 20) for k in range(21)]
    for k, (x, y) in enumerate([*up, *across]):
        kind = "touchMove" if k else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(box.locator("svg.chart.narrow g.guess-line circle")).to_have_count(3)
    heights = [float(slider.input_value()) for slider in box.locator(".guess-line input[type=range]").all()]
    assert heights == sorted(heights) and heights[-1] - heights[0] > 5
    assert page.evaluate("scrollY") == top


def test_without_scripts_the_question_stands_beside_its_answer(visit, guessing):
    _, box = opened(visit, guessing, java_script_enabled=False)
    assert seen(box) == [True] * 3
    expect(box.locator(".guess-text").first).to_contain_text(GUESSES[0].question)
    expect(box.locator("form.experiment-guess")).to_be_hidden()


def test_an_opening_guess_is_kept_in_the_figure(visit, guessing):
    page, box = opened(visit, guessing)
    awake(page, box)
    page.locator("#ask").click()
    opening = page.locator("form.opening-guess")
    opening.locator("input").press("ArrowRight")
    expect(opening.locator(".control-value")).to_have_text("6 s")
    opening.get_by_role("button").click()
    expect(opening.get_by_role("status")).to_contain_text("The answer is in the figure")
    expect(box.locator('[name="tail-guess-0"]')).to_have_value("6")
    expect(box).to_have_attribute("data-guess", "open")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_guess(visit, root, guessing, scheme):
    page, box = opened(visit, guessing, color_scheme=scheme)
    awake(page, box)
    page.add_script_tag(path=root / "web" / "node_modules" / "axe-core" / "axe.min.js")
    found = page.evaluate("axe.run('figure.experiment').then(result => result.violations)")
    assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")]
