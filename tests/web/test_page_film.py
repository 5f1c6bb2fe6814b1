"""A film in the page: it plays while it is seen, stops, steps, is scrubbed; where nothing may move it is stills."""

import pytest
from playwright.sync_api import expect

from tests.web.figures import NO_PYTHON, SOON, Figure

pytestmark = pytest.mark.browser

PAGE, FIGURE = "book/00_how_this_book_runs.html", "day"
MOVING = {"reduced_motion": "no-preference"}
CURSOR = "svg.chart:visible .cursor"


@pytest.fixture
def day(visit):
    """`day(**options)`: the shop's figure, with its film in view."""

    def opened(block=NO_PYTHON, **options):
        figure = Figure(visit(PAGE, block=block, **MOVING | options), FIGURE)
        figure.part(".film").scroll_into_view_if_needed()
        return figure

    return opened


def time(figure):
    return float(figure.part("[name=film-time]").input_value())


def paused(figure):
    figure.until(film="playing").part("[name=play]").click()
    return figure.until(film="paused")


def moved(figure, load="0.3"):
    """Another utilisation, without bringing its slider into view."""
    turn = "(e, load) => { e.value = load; e.dispatchEvent(new Event('input', {bubbles: true})); }"
    return figure.after(lambda: figure.control("load").evaluate(turn, load))


def test_a_film_plays_when_it_comes_into_view_and_its_dots_move(day):
    figure = day().until(film="playing")
    expect(figure.part("svg.stage .dot").first).to_be_attached(timeout=SOON)
    before = time(figure)
    figure.page.wait_for_function(
        "before => Number(document.querySelector('[name=film-time]').value) > before", arg=before, timeout=SOON)


def test_it_pauses_out_of_view_and_goes_on_when_it_is_seen_again(day):
    figure = day().until(film="playing")
    figure.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    figure.until(film="paused")
    figure.part(".film").scroll_into_view_if_needed()
    figure.until(film="playing")


def hidden(figure, how):
    """The tab is hidden, or seen again."""
    figure.page.evaluate(
        "how => { Object.defineProperty(document, 'visibilityState', {value: how, configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange')); }", how)


def test_it_pauses_in_a_hidden_tab_and_goes_on_when_it_is_seen_again(day):
    figure = day().until(film="playing")
    hidden(figure, "hidden")
    figure.until(film="paused")
    hidden(figure, "visible")
    figure.until(film="playing")


def test_whoever_pauses_it_is_obeyed_when_it_comes_into_view_again(day):
    figure = paused(day())
    figure.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    figure.part(".film").scroll_into_view_if_needed()
    expect(figure.part(".film")).to_be_in_viewport(ratio=0.5)
    figure.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert figure.film == "paused"


def test_a_step_goes_to_the_next_event_and_says_it(day):
    figure = paused(day())
    figure.part("[name=film-time]").fill("1")
    rows = figure.part(".film-events tr").evaluate_all("all => all.map(e => [...e.cells].map(c => c.textContent))")
    when, words = next(row for row in rows if float(row[0].removesuffix(" s")) > 1)
    figure.part("[name=step]").click()
    expect(figure.part(".film-clock")).to_have_text(when)
    expect(figure.part(".film-words")).to_have_text(words)


def test_a_dot_fades_once_it_has_ended(day):
    figure = paused(day())
    figure.part("[name=film-time]").focus()
    strengths = set()
    for _ in range(60):
        figure.page.keyboard.press("ArrowRight")
        strengths |= set(figure.part("svg.stage:visible .dot").evaluate_all("all => all.map(e => e.style.opacity)"))
    assert {strength for strength in strengths if strength not in ("", "1")}


def test_the_keyboard_scrubs_it_and_the_cursor_on_the_chart_goes_along(day):
    figure = paused(day())
    figure.part("[name=film-time]").focus()
    figure.page.keyboard.press("Home")
    first = figure.part(CURSOR).get_attribute("d")
    figure.page.keyboard.press("End")
    assert time(figure) == pytest.approx(65)
    assert figure.part(CURSOR).get_attribute("d") != first
    assert figure.part("[name=film-time]").get_attribute("aria-valuetext") == "65.0 s"


def test_it_stops_at_its_end_and_can_be_played_again(day):
    figure = paused(day())
    figure.part("[name=film-time]").focus()
    figure.page.keyboard.press("End")
    figure.page.keyboard.press("ArrowLeft")
    figure.part("[name=play]").click()
    figure.until(film="ended")
    expect(figure.part("[name=play]")).to_have_text("Play again")


def test_a_film_that_has_ended_rests_when_it_comes_into_view_again(day):
    figure = day().until(film="playing")
    figure.page.clock.install()
    while figure.film == "playing":  # its first frame may still be one of the real clock
        figure.page.clock.run_for(5_000)
    figure.until(film="ended")
    for _ in range(2):
        hidden(figure, "hidden")
        hidden(figure, "visible")
    assert figure.film == "ended"


def test_another_setting_brings_its_own_film(day):
    figure = day(block=()).until(tier="live", film="playing")
    words = figure.part(".film-events").text_content()
    moved(figure)
    figure.part(".film").scroll_into_view_if_needed()
    expect(figure.part(".film-remark")).to_be_empty(timeout=SOON)
    paused(figure)  # what played goes on playing
    figure.part("[name=film-time]").fill("30")
    moved(figure, "0.5")
    figure.part(".film").scroll_into_view_if_needed()
    expect(figure.part("[name=film-time]")).to_have_value("0", timeout=SOON)
    expect(figure.part(".film-remark")).to_be_empty(timeout=SOON)
    assert words == figure.part(".film-events").text_content()  # the fold stays with the first settings


def test_it_says_that_the_film_of_the_settings_is_still_to_come(day):
    figure = day().until(tier="frames", film="playing")
    moved(figure)
    expect(figure.part(".film-remark")).to_have_text("Still the film of other settings.")


HEARD = """() => {
    window.asked = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (told) { asked.push(told.what ?? "chart"); post.call(this, told); };
}"""


def test_the_film_of_other_settings_is_asked_for_once_it_is_seen(day):
    figure = day(block=()).until(tier="live", film="playing")
    figure.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    figure.until(film="paused")
    figure.page.evaluate(HEARD)
    figure.page.clock.install()
    moved(figure)
    figure.page.clock.run_for(10_000)
    assert "film" not in figure.page.evaluate("asked")
    expect(figure.part(".film-remark")).not_to_be_empty()
    figure.part(".film").scroll_into_view_if_needed()
    figure.until(film="playing")
    figure.page.clock.run_for(1000)
    expect(figure.part(".film-remark")).to_be_empty(timeout=SOON)
    assert figure.page.evaluate("asked").count("film") == 1


def test_a_narrow_screen_leaves_the_keyboard_where_it_was(day):
    figure = paused(day())
    figure.part("[name=film-time]").focus()
    figure.page.set_viewport_size({"width": 400, "height": 800})
    expect(figure.part(".film svg.stage.narrow").first).to_be_visible()
    expect(figure.part("[name=film-time]")).to_be_focused()


FRUGAL = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
CUT = "e => e.lastElementChild.getBoundingClientRect().bottom - e.getBoundingClientRect().bottom"


def test_whoever_saves_data_sees_every_still_with_its_caption(visit):
    page = visit("book/index.html", block=NO_PYTHON, viewport={"width": 360, "height": 740}, **MOVING)
    page.add_init_script(FRUGAL)
    page.goto(page.url.replace("book/index.html", PAGE))
    figure = Figure(page, FIGURE).until(film="still")
    assert figure.part(".film-stills").evaluate(CUT) <= 1
    expect(figure.part(".film-offer")).to_be_visible()


def test_whoever_never_gets_the_script_sees_every_still_in_the_end(visit):
    page = visit(PAGE, block=["**/page-*.js"], viewport={"width": 360, "height": 740}, **MOVING)
    stills = page.locator(".film-stills").first
    stills.evaluate("e => e.getAnimations().forEach((one) => one.finish())")
    assert stills.evaluate(CUT) <= 1


def test_where_motion_is_reduced_it_is_a_strip_of_stills_until_a_reader_plays_it(day):
    figure = day(reduced_motion="reduce").until(film="still")
    stills = figure.part(".film-stills svg.stage")
    assert stills.count() >= 2
    assert all("At " in name for name in stills.evaluate_all("all => all.map(e => e.getAttribute('aria-label'))"))
    figure.part(".film-offer").click()
    figure.until(film="playing")


def test_without_a_script_the_stills_stand_there_with_their_captions(day):
    figure = day(java_script_enabled=False)
    assert figure.part(".film-stills li").count() >= 2
    assert figure.part(".film-stills p").first.is_visible()
    assert not figure.part(".film-offer").is_visible()


def test_the_fold_tells_the_film_in_words(day):
    rows = day().part(".film-events tr")
    assert 20 < rows.count() <= 61
    assert "and" in rows.last.text_content()
