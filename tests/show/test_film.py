"""What a film records, and what it refuses."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.show import Chart, ChartError, Film, Place, Slider, desks, experiment


def test_a_name_on_the_stage_is_a_spot_and_desks_have_workers():
    film = Film([["client"], desks(["a", "b"], workers=2)], end=1)
    assert [(place.name, place.kind, place.workers) for place in film.places] == [
        ("client", "spot", None), ("a", "desk", 2), ("b", "desk", 2)]


def test_a_place_that_stands_on_no_column_is_a_way():
    film = Film([["client"]], end=1)
    film.stay("1", "", "link", 0.0, 0.5)
    assert film.places[-1] == Place("link", "way")


def test_a_film_counts_who_is_there_from_the_beginning_of_a_stay_to_before_its_end():
    film = Film([["a"]], end=9)
    film.stay("1", "", "a", 1.0, 3.0)
    film.stay("2", "", "a", 2.0, 4.0)
    assert [film.count("a", time) for time in (0.9, 1.0, 2.0, 3.0, 4.0)] == [0, 1, 2, 1, 0]


def test_a_message_on_its_way_is_at_neither_end():
    film = Film([["a"], ["b"]], end=9)
    film.travel("1", "copy", "a", "b", 1.0, 3.0)
    assert film.count("a", 2.0) == film.count("b", 2.0) == 0


def test_a_state_that_is_told_again_is_no_change():
    film = Film([["a"]], end=9)
    for time, words in [(0.0, ""), (1.0, "down"), (2.0, "down"), (3.0, "")]:
        film.note(time, "a", words)
    assert [(time, words) for time, _, words in film.states] == [(1.0, "down"), (3.0, "")]


def test_a_film_that_follows_a_state_looks_until_it_ends():
    film, looks = Film([["a"]], end=2.0), []

    async def main():
        await film.follow(0.5, a=lambda: looks.append(asyncio.get_running_loop().time()) or f"{len(looks) // 3} full")

    run(main)
    assert looks == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert [(time, words) for time, _, words in film.states] == [(0.0, "0 full"), (1.0, "1 full")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: Film([["a"]], start=3, end=2), "ends after that; this is from 3 to 2 s"),
        (lambda: Film([["a"]], start=-1, end=2), "begins at 0 s or later"),
        (lambda: Film([["a"]], end=float("inf")), "ends after that"),
        (lambda: Film([["a"], ["a"]], end=1), "give each its own"),
        (lambda: Place("a", "table"), "not 'table'"),
        (lambda: Place("a", "desk"), "a desk, and nothing else, has workers"),
        (lambda: Place("a", workers=1), "a desk, and nothing else, has workers"),
        (lambda: Place("a", "arc"), "an arc turns"),
    ],
)
def test_what_makes_no_film_is_refused_in_words(wrong, words):
    with pytest.raises(ChartError, match=words):
        wrong()


def declared(film):
    @experiment(film=film, n=Slider(1, 3, default=2))
    def shown(n, seed=0):
        """What is there?"""
        return Chart("Shown", reading=f"{n}.")

    return shown


def test_an_experiments_film_gets_the_settings_and_the_seed_that_it_takes():
    def film(n, seed):
        return Film([["a"]], end=n, about=f"seed {seed}")

    shown = declared(film)
    assert (shown.film(7, n=3).end, shown.film(7, n=3).about) == (3, "seed 7")
    assert shown.film().end == 2
    assert shown.to_json()["filmed"]


def test_an_experiment_without_a_film_has_none():
    shown = declared(None)
    assert shown.film() is None
    assert not shown.to_json()["filmed"]


def test_a_film_of_something_that_is_no_control_is_refused_with_the_nearest():
    with pytest.raises(TypeError, match=r"takes 'nn', which is no control of it\. Did you mean 'n'"):
        declared(lambda nn: Film([["a"]], end=1))


def test_a_film_function_that_returns_no_film_is_told_what_is_missing():
    with pytest.raises(TypeError, match="return film"):
        declared(lambda n: None).film()
