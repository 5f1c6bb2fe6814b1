"""The drawing of the breaker's table, and the film of its front."""

import pytest

from systemdesign.circuit_breaker import workers
from systemdesign.circuit_breaker.breaker import CLOSED, HALF_OPEN, OPEN, TRANSITIONS
from systemdesign.circuit_breaker.diagram import Diagram
from tests.charts import BOOK

WORKERS = BOOK["13_circuit_breaker"].experiments["workers"]
SETTINGS = [{}, {"through": "a breaker"}, {"workers": 5, "share": 0.5}]


def test_each_state_has_a_box_and_each_way_an_arrow_with_its_events():
    page = Diagram(TRANSITIONS)._repr_html_()
    assert page.count("<rect") == 3 and page.count("url(#tip)") == len(Diagram(TRANSITIONS).ways()) == 4
    assert all(f">{word}</text>" in page for word in [CLOSED, OPEN, HALF_OPEN, *(event for _, event in TRANSITIONS)])


def test_in_a_terminal_it_is_a_line_for_each_way():
    assert repr(Diagram({(CLOSED, "a"): OPEN, (OPEN, "b"): CLOSED, (CLOSED, "c"): OPEN})).splitlines() == [
        "closed -> open: a or c", "open -> closed: b"]


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_film_has_a_dot_for_each_request_of_the_chart(settings):
    told, film = {**WORKERS.defaults, **settings}, WORKERS.film(**settings)
    day = workers.day(told["workers"], told["share"], told["limit"], told["through"] == "a breaker", 0)
    asked = [one for one in day if one.time < 30]
    ends = [leg.how for leg in film.legs]
    assert len(film.dots) == len(asked)
    assert sum(how == "answered" for how in ends) == pytest.approx(sum(one.answered for one in asked), abs=5)


@pytest.mark.parametrize("settings", SETTINGS)
def test_each_still_lies_within_its_film(settings):
    film = WORKERS.film(**settings).to_json()
    assert len(film["stills"]) == 3 and all(0 <= time <= film["length"] for time, _ in film["stills"])


def test_the_breaker_is_seen_to_open_in_the_film_and_there_is_none_without_it():
    words = [{said for _, _, said in WORKERS.film(through=through).states} for through in ("no breaker", "a breaker")]
    assert words == [{"none"}, {CLOSED, OPEN, HALF_OPEN}]
