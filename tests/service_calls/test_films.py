"""The film of chapter 10 shows the race that its chart is drawn from."""

from collections import Counter

import pytest

from systemdesign.service_calls.race import HEARS, WORKS_ON, race
from tests.charts import BOOK

BUSY = BOOK["10_service_calls"].experiments["busy"]
SETTINGS = [{}, {"loser": HEARS}, {"load": 0.8, "delay": 0.5, "day": 3}, {"load": 0.8, "delay": 2.0, "loser": HEARS}]


@pytest.mark.parametrize("settings", SETTINGS)
def test_as_many_copies_are_on_film_as_race_in_the_chart(settings):
    told, film = {**BUSY.defaults, **settings}, BUSY.film(**settings)
    run = race(told["load"], 10, told["delay"], told["loser"], 42, told["day"])
    roles = Counter(role for _, role in film.dots)
    assert roles["second copy"] == run.sent - len(run.took) > 0
    assert roles["first copy"] == len(run.took)


@pytest.mark.parametrize("loser", [WORKS_ON, HEARS])
def test_a_copy_that_nobody_waits_for_is_at_a_server_only_if_that_works_on(loser):
    film = BUSY.film(load=0.6, loser=loser)
    desks = [k for k, place in enumerate(film.places) if place.kind == "desk"]
    assert any(leg.left for leg in film.legs if leg.place in desks) == (loser == WORKS_ON)


@pytest.mark.parametrize("settings", SETTINGS)
def test_each_still_lies_within_its_film(settings):
    film = BUSY.film(**settings).to_json()
    assert len(film["stills"]) == 3 and all(0 <= time <= film["length"] for time, _ in film["stills"])
