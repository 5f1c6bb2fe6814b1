"""A film cut to its window: plain data, and words."""

import json

import pytest

from systemdesign.show import Film, desks
from systemdesign.show.reel import OUTCOMES, told

from .scene import Farm, played

FARM = Farm([(1, 2, 1.0), (2, None, 1.7)], 2.0, "random", 1.3, 8.3, 2,
            [(3.0, 0, "crash", 1.0), (9.0, 0, "restart", 1.0)], 5)


def small(**told):
    """Two stays in one second each, at 1 s and at 2 s."""
    film = Film([["a"], desks(["b"])], **{"end": 9.0, **told})
    film.stay("x", "read", "a", 1.0, 2.0, "answered")
    film.stay("y", "write", "b", 2.0, 3.0, "Refused")
    return film


def test_the_film_in_words_has_a_line_for_each_move_and_each_change_of_state():
    film = small()
    film.note(2.5, "b", "down")
    film.note(4.0, "b", "")
    assert str(film).splitlines() == [
        "    1.000 s  read x  a",
        "    2.000 s  read x  answered",
        "    2.000 s  write y  b",
        "    2.500 s  b: down",
        "    3.000 s  write y  refused",
        "    4.000 s  b: as before",
    ]


def test_the_same_seed_gives_the_same_film_word_for_word():
    (_, one, _), (_, again, _), (_, other, _) = played(FARM), played(FARM), played(Farm(**{**vars(FARM), "seed": 6}))
    assert str(one) == str(again) != str(other)
    assert one.to_json() == again.to_json()


def test_the_data_are_json_and_come_back_as_they_were():
    _, film, _ = played(FARM)
    data = film.to_json()
    assert json.loads(json.dumps(data)) == data


def test_times_count_from_the_films_start_and_what_ends_before_it_is_cut():
    data = small(start=2.5, end=4.0).to_json()
    assert (data["start"], data["length"]) == (2.5, 1.5)
    assert data["dots"] == [["y", 0]]
    assert data["roles"] == ["write"]
    assert data["legs"] == [[0, 1, 1, 0.0, 0.5, "refused", 0]]


def test_what_goes_on_after_the_film_has_no_end():
    assert small(end=2.5).to_json()["legs"][-1] == [1, 1, 1, 2.0, None, "refused", 0]


@pytest.mark.parametrize(("most", "length"), [(1, 2.0), (2, 9.0)])
def test_a_film_ends_before_one_dot_too_many_comes(most, length):
    data = small(most=most).to_json()
    assert data["length"] == length
    assert len(data["dots"]) == most


def test_a_state_from_before_the_start_is_there_at_the_start():
    film = small(start=2.5)
    film.note(1.0, "a", "slow")
    film.note(1.2, "b", "down")
    film.note(2.0, "b", "")
    film.note(3.0, "a", "")
    film.note(9.5, "a", "after the end")
    assert film.to_json()["states"] == [[0.0, 0, "slow"], [0.5, 0, ""]]


def test_a_stay_on_a_way_leads_from_the_place_before_to_the_place_after():
    film = Film([["a"], ["b"]], end=9.0)
    dot = film.dot("x", "")
    for place, begin, end in [("a", 0.0, 1.0), ("link", 1.0, 3.0), ("b", 3.0, 4.0), ("link", 4.0, 5.0)]:
        film.legs.append(leg(film, dot, place, begin, end))
    assert [(origin, target) for _, origin, target, *_ in film.to_json()["legs"]] == [(0, 0), (0, 1), (1, 1), (1, 1)]


def leg(film, dot, place, begin, end):
    film.stay("other", "", place, begin, end)
    found = film.legs.pop()
    film.dots.pop()
    found.dot = dot
    return found


def test_stills_stand_at_their_moments_in_the_film():
    assert small(start=1.0, stills=[(2.0, "x is answered")]).to_json()["stills"] == [[1.0, "x is answered"]]


def test_every_ending_has_words_and_an_unknown_error_has_failed():
    assert {told(how) for how in OUTCOMES} == set(OUTCOMES.values())
    assert told("KeyError") == "failed"
