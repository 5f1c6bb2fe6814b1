"""The reader's own designs in the page: tried, ranked, taken up again, forgotten, and sent nowhere."""

import pytest
from playwright.sync_api import expect

from systemdesign.show import Axis, Chart, Choice, Line, Number, Ranking, Slider, experiment
from tests.web.stage import staged

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NO_STORE = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('', 'SecurityError'); } })"


def shopping(**ranked):
    """A shop whose best fleet is neither the smallest nor the largest; of two ways, one is the better by a half."""

    @experiment(servers=Slider(1, 16, default=2, label="Servers"), way=Choice(["queue", "in line"], label="Payment"),
                **ranked)
    def shop(servers, way):
        """How good is the shop?"""
        score = 100 - 4 * abs(servers - 6.5) - (0.5 if way == "in line" else 0)
        numbers = {"score": Number(score, label="Score"), "cost": Number(1250 * servers, "credits", label="Cost")}
        return Chart("Shop", Axis("Time", "s", min=0, max=1), Axis("Orders", min=0, max=2),
                     [Line("orders", [0, 1], [0, 1])], numbers=numbers, reading="So good.")

    return shop


SHOP = shopping(ranking=Ranking("score", against="cost", landmarks={"large": {"servers": 16}}))


@pytest.fixture
def shop(chromium, tmp_path):
    """`shop(**context)`: the figure of the shop in a window of its own, its designs unfolded."""
    stages = []

    def opened(dark=False, script="", **options):
        stages.append(staged(chromium, tmp_path, SHOP, dark=dark, **options))
        figure = stages[-1].__enter__()
        if script:
            figure.page.context.add_init_script(script)
            figure.page.reload()
            figure.until(tier="frames")
        return unfolded(figure)

    yield opened
    for stage in stages:
        stage.__exit__(None, None, None)


def unfolded(figure):
    figure.part(".experiment-ranking summary").click()
    return figure


def tried(figure, **settings):
    """Set one control, and rest there until it is said to be kept."""
    [(name, value)] = settings.items()
    status = figure.part(".ranking-status")
    status.evaluate("e => { e.textContent = ''; }")
    if isinstance(value, str):
        figure.control(name).select_option(value)
    else:
        figure.control(name).fill(str(value))
    expect(status).not_to_have_text("")
    return status.inner_text()


def table(figure):
    """Rank, score, cost and what was moved, row by row."""
    return [row.locator("td").all_inner_texts() for row in figure.part(".ranking-body tbody tr").all()]


def test_what_is_tried_is_ranked_best_first_and_equals_by_their_cost(shop):
    figure = shop()
    assert [tried(figure, servers=n) for n in (9, 7, 6)] == ["Number 1 of 1.", "Number 1 of 2.", "Number 1 of 3."]
    assert table(figure) == [["1", "98", "7,500", "Servers 6"], ["2", "98", "8,750", "Servers 7"],
                             ["3", "90", "11,250", "Servers 9"]]
    expect(figure.part(".ranking-sum")).to_have_text(": 3 kept, at best Score 98")


def test_the_same_settings_are_kept_once_and_the_first_ones_are_settings_too(shop):
    figure = shop()
    tried(figure, servers=9)
    assert tried(figure, servers=2) == "Number 2 of 2."
    assert tried(figure, servers=9) == "Number 1 of 2."
    assert [row[-1] for row in table(figure)] == ["Servers 9", "nothing: as at first"]


def test_no_more_than_ten_are_kept(shop):
    figure = shop()
    for servers in (6, 7, 5, 8, 4, 9, 3, 10, 2, 11):
        tried(figure, servers=servers)
    assert tried(figure, servers=12) == "Your 10 best are better than this one."
    assert len(table(figure)) == 10
    assert tried(figure, servers=1) == "Your 10 best are better than this one."


def test_the_way_of_a_slider_leaves_nothing_behind(shop):
    figure = shop()
    figure.control("servers").focus()
    for _ in range(4):
        figure.page.keyboard.press("ArrowRight")
    expect(figure.part(".ranking-status")).to_have_text("Number 1 of 1.")
    assert [row[-1] for row in table(figure)] == ["Servers 6"]


def test_what_a_neighbouring_frame_stands_in_for_is_not_kept(shop):
    figure = shop()
    tried(figure, servers=9)
    figure.control("way").select_option("in line")  # both moved: only Python knows, and there is none
    expect(figure.part(".ranking-body tr[aria-current]")).to_have_count(0)
    tried(figure, servers=2)
    assert [row[-1] for row in table(figure)] == ["Servers 9", "Payment in line"]


def test_a_design_is_taken_up_again_by_keyboard_and_keeps_the_focus(shop):
    figure = shop()
    tried(figure, servers=9)
    tried(figure, servers=4)
    figure.page.get_by_role("button", name="Servers 9").press("Enter")
    expect(figure.control("servers")).to_have_value("9")
    expect(figure.part(".ranking-body tr[aria-current=true] button")).to_have_text("Servers 9")
    expect(figure.page.get_by_role("button", name="Servers 9")).to_be_focused()
    assert figure.numbers == {"score": 90, "cost": 11250}
    assert len(table(figure)) == 2


def test_they_survive_a_reload_and_are_in_no_address(shop):
    figure = shop()
    tried(figure, servers=9)
    tried(figure, servers=4)
    figure.page.wait_for_url("**/index.html#shop?servers=4")
    before = table(figure)
    figure.page.goto("about:blank")
    figure.page.go_back()
    unfolded(figure.until(tier="frames"))
    assert table(figure) == before
    figure.page.evaluate("history.replaceState(null, '', location.pathname)")
    figure.page.reload()
    unfolded(figure.until(tier="frames"))
    assert table(figure) == before


def test_those_of_another_build_are_forgotten(shop):
    figure = shop()
    tried(figure, servers=9)
    figure.page.context.add_init_script(
        "new MutationObserver(() => document.querySelector('figure')?.setAttribute('data-frames', 'other.json.gzip'))"
        ".observe(document, { childList: true, subtree: true })")
    figure.page.goto("about:blank")
    figure.page.go_back()
    unfolded(figure)
    expect(figure.part(".ranking-body")).to_be_hidden()


def test_they_are_forgotten_at_a_word(shop):
    figure = shop()
    tried(figure, servers=9)
    figure.page.get_by_role("button", name="Forget them").click()
    expect(figure.part(".ranking-status")).to_have_text("Forgotten.")
    expect(figure.part(".ranking-body")).to_be_hidden()
    expect(figure.part(".experiment-ranking summary")).to_be_focused()
    figure.page.evaluate("history.replaceState(null, '', location.pathname)")
    figure.page.reload()
    unfolded(figure.until(tier="frames"))
    assert table(figure) == []


def test_where_storage_is_refused_the_page_remembers(shop):
    figure = shop(script=NO_STORE)
    tried(figure, servers=9)
    tried(figure, servers=4)
    assert [row[-1] for row in table(figure)] == ["Servers 4", "Servers 9"]


def test_nothing_is_sent(shop):
    figure, asked = shop(), []
    figure.page.context.on("request", lambda request: asked.append(request.url))
    tried(figure, servers=9)
    tried(figure, servers=4)
    figure.page.get_by_role("button", name="Forget them").click()
    assert {url.rpartition("/")[2] for url in asked} <= {"worker.js"}  # every figure asks for Python
    assert figure.page.evaluate("[localStorage.length, document.cookie]") == [0, ""]


def test_the_plane_shows_what_was_tried_the_landmarks_and_where_the_figure_stands(shop):
    figure = shop()
    tried(figure, servers=9)
    tried(figure, servers=4)
    plane = figure.part(".ranking-plane svg")
    assert plane.locator("text.series").all_text_contents() == ["yours", "at first", "large", "now"]
    assert plane.get_attribute("aria-label") == (
        "Score against Cost. Your best 90 at 5,000 credits, at first 82 at 2,500 credits, "
        "large 62 at 20,000 credits, now 90 at 5,000 credits.")
    yours = plane.locator("path.solid.tone-0").first.get_attribute("d")
    assert yours.count("M") == 2


def test_a_figure_without_a_ranking_has_none(chromium, tmp_path):
    with staged(chromium, tmp_path, shopping()) as figure:
        expect(figure.part(".experiment-ranking")).to_have_count(0)
        figure.after(lambda: figure.control("servers").fill("9"))
        assert figure.page.evaluate("sessionStorage.length") == 0


def test_without_scripts_and_on_paper_there_is_none(shop):
    figure = shop()
    figure.page.emulate_media(media="print")
    expect(figure.part(".experiment-ranking")).to_be_hidden()
    still = figure.page.context.browser.new_context(java_script_enabled=False).new_page()
    still.goto(figure.page.url)
    expect(still.locator("figure.experiment")).to_be_visible()
    expect(still.locator(".experiment-ranking")).to_be_hidden()
    still.context.close()


def test_it_fits_a_telephone(shop):
    figure = shop(viewport={"width": 360, "height": 740})
    for servers in (9, 4):
        tried(figure, servers=servers)
    assert figure.page.evaluate("document.documentElement.scrollWidth") == 360
    table_box, body = (figure.part(part).bounding_box() for part in (".ranking-body table", ".ranking-body"))
    assert table_box["width"] <= body["width"]


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_serious(shop, root, dark):
    figure = shop(dark=dark, color_scheme="dark" if dark else "light")
    tried(figure, servers=9)
    tried(figure, servers=4)
    figure.page.add_script_tag(path=root / "web" / "node_modules" / "axe-core" / "axe.min.js")
    found = figure.page.evaluate("axe.run('figure.experiment').then(result => result.violations)")
    assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")]
