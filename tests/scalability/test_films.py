"""The films of chapter 02 show the runs that its charts are drawn from."""

from math import inf

import pytest

from systemdesign.scalability.workers import in_step
from tests.charts import BOOK, chart

STEM = "02_scalability"


def filmed(name, settings):
    """The film of an experiment at these settings."""
    return BOOK[STEM].experiments[name].film(**settings)


def endings(film):
    """{dot: its last leg}."""
    return {leg.dot: leg for leg in film.legs}


@pytest.mark.parametrize("settings", [{}, {"front": "the fleet"}, {"load": 0.9, "boot": 30}, {"boot": 0}])
def test_the_film_of_the_change_loses_as_many_requests_as_the_chart_counts(settings):
    lost = [leg for leg in endings(filmed("churn", settings)).values() if leg.how != "answered" and leg.end < inf]
    assert len(lost) == chart(STEM, "churn", settings).numbers["failed"].value


def test_behind_the_fleet_nobody_comes_to_a_machine_that_boots_or_is_to_go():
    film = filmed("churn", {"front": "the fleet"})
    place = {place.name: index for index, place in enumerate(film.places)}
    came = {name: [leg.begin for leg in film.legs if leg.place == place[name]] for name in ("s1", "s5")}
    assert min(came["s5"]) >= 30 and max(came["s1"]) <= 45 and min(came["s1"]) < 10


def test_the_film_of_the_lock_does_the_jobs_of_its_chart():
    film = filmed("more", {})
    done = sorted(leg.end for leg in endings(film).values() if leg.how == "answered")
    assert len(done) / done[-1] == pytest.approx(in_step(44, 0.02, 0.0005))


@pytest.mark.parametrize("name", ["churn", "more"])
def test_every_still_lies_within_its_film_whatever_the_settings(name):
    experiment = BOOK[STEM].experiments[name]
    for settings in experiment.edges():
        film = experiment.film(**settings).to_json()
        assert film["stills"] and all(0 <= time <= film["length"] for time, _ in film["stills"]), settings
