"""The page as readers come to it: without scripts, by a link, on a phone, in the dark, without the network."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import CHAPTER
from tests.web.figures import NO_PYTHON, SOON, Figure, by_keyboard, by_pointer
from tools.assets import published

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLES = ["book/systems.html", "book/teaching.html"]
OTHERS = ["book/index.html", *TABLES, "book/glossary.html", "book/claims.html"]
PAGES = [*OTHERS, *(f"book/{path.stem}.html" for path in published(Path(__file__).parents[2]))]
SOME = [pytest.param(path, marks=pytest.mark.sampled(of=4, turn=page)) for page, path in enumerate(PAGES)]


def seen_numbers(experiment, **settings):
    return pytest.approx({name: n.value for name, n in experiment(**settings).numbers.items()}, rel=1e-9)


def test_without_scripts_each_figure_shows_its_chart_numbers_and_reading(visit, chapters):
    page = visit(CHAPTER, java_script_enabled=False)
    for name, experiment in chapters["03_load_balancing"].experiments.items():
        box = page.locator(f'figure[data-experiment="{name}"]')
        expect(box.locator("svg.chart[role=img]:visible")).to_have_count(1)
        expect(box.locator(".experiment-reading")).to_have_text(experiment().reading)
        expect(box.locator("output:visible")).to_have_count(len(experiment().numbers))
        expect(box.locator("form:visible")).to_have_count(0)
        assert box.get_attribute("data-tier") == "still"


def test_a_link_restores_its_settings(visit, tail):
    page = visit(CHAPTER + "#tail?load=0.9&policy=round+robin")
    expect(page.locator('[data-experiment="tail"] figcaption')).to_be_in_viewport()
    figure = Figure(page, "tail").settled()
    assert figure.settings(tail)["load"] == 0.9 and figure.settings(tail)["policy"] == "round robin"
    assert figure.numbers == seen_numbers(tail, load=0.9, policy="round robin")


def test_a_link_of_the_page_itself_moves_its_figure(visit, tail):
    page = visit(CHAPTER, block=NO_PYTHON)
    figure = Figure(page, "tail").until(tier="frames")
    page.evaluate("location.hash = '#tail?load=0.5'")
    expect(figure.control("load")).to_have_value("0.5")
    assert figure.settled().numbers == seen_numbers(tail, load=0.5)


MOVED_AND_CLICKED = """async ([load, link]) => {
  const slider = document.querySelector('[data-experiment="tail"] [name="load"]');
  slider.value = load;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => setTimeout(done, 150));
  const away = document.querySelector('[data-experiment="tail"]').appendChild(document.createElement("a"));
  away.href = link;
  away.click();
  for (const over = performance.now() + 100; performance.now() < over;);
}"""


def test_a_link_clicked_while_the_address_still_waits_for_the_hand_has_the_last_word(visit, tail):
    page = visit(CHAPTER, block=NO_PYTHON)
    figure = Figure(page, "tail").until(tier="frames")
    page.evaluate(MOVED_AND_CLICKED, ["0.9", "#tail?load=0.5"])
    expect(figure.control("load")).to_have_value("0.5")
    page.wait_for_timeout(300)
    assert page.url.endswith("#tail?load=0.5")


def test_a_link_is_followed_though_the_address_was_written_over_before_the_browser_told_of_it(visit, tail):
    page = visit(CHAPTER, block=NO_PYTHON)
    figure = Figure(page, "tail").until(tier="frames")
    page.evaluate("location.hash = '#tail?load=0.5'; history.replaceState(null, '', '#tail?load=0.9')")
    expect(figure.control("load")).to_have_value("0.5")


FETCHED = "performance.getEntriesByType('resource').map((r) => r.name.match(/frames\\/.*\\/(\\w+)-\\w+\\.json/)?.[1])"


@pytest.mark.parametrize(("fragment", "first"), [("", "tail"), ("#layers?reuse=1", "layers"), ("#exercises", "tail")])
def test_the_frames_of_the_named_or_else_the_first_figure_come_first_and_once(visit, fragment, first):
    page = visit(CHAPTER + fragment, block=NO_PYTHON)
    for name in ("layers", "tail"):
        page.locator(f'figure[data-experiment="{name}"]').scroll_into_view_if_needed()
        Figure(page, name).until(tier="frames")
    frames = [name for name in page.evaluate(FETCHED) if name]
    assert frames[0] == first
    assert len(frames) == len(set(frames))


def test_settings_that_no_control_offers_are_left_at_their_defaults(visit, tail):
    page = visit(CHAPTER + "#tail?load=7&policy=prayer&servers=", block=NO_PYTHON)
    assert Figure(page, "tail").settled().settings(tail) == tail.defaults


def test_the_address_keeps_the_settings_that_differ_from_the_defaults(visit, tail):
    page = visit(CHAPTER, block=NO_PYTHON)
    figure = Figure(page, "tail").until(tier="frames")
    figure.after(lambda: by_keyboard(figure, tail.controls["load"]))
    expect(page).to_have_url(re.compile(r"#tail\?load=0\.82$"))


def test_pin_keeps_a_ghost_until_it_is_let_go(visit, tail):
    page = visit(CHAPTER, block=NO_PYTHON)
    figure = Figure(page, "tail").until(tier="frames")
    figure.press("pin")
    figure.after(lambda: by_keyboard(figure, tail.controls["load"]))
    ghost, curve = figure.part("path.ghost").first, figure.part("path.line").first
    expect(figure.part('button[name="pin"]')).to_have_attribute("aria-pressed", "true")
    assert ghost.get_attribute("d") and ghost.get_attribute("d") != curve.get_attribute("d")
    figure.press("pin")
    expect(figure.part(".ghost")).to_have_count(0)


def test_reset_goes_back_to_the_first_settings(visit, tail):
    page = visit(CHAPTER + "#tail?load=0.9&servers=4")
    figure = Figure(page, "tail").settled()
    figure.press("reset")
    assert figure.settled().settings(tail) == tail.defaults
    assert figure.numbers == seen_numbers(tail)
    expect(page).to_have_url(re.compile("#tail$"))


@pytest.mark.parametrize(
    ("button", "copied"),
    [("python", 'tail(load=0.9, policy="round robin")'), ("link", "{address}#tail?load=0.9&policy=round+robin")],
)
def test_copy_gives_the_call_and_the_link(visit, address, button, copied):
    page = visit(CHAPTER + "#tail?load=0.9&policy=round+robin", permissions=["clipboard-read", "clipboard-write"])
    figure = Figure(page, "tail").settled()
    figure.press(button)
    expect(figure.part(f'button[name="{button}"]')).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == copied.format(address=address + CHAPTER)


@pytest.mark.parametrize("path", SOME)
def test_a_360_pixel_screen_needs_no_scrolling_sideways(visit, path):
    page = visit(path, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", TABLES)
def test_a_table_fits_a_360_pixel_screen_without_scrolling_in_itself(visit, path):
    page = visit(path, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    cells = page.locator("article :is(td, th)").evaluate_all("all => all.map(e => e.getBoundingClientRect())")
    assert len(cells) > 50 and max(cell["right"] for cell in cells) <= 360


def test_a_finger_moves_a_slider_on_a_phone(visit, tail):
    page = visit(CHAPTER, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    figure = Figure(page, "tail").until(tier="live")
    box = figure.control("load").bounding_box()
    place = box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2
    figure.after(lambda: page.touchscreen.tap(*place), event="change")  # comes last
    assert figure.numbers == seen_numbers(tail, load=figure.settings(tail)["load"])
    assert figure.settings(tail)["load"] < 0.5
    expect(figure.part("svg.chart.narrow")).to_be_visible()


def test_figures_are_dark_in_the_dark(visit):
    colours = []
    for scheme in ("light", "dark"):
        page = visit(CHAPTER, block=NO_PYTHON, color_scheme=scheme)
        figure = Figure(page, "tail").until(tier="frames")
        title = figure.part(".chart .title:visible")
        colours.append(title.evaluate("e => getComputedStyle(e).fill.match(/\\d+/g).reduce((a, b) => a + +b, 0)"))
    light, dark = colours
    assert light < 200 and dark > 500


def test_nothing_moves_by_itself_for_readers_who_want_less_motion(visit):
    page = visit(CHAPTER, block=NO_PYTHON, reduced_motion="reduce")
    Figure(page, "tail").until(tier="frames")
    style = "e => getComputedStyle(e).transitionDuration + getComputedStyle(e).animationName"
    found = set(page.locator("figure.experiment, figure.experiment *").evaluate_all(f"all => all.map({style})"))
    assert found == {"0snone"}


def test_without_the_network_every_slider_still_works_once_python_stands(visit, chapters):
    page = visit(CHAPTER)
    experiments = chapters["03_load_balancing"].experiments
    for name in experiments:
        Figure(page, name).until(tier="live", busy="false")
    page.context.set_offline(True)
    for name, experiment in experiments.items():
        figure = Figure(page, name)
        for control in experiment.controls.values():
            figure.after(lambda figure=figure, control=control: by_pointer(figure, control))
            assert not figure.status
        assert figure.numbers == seen_numbers(experiment, **figure.settings(experiment))


def test_an_off_sweep_position_is_marked_until_the_answer_comes(visit, tail):
    page = visit("book/index.html")
    held = []
    page.context.route("**/course-*.zip.gzip", lambda route: held.append(route))
    with page.expect_request("**/course-*.zip.gzip"):
        page.goto(page.url.replace("book/index.html", CHAPTER) + "#tail?load=0.9&servers=4")
    figure = Figure(page, "tail").until(note="near", busy="true")
    assert "nearest" in figure.status
    assert figure.numbers == seen_numbers(tail, load=0.9)
    assert held
    for route in held:
        route.continue_()
    assert figure.settled().numbers == seen_numbers(tail, load=0.9, servers=4)
    assert figure.note == "" and not figure.status


def limited(page, milliseconds):
    page.locator("figure.experiment").evaluate_all(f"all => all.forEach(f => f.dataset.limit = '{milliseconds}')")


def test_a_run_that_takes_too_long_is_cut_off_and_the_next_one_works(visit, tail):
    page = visit(CHAPTER)
    figure = Figure(page, "tail").until(tier="live")
    limited(page, 1)
    figure.after(lambda: (by_pointer(figure, tail.controls["servers"])))
    figure.after(lambda: (by_pointer(figure, tail.controls["variability"])))
    assert figure.note == "error" and "takes longer" in figure.status
    limited(page, 10_000)
    figure.after(lambda: by_pointer(figure, tail.controls["load"]))
    assert figure.note == "" and figure.numbers == seen_numbers(tail, **figure.settings(tail))


def test_an_error_in_python_is_shown_in_its_place(visit, tail):
    page = visit("book/index.html")
    page.context.route("**/bundles/*.json", lambda route: route.fulfill(json=broken(route.fetch().json())))
    page.goto(page.url.replace("book/index.html", CHAPTER) + "#tail?load=0.9&servers=4")
    figure = Figure(page, "tail").until(note="error", busy="false")
    assert "The experiment stopped: ZeroDivisionError" in figure.status


def broken(bundle):
    return {**bundle, "cells": ["1 / 0" for _ in bundle["cells"]]}


@pytest.mark.parametrize(("path", "scheme"), [
    pytest.param(path, scheme, marks=pytest.mark.sampled(of=4, turn=page + by)) for page, path in enumerate(PAGES)
    for by, scheme in enumerate(("light", "dark"))
])
def test_axe_finds_nothing_serious(visit, root, path, scheme):
    page = visit(path, block=NO_PYTHON, color_scheme=scheme)
    for figure in page.locator("figure.experiment").all():
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-tier", "frames", timeout=SOON)
    page.add_script_tag(path=root / "web" / "node_modules" / "axe-core" / "axe.min.js")
    found = page.evaluate("axe.run().then(result => result.violations)")
    grave = [v for v in found if v["impact"] in ("serious", "critical")]
    told = [f"{v['id']}: {node['target']} {node['html'][:90]}" for v in grave for node in v["nodes"]]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("path", SOME)
def test_nothing_that_a_page_asks_for_is_missing(visit, path):
    page = visit("book/index.html")
    missing, complaints = [], []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(page.url.replace("book/index.html", path), wait_until="networkidle")
    assert not missing and not complaints
