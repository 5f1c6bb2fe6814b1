"""Every experiment of the book, walked through its settings as a reader might."""

from math import isfinite

import pytest

from systemdesign.show.experiment import Experiment
from systemdesign.show.text import chart_text
from tests.charts import ANY, BOOK, EXPERIMENTS, chart, drawn, edges


def sound(chart):
    """What every chart of the book must be: numbers that are numbers, and one sentence about them."""
    assert chart.numbers
    assert all(isfinite(number.value) for number in chart.numbers.values())
    assert chart.reading.endswith(".")
    assert not any(end in chart.reading for end in (". ", "? ", "! "))
    return True


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
    assert sound(chart(stem, name, settings)), settings


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
