"""Lindley's line gives the waits of a server first come, first served."""

from itertools import accumulate, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import run
from systemdesign.latency_and_queues.queue import served, waits
from systemdesign.sim import Server, Trace, draws, exponential, farm, open_loop, poisson, recorded, requests, steady

TIMES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=40)


def test_waits_by_hand():
    assert list(waits([3, 1, 2, 1], [1, 1, 9, 1])) == [0, 2, 2, 0]


def test_who_comes_first_may_find_others_there():
    assert list(waits([1, 1, 1], [1, 3, 1], first=4.0)) == [4, 4, 2]


@given(TIMES)
def test_nobody_overtakes_and_the_server_never_idles_while_one_waits(pairs):
    works, gaps = zip(*pairs)
    arrived, free = [*accumulate(gaps[:-1], initial=0)], 0
    for came, work, wait in zip(arrived, works, waits(works, gaps)):
        assert came + wait == max(came, free)
        free = came + wait + work


@pytest.mark.parametrize("load", [0.1, 0.5, 0.8, 0.98, 0.999])
def test_on_the_beat_with_equal_work_nobody_ever_waits(load):
    size = 20_000
    assert max(waits([1.0] * size, islice(steady(load), size))) == 0


def test_littles_law_holds_on_the_trace():
    works, gaps = ([*islice(values, 5000)] for values in (draws(exponential(1.0), 1), poisson(0.8, 1)))
    trace = served(works, gaps)
    assert trace.in_system() == pytest.approx(trace.rate() * trace.mean(), rel=1e-9)


def traffic(size=400):
    return [*islice(draws(exponential(1.0), 5), size)], [*islice(poisson(0.9, 5), size)]


def test_it_is_the_farm_of_one_server():
    works, gaps = traffic()
    found = farm([0.0, *gaps[:-1]], works, count=len(works))
    assert served(works, gaps).latency.tolist() == pytest.approx(found.latency.tolist())


def test_it_is_the_server_of_the_event_loop():
    works, gaps = traffic()
    arrived, trace = [*accumulate(gaps[:-1], initial=0.0)], Trace()
    asked = requests(exponential(1.0), seed=5)
    run(open_loop(trace.watch(Server("server")), recorded(arrived), asked, count=len(works)), seed=5)
    assert sorted(trace.latency) == pytest.approx(sorted(served(works, gaps).latency))
