"""The film of one order shows what its chart shows."""

import pytest

from tests.charts import BOOK, chart

STEM = "11_messaging"
EXPERIMENT = BOOK[STEM].experiments["place"]
SETTINGS = [{}, {"crash": 0.61}, {"crash": 0.35, "note": "before the charge"}, {"ack": "first", "crash": 0.99},
            {"note": "with the charge"}, {"note": "none", "crash": 0.01}]


@pytest.mark.parametrize("settings", SETTINGS)
def test_what_arrives_in_the_film_is_what_the_chart_marks(settings):
    film, arrived = EXPERIMENT.film(**settings), []
    for leg in film.legs:
        if leg.to is not None:
            arrived.append((round(leg.end, 6), film.places[leg.to].name))
    marks = [mark for mark in chart(STEM, "place", settings).series if mark.kind == "points"]
    drawn = [pair for mark in marks for pair in zip(mark.x, mark.y) if pair[0] > 0]
    assert sorted(arrived) == sorted(drawn)


@pytest.mark.parametrize("settings", SETTINGS)
def test_an_order_stays_with_a_consumer_from_its_receipt_to_its_end(settings):
    film = EXPERIMENT.film(**settings)
    stays = [(film.places[leg.place].name, leg.begin) for leg in film.legs if leg.to is None]
    lines = [mark for mark in chart(STEM, "place", settings).series if mark.kind == "line" and mark.x]
    assert stays == [(mark.y[0], mark.x[0]) for mark in lines]


def test_every_still_lies_within_its_film_whatever_the_settings():
    for settings in EXPERIMENT.edges():
        film = EXPERIMENT.film(**settings).to_json()
        assert film["stills"] and all(0 <= time <= film["length"] for time, _ in film["stills"]), settings
