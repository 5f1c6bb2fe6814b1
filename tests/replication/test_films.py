"""The film of the reader who reloads shows what its chart shows."""

import pytest

from tests.charts import BOOK, chart

STEM = "08_replication"
SETTINGS = [{}, {"rule": "what she has seen"}, {"rule": "one for each user"}, {"quick": 0.0},
            {"pause": 0.1, "rate": 0.5}]


def filmed(settings):
    return BOOK[STEM].experiments["session"].film(**settings)


def said(film, name):
    """(when, the number) of each state of a place."""
    index = next(k for k, place in enumerate(film.places) if place.name == name)
    return [(time, int(words.split()[1])) for time, place, words in film.states if place == index]


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_reader_sees_in_the_film_what_the_chart_shows(settings):
    mark = next(mark for mark in chart(STEM, "session", settings).series if mark.name == "she sees")
    changes, before = [], None
    for time, shown in zip(mark.x, mark.y):
        if shown != before and time < 9.9:
            changes.append((pytest.approx(time + 0.1), shown))
            before = shown
    assert said(filmed(settings), "reader") == changes


@pytest.mark.parametrize("settings", SETTINGS)
def test_no_replica_ever_goes_back(settings):
    film = filmed(settings)
    for place in ("quick", "slow", "primary"):
        versions = [version for _, version in said(film, place)]
        assert versions == sorted(versions), place


def test_every_still_lies_within_its_film_whatever_the_settings():
    for settings in BOOK[STEM].experiments["session"].edges():
        film = filmed(settings).to_json()
        assert film["stills"] and all(0 <= time <= film["length"] for time, _ in film["stills"]), settings
