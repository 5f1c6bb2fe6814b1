"""Each control of each figure, by keyboard and by pointer, from frames and from Python in the page."""

import json
from functools import partial
from pathlib import Path

import pytest

from systemdesign.chapters.loader import chapter
from tests.web.figures import Figure, by_keyboard, by_pointer
from tools.assets import published

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STEMS = [path.stem for path in published(Path(__file__).parents[2]) if chapter(path).experiments]


def test_there_are_chapters_to_test():
    assert len(STEMS) >= 2


@pytest.mark.parametrize("move", [by_keyboard, by_pointer])
@pytest.mark.parametrize("stem", STEMS)
def test_moving_a_control_shows_its_frame(visit, chapters, stem, move):
    page = visit(f"book/{stem}.html", block=["**/worker.js"])
    for name, experiment in chapters[stem].experiments.items():
        figure = Figure(page, name).until(tier="frames")
        for control in experiment.controls.values():
            assert_follows(figure, experiment, partial(move, figure, control), near=True)
            assert figure.tier == "frames"
            figure.press("reset")


@pytest.mark.parametrize("move", [by_keyboard, by_pointer])
@pytest.mark.parametrize("stem", STEMS)
def test_moving_a_second_control_shows_what_python_computes(visit, chapters, stem, move):
    page = visit(f"book/{stem}.html")
    for name, experiment in chapters[stem].experiments.items():
        figure = Figure(page, name).until(tier="live")
        for control in experiment.controls.values():
            assert_follows(figure, experiment, partial(move, figure, control))


def assert_follows(figure, experiment, move, near=False):
    """After a move the figure says what Python says there; where that is new, the drawing is too."""
    before, drawing = figure.settings(experiment), figure.drawing
    figure.after(move)
    settings = figure.settings(experiment)
    assert settings != before
    old, new = [experiment(**on_sweep(experiment, s) if near else s).to_json() for s in (before, settings)]
    told, expected = figure.numbers, {name: n["value"] for name, n in new["numbers"].items()}
    assert near or not figure.status, f"{experiment.name} at {settings}: {figure.status}"
    assert told == pytest.approx(expected, rel=1e-9, abs=0), f"{experiment.name} at {settings}"
    assert figure.reading == new["reading"]
    assert figure.drawing != drawing or shown(old) == shown(new), f"{experiment.name} at {settings}"


def on_sweep(experiment, settings):
    """The nearest settings that have a frame, where one control is off its default."""
    return {name: nearest(experiment.controls[name].sweep(), value) for name, value in settings.items()}


def nearest(sweep, value):
    return value if value in sweep else min(sweep, key=lambda position: abs(position - value))


def shown(chart):
    return json.dumps([chart["title"], chart["x"], chart["y"], chart["series"]])


@pytest.mark.parametrize("stem", STEMS)
def test_some_control_of_every_figure_changes_number_drawing_and_reading_at_once(visit, chapters, stem):
    page = visit(f"book/{stem}.html", block=["**/worker.js"])
    for name, experiment in chapters[stem].experiments.items():
        figure = Figure(page, name).until(tier="frames")
        before = figure.numbers, figure.drawing, figure.reading
        figure.after(partial(by_pointer, figure, next(iter(experiment.controls.values()))))
        assert all(old != new for old, new in zip(before, (figure.numbers, figure.drawing, figure.reading)))
