"""The film of the value that flickers shows the reads of its chart."""

import pytest

from tests.charts import BOOK, chart

STEM = "06_cap"


def filmed(settings):
    return BOOK[STEM].experiments["flicker"].film(**settings)


@pytest.mark.parametrize("settings", [{}, {"replicas": 7}, {"repair": "before it answers"}, {"asked": 1}])
def test_the_reader_sees_in_the_film_what_the_chart_shows(settings):
    film = filmed(settings)
    reader = next(k for k, place in enumerate(film.places) if place.name == "reader")
    seen, before = [], ""
    for time, place, words in film.states:
        if place == reader:
            seen.append((time, words.removeprefix("sees ")))
    drawn = sorted((x, y) for mark in chart(STEM, "flicker", settings).series for x, y in zip(mark.x, mark.y))
    changes = []
    for time, said in drawn:
        if said != before:
            changes.append((time, said))
            before = said
    assert seen == changes


def test_every_still_lies_within_its_film_whatever_the_settings():
    for settings in BOOK[STEM].experiments["flicker"].edges():
        film = filmed(settings).to_json()
        assert film["stills"] and all(0 <= time <= film["length"] for time, _ in film["stills"]), settings
