"""A hand on a control and an eye on what it does: both have room on one screen, of a notebook or of a telephone."""

import pytest

from tests.charts import BOOK
from tests.web.figures import NO_PYTHON, Figure, by_keyboard

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"has_touch": True, "is_mobile": True}
SCREENS = {
    "notebook": {"viewport": {"width": 1366, "height": 768}},
    "phone": {"viewport": {"width": 360, "height": 740}, **PHONE},
    "larger phone": {"viewport": {"width": 390, "height": 740}, **PHONE},
}
STEMS = [stem for stem, home in BOOK.items() if home.experiments]
EVERY = [pytest.param(stem, screen, marks=pytest.mark.sampled(of=3, turn=chapter + which))
         for chapter, stem in enumerate(STEMS) for which, screen in enumerate(SCREENS)]

OUTSIDE = """(figure, name) => {
    const above = document.querySelector(".bd-header-article").getBoundingClientRect().bottom;
    const outside = (selector) => [...figure.querySelectorAll(selector)].filter((part) => {
        const { top, bottom, height } = part.getBoundingClientRect();
        return height > 0 && (top < above - 1 || bottom > innerHeight + 1);
    });
    const wanted = { control: `[name="${name}"]`, number: "tr:first-child output", chart: "svg.chart" };
    return Object.keys(wanted).filter((what) => outside(wanted[what]).length);
}"""


def outside(figure, control):
    """What of the control, the first number and the chart cannot be seen now."""
    return figure.box.evaluate(f"figure => ({OUTSIDE})(figure, '{control.name}')")


@pytest.mark.parametrize(("stem", "screen"), EVERY)
def test_a_control_that_is_moved_is_seen_with_the_first_number_and_the_whole_chart(visit, stem, screen):
    page = visit(f"book/{stem}.html", block=NO_PYTHON, **SCREENS[screen])
    unseen = {}
    for name, experiment in BOOK[stem].experiments.items():
        figure = Figure(page, name).until(tier="frames")
        for control in experiment.controls.values():
            if figure.control(control.name).is_disabled():
                continue
            page.evaluate("scrollTo(0, 0)")
            figure.after(lambda: by_keyboard(figure, control))  # noqa: B023, it is called at once
            if lacking := outside(figure, control):
                unseen[name, control.name] = lacking
    assert not unseen


def test_a_mouse_on_a_slider_does_not_move_the_page_under_the_hand(visit):
    page = visit("book/03_load_balancing.html", block=NO_PYTHON, **SCREENS["notebook"])
    figure = Figure(page, "tail").until(tier="frames")
    page.evaluate("box => scrollTo(0, scrollY + box.y - innerHeight + 60)", figure.control("load").bounding_box())
    before, box = page.evaluate("scrollY"), figure.control("load").bounding_box()
    figure.after(lambda: page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2))
    assert page.evaluate("scrollY") == before
