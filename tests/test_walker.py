"""Every experiment of the book, walked through its settings as a reader might."""

from math import isfinite
from random import Random

import pytest

from systemdesign.chapters.loader import chapter, chapters
from systemdesign.show.experiment import Experiment
from systemdesign.show.text import chart_text

BOOK = {stem: chapter(path) for stem, path in chapters().items()}
EXPERIMENTS = [(stem, name) for stem, home in BOOK.items() for name in home.experiments]
RANDOM_SETTINGS = 20


def settings_of(experiment):
    """The defaults, each control at each of its ends, and settings drawn at random."""
    yield {}
    for name, control in experiment.controls.items():
        ends = control.sweep()
        yield from ({name: value} for value in (ends[0], ends[-1]))
    rng = Random(experiment.name)
    yield from (experiment.random_settings(rng) for _ in range(RANDOM_SETTINGS))


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
def test_an_experiment_is_sound_at_every_kind_of_setting(stem, name):
    experiment = BOOK[stem].experiments[name]
    for settings in settings_of(experiment):
        assert sound(experiment(**settings)), settings


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_an_experiment_asks_a_question_and_takes_a_seed(stem, name):
    experiment = BOOK[stem].experiments[name]
    assert experiment.title.endswith("?")
    assert experiment.seeded
    assert len(experiment.controls) >= 1


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_the_reading_changes_with_the_settings(stem, name):
    experiment = BOOK[stem].experiments[name]
    readings = {experiment(**settings).reading for settings in settings_of(experiment)}
    assert len(readings) > 2


@pytest.mark.parametrize("stem", BOOK)
def test_at_the_end_of_its_notebook_each_experiment_says_what_its_slice_says(stem):
    end = BOOK[stem].whole()
    for name, sliced in BOOK[stem].experiments.items():
        assert isinstance(end[name], Experiment)
        assert chart_text(end[name]()) == chart_text(sliced())


@pytest.mark.parametrize(("stem", "name"), EXPERIMENTS)
def test_one_seed_gives_one_text(stem, name):
    experiment = BOOK[stem].experiments[name]
    assert chart_text(experiment.evaluate(seed=3)) == chart_text(experiment.evaluate(seed=3))
