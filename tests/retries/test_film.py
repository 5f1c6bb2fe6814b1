"""What chapter 14 shows as a film is what its figure computes: the same sends, done at the same times."""

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


def visits(film):
    """When each dot came to the server, and when its call was done or the film over."""
    first, last = {}, {}
    for leg in film.legs:
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
    legs = STORM.film().legs
    came = {leg.dot: leg.begin for leg in reversed(legs)}
    left = [leg.begin - came[leg.dot] for leg in legs if leg.left]
    assert left == pytest.approx([2.0] * len(left)) and len(left) > 100
