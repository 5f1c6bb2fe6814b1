"""Clients who wait for their answers, without an event loop: as by hand, as in the loop, as mean value analysis."""

import pytest

from systemdesign import run, stream
from systemdesign.latency_and_queues.clients import answered
from systemdesign.sim import Request, Server, Trace, closed_loop, constant, draws, exponential, with_variability
from systemdesign.theory import closed


def test_two_clients_by_hand():
    found = answered(2, [1, 2, 1, 9, 9], [3, 1, 1, 1], count=3)
    assert found.arrived.tolist() == [1, 2, 5]  # the first is answered at 4, thinks for 1 and asks again
    assert found.latency.tolist() == [3, 3, 1]


def test_a_client_alone_never_waits():
    works = [0.5, 2.0, 0.1, 7.0]
    assert answered(1, draws(exponential(1.0), 1), works, count=4).latency.tolist() == pytest.approx(works)


def test_who_never_thinks_keeps_the_server_busy_and_waits_for_all_others():
    found = answered(5, iter([0.0] * 99), [2.0] * 50, count=50)
    assert set(found.latency[5:]) == {10.0}


def test_the_first_requests_are_left_out():
    long = answered(3, draws(exponential(2.0), 1), draws(exponential(1.0), 2), count=50)
    short = answered(3, draws(exponential(2.0), 1), draws(exponential(1.0), 2), count=50, warm_up=20)
    assert short.latency == long.latency[20:]
    assert short.start == long.arrived[20]


def test_it_is_the_closed_loop_of_the_event_loop():
    """All think for as long, so that it does not matter which client draws."""
    works = [*map(float, range(1, 31))]

    def requests(client):
        for _ in range(10):
            yield Request(client, work=works.pop(0))

    trace = Trace()
    run(closed_loop(trace.watch(Server("server")), 3, constant(0.5), each=10, requests=requests))
    assert len(trace) == 30
    found = answered(3, iter([0.5] * 99), iter(map(float, range(1, 31))), count=30)
    assert sorted(trace.latency) == pytest.approx(sorted(found.latency))


@pytest.mark.parametrize(("clients", "think_cv2"), [(2, 1), (10, 1), (10, 4)])
def test_a_long_run_has_the_mean_of_mean_value_analysis_however_the_thinking_spreads(clients, think_cv2):
    think = closed.thinking(clients, 0.8)
    thinks = draws(with_variability(think, think_cv2), 3, "thinks")
    found = answered(clients, thinks, draws(exponential(1.0), 3), count=100_000, warm_up=5_000)
    throughput, response = closed.closed_loop(clients, think)
    assert found.mean() == pytest.approx(response, rel=0.03)
    assert found.throughput() == pytest.approx(throughput, rel=0.01)


def test_the_clients_draw_from_any_stream():
    rng = stream("thinks", 1)
    found = answered(2, iter(rng.random, None), iter(rng.random, None), count=10)
    assert len(found) == 10
