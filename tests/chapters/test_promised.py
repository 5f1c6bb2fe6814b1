"""The promises among a chapter's cells."""

import pytest

from systemdesign.chapters.loader import Chapter
from systemdesign.chapters.promised import promised
from systemdesign.show.errors import ChapterError

FIGURE = """
from systemdesign.show import Chart, Number, Slider, experiment
from systemdesign.show.promises import Between

@experiment(side=Slider(1, 5, default=2))
def area(side, seed=0):
    '''How large is it?'''
    return Chart("Area", numbers={"area": Number(side**2)}, reading="It is large.")
"""


def test_an_experiments_promises_are_found_and_nothing_but_what_they_need_is_run():
    home = Chapter("42_areas", [FIGURE, "LARGEST = 25", "1 / 0", "area.holds(Between('area', 1, LARGEST))"])
    assert [repr(promise) for promise in promised(home)["area"]] == [
        "Between(at=None, average=False, number='area', low=1, high=25)"
    ]


def test_promises_of_one_experiment_in_two_places_are_refused():
    home = Chapter("42_areas", [FIGURE, "area.holds(Between('area', 1))", "area.holds(Between('area', 2))"])
    with pytest.raises(ChapterError, match="2 times"):
        promised(home)
