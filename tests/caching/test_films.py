"""The films of chapter 4 against its figures, and against what their captions say."""

import pytest

from systemdesign.caching.hot_key import GUARDS, hot_key
from systemdesign.chapters.loader import chapter
from systemdesign.sim import poisson


@pytest.fixture(scope="module")
def experiments():
    return chapter("04_caching").experiments


def legs(film, place):
    """The film's stays at a place."""
    data = film.to_json()
    index = [told["name"] for told in data["places"]].index(place)
    return [leg for leg in data["legs"] if leg[1] == leg[2] == index]


@pytest.mark.parametrize("settings", [{}, {"rate": 20, "rebuild": 0.8}])
@pytest.mark.parametrize("guard", GUARDS)
def test_who_builds_in_the_film_of_the_stampede_is_who_builds_in_the_figure(experiments, guard, settings):
    told = {**experiments["stampede"].defaults, **settings}
    film = experiments["stampede"].film(seed=3, guard=guard, **settings)
    until = 60.5 * (told["ttl"] + told["rebuild"])
    record = hot_key(poisson(told["rate"], 3), until, told["ttl"], told["rebuild"], guard, seed=3)
    began = [film.start + begin for _, _, _, begin, *_ in legs(film, "database")]
    assert began == pytest.approx([time for time in record.began if film.start <= time < film.end], abs=1e-5)
    assert len(film.to_json()["dots"]) == sum(film.start <= time < film.end for time in record.came)


@pytest.mark.parametrize(("settings", "held"), [
    ({}, ["empty", "old price"]), ({"starts": 0.25}, ["empty", "new price"]),
    ({"writer": "deletes, then writes", "starts": 0.75}, ["empty", "old price"]),
    ({"writer": "newer version wins"}, ["empty", "new price"])])
def test_the_cache_in_the_film_of_the_race_ends_with_what_the_figure_shows(experiments, settings, held):
    film = experiments["race"].film(**settings)
    data = film.to_json()
    cache = [place["name"] for place in data["places"]].index("cache")
    assert [words for _, place, words in data["states"] if place == cache] == held
    assert (experiments["race"](**settings).numbers["stale"].value > 0) == (held[-1] == "old price")
