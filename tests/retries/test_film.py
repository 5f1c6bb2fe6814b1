"""What chapter 14 shows as a film is what its figure computes: the same sends, done at the same times."""

from itertools import pairwise
from math import inf

import pytest

from systemdesign.chapters.loader import chapter
from systemdesign.retries.backoff import Exponential, FullJitter
from systemdesign.retries.budget import Budget, unlimited
from systemdesign.retries.storm import retry_storm
from systemdesign.sim import draws, exponential, poisson

STORM = chapter("14_retries").experiments["storm"]


def record(load, attempts, base, jitter, budgets, seed):
    """The night that the figure draws, up to the film's end."""
    pause = (FullJitter if jitter else Exponential)(base, inf)
    return retry_storm(poisson(load * 20, seed), draws(exponential(1 / 20), seed), until=41.0, timeout=2.0,
                       attempts=attempts, backoff=pause, budgets=budgets, stall=(30.0, 40.0), seed=seed)


def served(film):
    """The legs at the server."""
    return [leg for leg in film.legs if film.places[leg.place].name == "server"]


def visits(film):
    """When each dot came to the server, and when its call was done or the film over."""
    first, last = {}, {}
    for leg in served(film):
        first.setdefault(leg.dot, leg.begin)
        last[leg.dot] = leg.end
    return sorted((begin, min(last[dot], film.end)) for dot, begin in first.items() if begin < film.end)


@pytest.mark.parametrize(("settings", "budgets"), [
    ({}, [unlimited()]),
    ({"load": 0.7, "jitter": True}, [unlimited()]),
    ({"budget": 0.1, "clients": 100}, [Budget(0.1) for _ in range(100)]),
])
def test_every_send_of_the_record_is_a_dot_that_stays_until_the_server_has_done_it(settings, budgets):
    given = {"load": 0.5, "attempts": 3, "base": 1, "jitter": False, **settings}
    known = record(*(given[name] for name in ("load", "attempts", "base", "jitter")), budgets, seed=3)
    found = visits(STORM.film(seed=3, **settings))
    wanted = sorted((sent, min(done, 41.0)) for sent, done in zip(known.sent, known.finished) if sent < 41.0)
    assert len(found) == len(wanted) > 400
    for dot, sent in zip(found, wanted):
        assert dot == pytest.approx(sent)


def test_only_a_call_that_is_older_than_the_time_out_is_given_up():
    legs = served(STORM.film())
    came = {leg.dot: leg.begin for leg in reversed(legs)}
    left = [leg.begin - came[leg.dot] for leg in legs if leg.left]
    assert left == pytest.approx([2.0] * len(left)) and len(left) > 100


def test_a_client_who_has_given_up_a_try_waits_among_the_clients_until_the_next():
    known, film = record(0.5, 3, 1, False, [unlimited()], seed=3), STORM.film(seed=3)
    sends = {}
    for sent, request in zip(known.sent, known.requests, strict=True):
        sends.setdefault(request, []).append(sent)
    pauses = [(first + 2.0, then) for tries in sends.values() for first, then in pairwise(tries)]
    for time in (33.05, 36.4, 39.7):
        assert film.count("clients", time) == sum(begin <= time < end for begin, end in pauses) > 5


def test_the_colour_of_a_dot_says_which_try_it_is():
    film = STORM.film(seed=3)
    tries = {}
    for leg in sorted(served(film), key=lambda leg: leg.begin):
        who, role = film.dots[leg.dot]
        if (leg.dot, role) not in tries.setdefault(who, []):
            tries[who].append((leg.dot, role))
    ordinals = ["first try", "second try", "third try"]
    made = [[role for _, role in mine] for mine in tries.values()]
    assert max(map(len, made)) == 3
    assert all(mine == ordinals[:len(mine)] for mine in made)
