"""The film of chapter 12 shows the requests that its chart counts."""

from collections import Counter

import pytest

from systemdesign.api_gateway.shared import OWN, READ, STEP, asked
from tests.charts import BOOK

SHARED = BOOK["12_api_gateway"].experiments["shared"]
SETTINGS = [{}, {"keeping": STEP}, {"keeping": OWN, "gateways": 5}, {"rate": 1000, "way": 0.01}, {"way": 0.0}]


@pytest.mark.parametrize("settings", SETTINGS)
def test_as_many_requests_are_let_in_on_film_as_in_the_run(settings):
    told, film = {**SHARED.defaults, **settings}, SHARED.film(**settings)
    run = asked(told["gateways"], told["way"], told["keeping"], told["rate"], film.end, 0)
    seen = Counter(ask.admitted for ask in run if ask.time > film.start)
    roles = Counter(role for _, role in film.dots)
    asks = 2 if told["keeping"] != OWN else 1
    assert roles["let in"] == seen[True] * 2 and roles["refused"] == seen[False] * 2  # on its way, and there
    assert roles["asks"] == roles["is told"] == (asks == 2) * seen.total()
    assert roles["writes"] == (told["keeping"] == READ) * seen[True]


@pytest.mark.parametrize("settings", SETTINGS)
def test_each_still_lies_within_its_film(settings):
    film = SHARED.film(**settings).to_json()
    assert len(film["stills"]) == 3 and all(0 <= time <= film["length"] for time, _ in film["stills"])
    assert len(film["legs"]) > 20
