"""Firefox and WebKit read the book as Chromium does: every figure, from its frames and then from Python in the page."""

from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.charts import BOOK, chart
from tests.web.figures import meant, on_sweep, step
from tests.web.webdriver import OTHERS, PATIENCE
from tools.browser import NEEDED
from tools.serve import Quiet, server

STEMS = [stem for stem, home in BOOK.items() if home.experiments]
EVERY = pytest.mark.parametrize(("stem", "browser"), [
    pytest.param(stem, browser, marks=pytest.mark.sampled(of=2, turn=chapter + which))
    for chapter, stem in enumerate(STEMS) for which, browser in enumerate(OTHERS) if browser in NEEDED
])
"""Each chapter is read in one of them with one commit, and in the other with the next."""

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCH = b"""<head><script>
    window.failed = [];
    addEventListener("error", ({message, target}) => failed.push(...[message ?? target.src].filter(Boolean)), true);
    addEventListener("unhandledrejection", (event) => failed.push(String(event.reason)));
</script>"""


class Watched(Quiet):
    """Serves pages that keep what fails in them, and Python only once it is let in."""

    def send_head(self):
        if "/worker-" in self.path:
            self.server.python.wait(PATIENCE)
        if not self.path.endswith(".html"):
            return super().send_head()
        page = Path(self.translate_path(self.path)).read_bytes()
        return self.told(page.replace(b"<head>", WATCH, 1), "text/html; charset=utf-8")

    def end_headers(self):
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


class OtherFigure:
    """One figure of a page in a browser that Playwright does not drive. No run of it is cut off for being slow."""

    def __init__(self, window, name):
        self.window, self.name = window, name
        self.run("box.scrollIntoView(); box.dataset.limit = arguments[0]", 1000 * PATIENCE)

    def run(self, script, *arguments):
        """What the body of an async function returns that knows the figure as `box`."""
        box = f"""const box = document.querySelector('figure.experiment[data-experiment="{self.name}"]');"""
        return self.window.run(box + script, *arguments)

    def until(self, condition):
        """Wait until its data attributes, as `now`, are so."""
        self.run(f"for (const now = box.dataset; !({condition});) await new Promise((done) => setTimeout(done, 5));")
        return self

    def strike(self, control):
        """One step of a control by its key; the page has heard it when this returns."""
        self.run("""window.heard = new Promise((done) => box.addEventListener("input", done, {once: true}));
            box.querySelector(`.experiment-controls [name="${arguments[0]}"]`).focus()""", control.name)
        self.window.press(step(control, self.settings({control.name: control})[control.name]))
        self.run("await window.heard")
        return self

    def played(self):
        """Bring its film into view: how many dots and arcs are drawn once it has moved on by itself."""
        return self.run("""const part = (name) => box.querySelector(name);
            const time = () => Number(part("[name=film-time]").value);
            const until = async (met) => { while (!met()) await new Promise((done) => setTimeout(done, 5)); };
            part(".film-player").scrollIntoView({block: "center"});
            const before = time();
            await until(() => time() !== before && part(".stage :is(.dot, .arc)"));
            return box.querySelectorAll(".stage :is(.dot, .arc)").length;""")

    def useful(self, controls):
        """The controls that do not stand grey."""
        names = self.run("return [...box.querySelectorAll('.experiment-controls [name]:enabled')].map((e) => e.name)")
        return [control for name, control in controls.items() if name in names]

    def settings(self, controls):
        """What the controls stand at, as Python's values."""
        told = self.run("""const all = [...box.querySelectorAll(".experiment-controls [name]")];
            return Object.fromEntries(all.map((e) => [e.name, e.type === "checkbox" ? e.checked : e.value]))""")
        return {name: meant(control, told[name]) for name, control in controls.items()}

    @property
    def seen(self):
        """What a reader sees: tier, what is said, numbers, reading, and the height of the chart in pixels."""
        return self.run("""const text = (part) => box.querySelector(`.experiment-${part}`).textContent.trim();
            const numbers = [...box.querySelectorAll("output")].map((o) => [o.name, Number(o.dataset.value)]);
            const {height} = box.querySelector("svg.chart[role=img]").getBoundingClientRect();
            return {...box.dataset, status: text("status"), reading: text("reading"),
                numbers: Object.fromEntries(numbers), height};""")


@pytest.fixture(scope="session")
def window(tmp_path_factory):
    """`window(browser)`: its window, the same for all tests. Without the browser they fail: they are never skipped."""
    with ExitStack() as open_until_the_end:
        yield cache(lambda browser: open_until_the_end.enter_context(OTHERS[browser](tmp_path_factory.mktemp(browser))))


@pytest.fixture(scope="session")
def watched(site):
    """A server of the book that lets Python in, or doesn't."""
    web = server(0, site, Watched)
    web.python = Event()
    Thread(target=web.serve_forever, daemon=True).start()
    yield web
    web.shutdown()
    web.server_close()


@pytest.fixture(scope="session")
def read(window, watched):
    """`read(stem, browser)`: what a reader saw, before Python came and then with it, what failed, and the films."""

    @cache
    def read(stem, browser):
        watched.python.clear()
        page = window(browser)
        page.open(f"http://127.0.0.1:{watched.server_port}/book/{stem}.html")
        before = [moved(page, experiment, 0, "frames") for experiment in BOOK[stem].experiments.values()]
        watched.python.set()
        after = [moved(page, experiment, -1, "live") for experiment in BOOK[stem].experiments.values()]
        filmed = [name for name, experiment in BOOK[stem].experiments.items() if experiment.filming]
        played = {name: OtherFigure(page, name).played() for name in filmed}
        return before, after, page.run("return window.failed"), played

    return read


def moved(page, experiment, which, tier):
    """A figure, its settings, and what is seen there once it is of this tier and one of its controls was moved."""
    figure = OtherFigure(page, experiment.name).until(f"now.tier === '{tier}'")
    figure.strike(figure.useful(experiment.controls)[which])
    figure.until("now.busy === 'false'" + " || now.note === 'near'" * (tier == "frames"))
    return experiment, figure.settings(experiment.controls), figure.seen


def assert_shows(seen, chart):
    """The figure says what Python says, the same in every browser, and a chart stands there."""
    expected = {name: number.value for name, number in chart.numbers.items()}
    assert seen["numbers"] == pytest.approx(expected, rel=1e-9, abs=0)
    assert seen["reading"] == chart.reading
    assert seen["height"] > 100


@EVERY
def test_every_figure_answers_from_its_frames_before_python_comes(stem, browser, read):
    for experiment, settings, seen in read(stem, browser)[0]:
        assert_shows(seen, chart(stem, experiment.name, on_sweep(experiment, settings)))
        assert seen["tier"] == "frames"


@EVERY
def test_python_in_the_page_answers_every_figure_where_no_frame_is(stem, browser, read):
    for experiment, settings, seen in read(stem, browser)[1]:
        assert len(settings.items() - experiment.defaults.items()) == 2 or len(settings) == 1
        assert_shows(seen, chart(stem, experiment.name, settings))
        assert seen["tier"] == "live" and not seen["status"]


@EVERY
def test_every_film_plays_when_it_is_in_view(stem, browser, read):
    played = read(stem, browser)[3]
    assert played.keys() == {name for name, experiment in BOOK[stem].experiments.items() if experiment.filming}
    assert all(played.values())


@EVERY
def test_no_script_fails(stem, browser, read):
    assert read(stem, browser)[2] == []
