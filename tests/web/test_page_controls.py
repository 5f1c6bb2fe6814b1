"""Each control of each figure, by keyboard or by pointer, from frames and from Python in the page."""

import json
from collections import Counter
from functools import partial

import pytest

from systemdesign.show.controls import Slider
from tests.charts import BOOK, chart
from tests.web.conftest import CHAPTER
from tests.web.figures import NO_PYTHON, Figure, by_keyboard, by_pointer, on_sweep

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HANDS = (by_keyboard, by_pointer)
STEMS = [stem for stem, home in BOOK.items() if home.experiments]
TURNS = [pytest.param(stem, turn, marks=pytest.mark.sampled(of=2, turn=turn)) for stem in STEMS for turn in (0, 1)]
"""Each control is moved by one hand with one commit, and by the other with the next."""


def kind(control):
    return f"{control.scale} slider" if isinstance(control, Slider) else type(control).__name__


def counted():
    """{(chapter, experiment, control): (its kind, how many of its kind stand before it in the book)}."""
    seen, places = Counter(), {}
    for stem, home in BOOK.items():
        for name, experiment in home.experiments.items():
            for control in experiment.controls.values():
                places[stem, name, control.name] = kind(control), seen[kind(control)]
                seen[kind(control)] += 1
    return places


PLACES = counted()


def hand(turn, *place):
    """Who moves this control: the hands take turns at its kind."""
    return HANDS[(PLACES[place][1] + turn) % 2]


def test_there_are_chapters_to_test():
    assert len(STEMS) >= 2


@pytest.mark.parametrize("turn", [0, 1])
def test_with_every_commit_each_hand_moves_each_kind_of_control_of_which_there_are_two(turn):
    met = Counter((PLACES[place][0], hand(turn, *place)) for place in PLACES)
    for sort, number in Counter(sort for sort, _ in PLACES.values()).items():
        assert number == 1 or all(met[sort, by] for by in HANDS)


def test_in_two_commits_both_hands_move_every_control():
    assert all({hand(turn, *place) for turn in (0, 1)} == set(HANDS) for place in PLACES)


@pytest.mark.parametrize(("stem", "turn"), TURNS)
def test_moving_a_control_shows_its_frame(visit, stem, turn):
    page = visit(f"book/{stem}.html", block=NO_PYTHON)
    for name, experiment in BOOK[stem].experiments.items():
        figure = Figure(page, name).until(tier="frames")
        for control in movable(stem, figure, experiment):
            move = partial(hand(turn, stem, name, control.name), figure, control)
            assert_follows(stem, figure, experiment, move, near=True)
            assert figure.tier == "frames"
            figure.press("reset")


@pytest.mark.parametrize(("stem", "turn"), TURNS)
def test_moving_a_second_control_shows_what_python_computes(visit, stem, turn):
    page = visit(f"book/{stem}.html")
    for name, experiment in BOOK[stem].experiments.items():
        figure = Figure(page, name).until(tier="live")
        for control in movable(stem, figure, experiment):
            move = partial(hand(turn + 1, stem, name, control.name), figure, control)
            assert_follows(stem, figure, experiment, move)


def movable(stem, figure, experiment):
    """The controls that change something where the others stand when it is their turn; the rest is grey."""
    for name, control in experiment.controls.items():
        idle = chart(stem, experiment.name, figure.settings(experiment)).idle
        assert figure.control(name).is_disabled() == (name in idle)
        if name not in idle:
            yield control


def assert_follows(stem, figure, experiment, move, near=False):
    """After a move the figure says what Python says there; where that is new, the drawing is too."""
    before, drawing = figure.settings(experiment), figure.drawing
    figure.after(move)
    settings = figure.settings(experiment)
    assert settings != before
    seen = [on_sweep(experiment, s) if near else s for s in (before, settings)]
    old, new = [chart(stem, experiment.name, s).to_json() for s in seen]
    told, expected = figure.numbers, {name: n["value"] for name, n in new["numbers"].items()}
    assert near or not figure.status, f"{experiment.name} at {settings}: {figure.status}"
    assert told == pytest.approx(expected, rel=1e-9, abs=0), f"{experiment.name} at {settings}"
    assert figure.reading == new["reading"]
    assert {c: why for c in experiment.controls if (why := figure.why_idle(c))} == new["idle"]
    assert figure.drawing != drawing or shown(old) == shown(new), f"{experiment.name} at {settings}"


def shown(chart):
    return json.dumps([chart["title"], chart["x"], chart["y"], chart["series"]])


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("stem", STEMS)
def test_some_control_of_every_figure_changes_number_drawing_and_reading_at_once(visit, stem):
    page = visit(f"book/{stem}.html", block=NO_PYTHON)
    for name, experiment in BOOK[stem].experiments.items():
        figure = Figure(page, name).until(tier="frames")
        control, before = next(movable(stem, figure, experiment)), (figure.numbers, figure.drawing, figure.reading)
        figure.after(partial(by_pointer, figure, control))
        same = [old for old, new in zip(before, (figure.numbers, figure.drawing, figure.reading)) if old == new]
        assert not same, f"{name} at {figure.settings(experiment)}, {control.name} moved: {same}"


SLOW_TIMERS = "const set = window.setTimeout; window.setTimeout = (then, time) => set(then, Math.max(time, 2000));"


def test_the_nearest_frame_is_shown_however_soon_python_fails(visit, tail):
    page = visit("book/index.html", block=NO_PYTHON)
    page.context.add_init_script(SLOW_TIMERS)
    page.goto(page.url.replace("book/index.html", CHAPTER))
    figure = Figure(page, "tail").until(tier="frames")
    for name, value in (("servers", "14"), ("load", "0.5")):
        figure.after(partial(figure.control(name).fill, value))
    assert figure.status and figure.reading == tail(load=0.5).reading
