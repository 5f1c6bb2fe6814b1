"""The films of chapter 03 show the runs that its charts are drawn from."""

from itertools import islice
from math import inf

import pytest

from systemdesign.load_balancing.policies import policy_named
from systemdesign.sim import draws, farm, poisson, with_variability
from tests.charts import BOOK, chart

STEM = "03_load_balancing"


def filmed(name, settings=None):
    """The film of an experiment at these settings."""
    return BOOK[STEM].experiments[name].film(**settings or {})


def endings(film):
    """{dot: its last leg}."""
    return {leg.dot: leg for leg in film.legs}


def served(film):
    """Of each request: when it came, how long it took, and the server where it was."""
    began, where = {}, {}
    for leg in film.legs:
        began.setdefault(leg.dot, leg.begin)
        if film.places[leg.place].kind == "desk":
            where[leg.dot] = film.places[leg.place].name
    ends = {dot: leg.end for dot, leg in endings(film).items()}
    return [(began[dot], ends[dot] - began[dot], where[dot]) for dot in sorted(began)]


def arrivals(film, place, since):
    """How many requests came to a place from that time on."""
    index = next(k for k, known in enumerate(film.places) if known.name == place)
    return sum(leg.place == index and leg.begin >= since for leg in film.legs)


@pytest.mark.parametrize("settings", [{}, {"policy": "least connections", "load": 0.9, "servers": 4, "variability": 4}])
def test_the_film_of_the_tail_is_the_run_of_its_chart(settings):
    told = {"load": 0.8, "servers": 10, "policy": "random", "variability": 1, **settings}
    seen = served(filmed("tail", settings))
    traffic = poisson(told["load"] * told["servers"], 0), draws(with_variability(1.0, told["variability"]), 0)
    record = farm(*traffic, policy_named(told["policy"], 0), told["servers"], count=len(seen))
    assert [server for _, _, server in seen] == record.by
    assert [came for came, _, _ in seen] == pytest.approx(list(record.arrived))
    assert [stayed for _, stayed, _ in seen] == pytest.approx(list(record.latency), abs=1e-6)


def test_the_film_of_the_tail_begins_after_the_warm_up_and_shows_the_same_requests_under_each_policy():
    films = [filmed("tail", {"policy": policy}).to_json() for policy in ("random", "least connections")]
    fresh = [{who for who, _ in film["dots"] if int(who) >= 2520} for film in films]
    assert fresh[0] == fresh[1] == {str(number) for number in range(2520, 2639)}
    assert films[0]["start"] == pytest.approx(sum(islice(poisson(8.0, 0), 2521)))


@pytest.mark.parametrize("settings", [{}, {"dies": "it hangs", "policy": "least connections", "interval": 1.0}])
def test_the_film_of_the_dead_server_loses_as_many_requests_as_the_chart_counts(settings):
    waiting = [leg for leg in endings(filmed("dead", settings)).values() if not leg.left]
    failed = sum(leg.how != "answered" and leg.end < inf for leg in waiting)
    assert failed == chart(STEM, "dead", settings).numbers["failed"].value


@pytest.mark.parametrize("settings", [{}, {"dies": "it hangs", "threshold": 5}, {"interval": 0.5, "threshold": 1}])
def test_the_balancer_learns_of_the_death_when_the_chart_says(settings):
    film, told = filmed("dead", settings), {"threshold": 3, **settings}
    died, *beliefs = [time for time, _, _ in sorted(film.states)]
    assert beliefs[-1] - died == pytest.approx(chart(STEM, "dead", settings).numbers["out"].value)
    assert len(beliefs) == told["threshold"] and beliefs[0] >= died


@pytest.mark.parametrize("settings", [{}, {"clients": 3, "reuse": 100}])
def test_the_new_server_gets_in_the_film_what_the_chart_says(settings):
    film, numbers = filmed("layers", settings), chart(STEM, "layers", settings).numbers
    for layer in ("4", "7"):
        all_at = sum(arrivals(film, f"L{layer} s{k}", 20.0) for k in range(1, 6))
        assert arrivals(film, f"L{layer} s5", 20.0) / all_at == pytest.approx(numbers[f"layer{layer}"].value)


@pytest.mark.parametrize("name", ["tail", "dead", "layers"])
def test_every_still_lies_within_its_film_whatever_the_settings(name):
    experiment = BOOK[STEM].experiments[name]
    for settings in experiment.edges():
        film = experiment.film(**settings).to_json()
        assert film["stills"] and all(0 <= time <= film["length"] for time, _ in film["stills"]), settings


def test_at_random_the_film_of_the_tail_ends_as_the_prose_says():
    film = filmed("tail")
    end, caption = film.stills[-1]
    assert caption == "Idle servers: 5 of 10. Longest queue: 11."
    crowds = [film.count(f"s{k}", end) for k in range(1, 11)]
    assert crowds.count(0) == 5 and max(crowds) == 1 + 11  # one is served, eleven wait
