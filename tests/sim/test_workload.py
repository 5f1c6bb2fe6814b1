"""Arrivals and clients."""

import asyncio
from itertools import islice

import pytest

from systemdesign import now, run, stream
from systemdesign.sim import (
    Refused,
    Reply,
    Request,
    Server,
    Trace,
    Zipf,
    bursts,
    closed_loop,
    constant,
    draws,
    exponential,
    open_loop,
    poisson,
    recorded,
    requests,
    steady,
)
from systemdesign.theory.intervals import batch_means


def times(gaps, until):
    """Arrival times before `until`."""
    found, time = [], 0.0
    for gap in gaps:
        time += gap
        if time >= until:
            return found
        found.append(time)
    return found


async def instant(request):
    return Reply("instant", request.id)


async def slow(request):
    await asyncio.sleep(10)
    return Reply("slow")


def seen(**workload):
    """The ids and times at which an open loop's requests arrive."""
    log = []

    async def service(request):
        log.append((request.id, now()))

    run(open_loop(service, steady(2.0), **workload))
    return log


def test_poisson_gaps_are_exponential_with_the_rate_asked_for():
    gaps = list(islice(poisson(4.0, seed=2), 100_000))
    found = batch_means(gaps, level=0.99)
    assert 0.25 in found
    assert found.width < 0.03
    assert 0.0625 in batch_means([(gap - 0.25) ** 2 for gap in gaps], level=0.99)


def test_steady_gaps_are_equal():
    assert list(islice(steady(4.0), 3)) == [0.25, 0.25, 0.25]


def test_recorded_times_are_played_back():
    assert list(recorded([1.0, 1.0, 4.5])) == [1.0, 0.0, 3.5]


def test_a_record_that_goes_back_in_time_is_refused():
    with pytest.raises(ValueError, match="must not go back: 1 follows 2"):
        list(recorded([2.0, 1.0]))


@pytest.mark.parametrize(("rate", "peak"), [(5.0, 50.0), (0.2, 1.0), (2.0, 0.1)])
def test_bursts_have_each_rate_in_its_part_of_the_period(rate, peak):
    arrivals = times(bursts(rate, peak, every=10.0, length=2.0, seed=1), until=50_000.0)
    burst = sum(time % 10.0 >= 8.0 for time in arrivals)
    calm = len(arrivals) - burst
    assert abs(burst - 10_000 * peak) < 3 * (10_000 * peak) ** 0.5
    assert abs(calm - 40_000 * rate) < 3 * (40_000 * rate) ** 0.5


def test_bursts_from_silence_keep_the_silence():
    arrivals = times(bursts(rate=0.0, peak=9.0, every=10.0, length=1.0, seed=1), until=100.0)
    assert arrivals
    assert all(time % 10.0 >= 9.0 for time in arrivals)


@pytest.mark.parametrize("gaps", [poisson(0, seed=1), steady(-1), bursts(1, 2, 0, 1, seed=1)])
def test_a_rate_or_period_of_nothing_is_refused(gaps):
    with pytest.raises(ValueError, match="must be above 0"):
        next(gaps)


def test_an_open_loop_stops_after_a_count():
    assert seen(count=3) == [(0, 0.5), (1, 1.0), (2, 1.5)]


def test_an_open_loop_stops_at_a_time():
    assert [time for _, time in seen(until=1.5)] == [0.5, 1.0, 1.5]


def test_an_open_loop_sends_the_requests_it_is_given():
    assert [number for number, _ in seen(requests=[Request(7), Request(9)])] == [7, 9]


def test_an_open_loop_does_not_wait_for_answers_before_it_sends():
    trace = Trace()
    run(open_loop(trace.watch(slow), steady(1.0), count=5))
    assert list(trace.arrived) == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_an_open_loop_returns_when_the_last_request_is_settled():
    async def main():
        await open_loop(slow, steady(1.0), count=5)
        return now()

    assert run(main) == 15.0


def test_a_failed_request_does_not_end_an_open_loop():
    async def full(request):
        raise Refused("full", by="s1")

    trace = Trace()
    run(open_loop(trace.watch(full), steady(1.0), count=4))
    assert trace.errors() == {"Refused": 4}


def test_a_bug_in_a_service_ends_an_open_loop():
    async def buggy(request):
        await asyncio.sleep(0.1)
        raise ZeroDivisionError("a bug")

    with pytest.raises(ZeroDivisionError, match="a bug"):
        run(open_loop(buggy, steady(1.0), count=1000))


def test_closed_loop_clients_wait_for_the_answer_before_they_think_again():
    trace = Trace()
    run(closed_loop(trace.watch(slow), clients=2, think=constant(1.0), each=3))
    assert list(trace.arrived) == [1.0, 1.0, 12.0, 12.0, 23.0, 23.0]


def test_closed_loop_clients_stop_at_a_time():
    trace = Trace()
    run(closed_loop(trace.watch(slow), clients=1, think=constant(1.0), until=20.0))
    assert list(trace.arrived) == [1.0, 12.0]


def test_closed_loop_clients_carry_their_number():
    clients = []

    async def service(request):
        clients.append(request.client)

    run(closed_loop(service, clients=3, think=constant(1.0), each=2))
    assert sorted(clients) == [0, 0, 1, 1, 2, 2]


def test_a_failure_does_not_end_a_closed_loop_client():
    async def full(request):
        raise Refused("full")

    trace = Trace()
    run(closed_loop(trace.watch(full), clients=1, think=constant(1.0), each=3))
    assert trace.errors() == {"Refused": 3}


def test_requests_are_numbered_and_carry_what_was_asked_for():
    made = list(islice(requests(work=exponential(2.0), clients=4, keys=Zipf(10), seed=1), 200))
    assert [request.id for request in made] == list(range(200))
    assert {request.client for request in made} == {0, 1, 2, 3}
    assert all(1 <= request.key <= 10 for request in made)
    assert [request.work for request in made] == list(islice(draws(exponential(2.0), seed=1), 200))


def test_plain_requests_carry_nothing():
    assert next(requests()) == Request(0)


def test_adding_keys_leaves_the_works_alone():
    async def works(**more):
        return [request.work for request in islice(requests(work=exponential(1.0), **more), 50)]

    assert run(works()) == run(works(keys=Zipf(9), clients=3))


def test_arrivals_inside_a_run_are_those_of_its_seed_outside():
    async def main():
        return list(islice(poisson(3.0), 5)), stream("work").random()

    inside, _ = run(main, seed=8)
    assert inside == list(islice(poisson(3.0, seed=8), 5))


def test_until_counts_from_the_start_of_the_traffic_whatever_the_clock_says():
    async def late_start():
        await asyncio.sleep(1000.0)
        trace = Trace()
        await open_loop(trace.watch(Server("s", service=lambda rng: 0.01)), steady(10.0), until=5.05)
        return len(trace)

    assert run(late_start) == 50
