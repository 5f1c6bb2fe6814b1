"""Every experiment of the book, walked through its settings as a reader might."""

import re
from math import isfinite

import pytest

from systemdesign.show.controls import Choice, Slider, Switch
from systemdesign.show.experiment import Experiment
from systemdesign.show.text import chart_text
from tests.charts import ANY, BOOK, EXPERIMENTS, chart, drawn, edges

COUNTED = "build|call|copy|customer|key|read|request|send|server|shard|try|write"
SLIPS = {
    "one of many": r"(?<![\d.,])1 (?!s\b|ms\b|process\b)[a-z]+s\b",
    "a count without its plural": rf"(?<![\d.,])(?!1\b)\d[\d,]* (?:{COUNTED})\b",
    "a negative amount": r"(?<![\d\w])[-\u2212]\d",
    "a power of ten": r"\d[eE][-+]?\d",
    "nothing, of something": r"\bwith none\b|\bWith none\b",
    "Python": r"\b(?:None|True|False|nan|inf)\b",
    "a percent sign too near": r"\d%",
    "a share rounded to nothing": r"(?<![\d.])0\.0+ ?%",
    "too many digits": r"\d\.\d{5,}",
    "two spaces": r"  ",
}
"""What no reading may say, as patterns; `systemdesign.show.words` keeps clear of them."""


def slips(reading):
    """The names of the slips in a reading."""
    return [name for name, pattern in SLIPS.items() if re.search(pattern, reading)]


def sound(chart):
    """What every chart of the book must be: numbers that are numbers, and one sentence about them, without a slip."""
    assert chart.numbers
    assert all(isfinite(number.value) for number in chart.numbers.values())
    assert chart.reading.endswith(".")
    assert not any(end in chart.reading for end in (". ", "? ", "! "))
    assert not slips(chart.reading), chart.reading
    return True


@pytest.mark.parametrize("reading", [
    "It has 1 keys.", "It has 12 key.", "-0.1 s after it.", "3.12e+03 calls.", "With none back-off it ends.",
    "None fail.",
    "10.1% of them.", "0.0 % of them.", "It takes 0.123456 s.", "It  takes long.",
])
def test_a_slip_in_a_reading_is_found(reading):
    assert slips(reading)


@pytest.mark.parametrize("reading", [
    "It takes 1 s, 11 keys and 1 key, and 1 ms more.", "10.1 % of 1,001 keys, less than 0.1 %.", "A layer-4 one, 1-2.",
])
def test_a_sound_reading_has_no_slip(reading):
    assert not slips(reading)


def test_the_book_has_chapters_with_at_least_two_experiments_each():
    assert BOOK
    assert all(len(home.experiments) >= 2 for home in BOOK.values())


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_an_experiment_is_sound_at_its_default_and_at_each_end_of_each_control(stem, name):
    for settings in edges(stem, name):
        assert sound(chart(stem, name, settings)), settings


@pytest.mark.parametrize(("stem", "name", "k"), ANY)
def test_an_experiment_is_sound_at_any_setting(stem, name, k):
    settings = drawn(stem, name)[k]
    seen = chart(stem, name, settings)
    assert sound(seen), settings
    assert not outside(seen), settings


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_an_experiment_asks_a_question_and_takes_a_seed(stem, name):
    experiment = BOOK[stem].experiments[name]
    assert experiment.title.endswith("?")
    assert experiment.seeded
    assert len(experiment.controls) >= 1


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_the_reading_changes_with_the_settings(stem, name):
    seen = [*edges(stem, name), *drawn(stem, name)[:3]]
    assert len({chart(stem, name, settings).reading for settings in seen}) > 2


@pytest.mark.parametrize("stem", BOOK)
def test_at_the_end_of_its_notebook_each_experiment_says_what_its_slice_says(stem):
    end = BOOK[stem].whole()
    for name in BOOK[stem].experiments:
        assert isinstance(end[name], Experiment)
        assert chart_text(end[name]()) == chart_text(chart(stem, name, {}))


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_one_seed_gives_one_text(stem, name):
    again = BOOK[stem].experiments[name].evaluate(seed=0)
    assert chart_text(again) == chart_text(chart(stem, name, {}))


def outside(chart):
    """The marks that reach beyond an axis; what theory draws may be cut."""
    return [
        (mark.name, place) for axis in ("x", "y") for mark in chart.series if not getattr(mark, "theory", False)
        for place in mark.places(axis) if not within(getattr(chart, axis), place)
    ]


def within(axis, place):
    if axis.scale == "band":
        return True
    reach = 1e-9 * max(abs(axis.min), abs(axis.max))
    return axis.min - reach <= place <= axis.max + reach


def frame(chart):
    """All that must stand still under a hand."""
    return chart.title, chart.x, chart.y


@pytest.mark.sampled(of=2)
@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_axes_stand_still_and_hold_every_mark_wherever_one_slider_goes(stem, name):
    controls = BOOK[stem].experiments[name].controls.values()
    still = frame(chart(stem, name, {}))
    for control in controls:
        for value in control.sweep():
            seen = chart(stem, name, {control.name: value})
            assert all(axis.scale == "band" or None not in (axis.min, axis.max) for axis in (seen.x, seen.y))
            assert not outside(seen), {control.name: value}
            assert frame(seen) == still or isinstance(control, Choice | Switch), {control.name: value}


def told(chart):
    """All that a reader sees of a chart."""
    return {**chart.to_json(), "idle": None}


@pytest.mark.sampled(of=5)
@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_a_control_is_said_to_be_idle_exactly_where_it_changes_nothing(stem, name):
    experiment = BOOK[stem].experiments[name]
    few = [control for control in experiment.controls.values() if not isinstance(control, Slider)]
    kinds = [{}, *({control.name: value} for control in few for value in control.ends())]
    for settings in kinds:
        here = chart(stem, name, settings)
        moved = {c: [chart(stem, name, {**settings, c: value}) for value in control.ends()]
                 for c, control in experiment.controls.items()}
        idle = {c for c, seen in moved.items() if all(told(other) == told(here) for other in seen)}
        assert idle == set(here.idle), settings
