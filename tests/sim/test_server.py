"""A server's queue, its workers and its misfortunes."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import now, run, stream
from systemdesign.sim import (
    Request,
    Server,
    TimedOut,
    Trace,
    Unavailable,
    at,
    constant,
    exponential,
    faults,
    open_loop,
    poisson,
    recorded,
    requests,
    steady,
    with_timeout,
)

ONE = constant(1.0)


def latencies(server, *schedule, arrivals=(0.0,), work=1.0):
    """Latency and outcome of requests that arrive at the given times, beside a schedule of faults."""
    trace = Trace()

    async def main():
        asked = (Request(number, work=work) for number in range(len(arrivals)))
        await asyncio.gather(faults(*schedule), open_loop(trace.watch(server), recorded(arrivals), asked))

    run(main)
    rows = sorted(zip(trace.arrived, trace.latency, trace.outcome), key=lambda row: row[0])
    return [(latency, outcome) for _, latency, outcome in rows]


def test_a_request_takes_the_work_that_it_brings():
    assert latencies(Server("s", service=constant(9.0)), work=0.25) == [(0.25, None)]


def test_a_request_without_work_takes_what_the_server_draws():
    async def main():
        await Server("s1", service=exponential(2.0))(Request(0))
        return now(), exponential(2.0)(stream("server s1", seed=6))

    took, drawn = run(main, seed=6)
    assert took == drawn


def test_requests_queue_in_the_order_of_their_arrival():
    assert latencies(Server("s"), arrivals=[0, 0.25, 0.5]) == [(1.0, None), (1.75, None), (2.5, None)]


def test_as_many_requests_as_workers_are_served_at_once():
    assert latencies(Server("s", workers=2), arrivals=[0, 0.25, 0.5]) == [(1.0, None), (1.0, None), (1.5, None)]


def test_a_server_of_double_speed_takes_half_the_time():
    assert latencies(Server("s", speed=2.0)) == [(0.5, None)]


def test_a_full_queue_refuses_at_once_and_by_name():
    server = Server("s", queue_limit=1)
    assert latencies(server, arrivals=[0, 0.25, 0.5]) == [(1.0, None), (1.75, None), (0.0, "Refused")]


def test_a_queue_of_no_length_still_serves_whom_a_worker_is_free_for():
    assert latencies(Server("s", queue_limit=0), arrivals=[0, 2]) == [(1.0, None), (1.0, None)]


def test_in_flight_counts_service_and_queue():
    async def main():
        server = Server("s")
        async with asyncio.TaskGroup() as group:
            group.create_task(open_loop(server, steady(4.0), requests(work=ONE), count=3))
            await asyncio.sleep(0.9)
            return server.in_flight, repr(server)

    assert run(main) == (3, "<Server s: up, 3 in flight>")


def test_a_crash_fails_what_is_in_service_and_what_waits_at_that_moment():
    server = Server("s")
    assert latencies(server, at(0.5, server.crash), arrivals=[0, 0.25]) == [(0.5, "Unavailable"), (0.25, "Unavailable")]


def test_a_server_that_is_down_fails_new_requests_at_once():
    server = Server("s")
    assert latencies(server, at(0.5, server.crash), arrivals=[1.0]) == [(0.0, "Unavailable")]


def test_a_restarted_server_starts_empty_and_serves():
    server = Server("s")
    found = latencies(server, at(0.5, server.crash), at(2.0, server.restart), arrivals=[0, 3.0])
    assert found == [(0.5, "Unavailable"), (1.0, None)]
    assert server.in_flight == 0


def test_nothing_of_before_a_crash_is_finished_after_the_restart():
    server = Server("s")
    found = latencies(server, at(0.5, server.crash), at(0.6, server.restart), arrivals=[0, 0.75])
    assert found == [(0.5, "Unavailable"), (1.0, None)]


def test_a_pause_delays_everything_by_its_length_and_loses_nothing():
    server = Server("s")
    found = latencies(server, at(0.5, server.pause), at(3.5, server.resume), arrivals=[0, 0.25, 1.0])
    assert found == [(4.0, None), (4.75, None), (5.0, None)]


def test_a_second_pause_changes_nothing():
    server = Server("s")
    found = latencies(server, at(0.5, server.pause), at(1.0, server.pause), at(2.5, server.resume))
    assert found == [(3.0, None)]


def test_every_free_worker_starts_after_a_pause():
    server = Server("s", workers=2)
    found = latencies(server, at(0.0, server.pause), at(2.0, server.resume), arrivals=[1.0, 1.0])
    assert found == [(2.0, None), (2.0, None)]


def test_a_crash_ends_a_pause():
    server = Server("s")
    found = latencies(server, at(0.5, server.pause), at(2.0, server.crash), at(3.0, server.restart), arrivals=[0, 4.0])
    assert found == [(2.0, "Unavailable"), (1.0, None)]


def test_a_slow_down_concerns_the_requests_that_start_from_then_on():
    server = Server("s")
    assert latencies(server, at(0.5, server.slow, 3), arrivals=[0, 1.0]) == [(1.0, None), (3.0, None)]


def test_a_slow_down_by_one_ends_it():
    server = Server("s", speed=2.0)
    found = latencies(server, at(0.0, server.slow, 4), at(5.0, server.slow, 1), arrivals=[1.0, 6.0])
    assert found == [(2.0, None), (0.5, None)]


def test_a_restart_ends_a_slow_down():
    server = Server("s")
    found = latencies(server, at(0.1, server.slow, 5), at(1, server.crash), at(2, server.restart), arrivals=[3.0])
    assert found == [(1.0, None)]


def test_a_server_works_on_for_a_caller_who_has_gone():
    async def main():
        server = Server("s")
        with pytest.raises(TimedOut):
            await with_timeout(server, 0.5)(Request(0, work=2.0))
        await server(Request(1, work=1.0))
        return now()

    assert run(main) == 3.0


def test_a_crash_passes_over_callers_who_have_gone():
    async def main():
        server = Server("s")
        with pytest.raises(TimedOut):
            await with_timeout(server, 0.5)(Request(0, work=2.0))
        server.crash()
        return server.in_flight

    assert run(main) == 0


async def impatient(server, request, seconds):
    """Ask, and give up after so many seconds."""
    with pytest.raises(TimedOut):
        await with_timeout(server, seconds)(request)


def test_a_server_that_hears_stops_for_a_caller_who_has_gone_and_takes_the_next():
    async def main():
        server = Server("s", hears=True)
        async with asyncio.TaskGroup() as group:
            group.create_task(impatient(server, Request(0, work=9.0), 0.5))
            await asyncio.sleep(0.1)
            await server(Request(1, work=1.0))
            return now(), server.in_flight

    assert run(main) == (1.5, 0)


def test_a_server_that_hears_never_starts_what_nobody_waits_for_any_more():
    async def main():
        server = Server("s", queue_limit=1, hears=True)
        async with asyncio.TaskGroup() as group:
            group.create_task(server(Request(0, work=2.0)))
            await asyncio.sleep(0.1)
            await impatient(server, Request(1, work=9.0), 0.5)
            await server(Request(2, work=1.0))  # there is room in the queue again
            return now()

    assert run(main) == 3.0


def test_a_paused_server_that_hears_forgets_the_caller_and_starts_nobody():
    async def main():
        server = Server("s", hears=True)
        async with asyncio.TaskGroup() as group:
            group.create_task(impatient(server, Request(0, work=9.0), 0.5))
            group.create_task(faults(at(0.2, server.pause), at(4.0, server.resume)))
            await asyncio.sleep(0.1)
            await server(Request(1, work=1.0))
            return now()

    assert run(main) == 5.0


def test_a_probe_answers_at_once_while_the_queue_is_long():
    async def main():
        server = Server("s")
        async with asyncio.TaskGroup() as group:
            group.create_task(server(Request(0, work=50.0)))
            await asyncio.sleep(1)
            return (await server.ping()).by, now()

    assert run(main) == ("s", 1.0)


def test_a_probe_of_a_dead_server_fails_at_once():
    async def main():
        server = Server("s")
        server.crash()
        await server.ping()

    with pytest.raises(Unavailable, match="s is down"):
        run(main)


def test_a_probe_of_a_paused_server_hangs_until_it_resumes():
    async def main():
        server = Server("s")
        server.pause()
        async with asyncio.TaskGroup() as group:
            group.create_task(faults(at(7.0, server.resume), at(9.0, server.pause)))
            await server.ping()
            return now()

    assert run(main) == 7.0


def test_a_server_without_workers_is_refused():
    with pytest.raises(ValueError, match="at least one worker"):
        Server("s", workers=0)


ACTIONS = st.lists(
    st.tuples(st.floats(0, 40), st.sampled_from(["crash", "restart", "pause", "resume", "slow"])), max_size=12
)


@given(ACTIONS, st.integers(1, 3), st.sampled_from([None, 0, 2]), st.booleans(), st.integers(0, 99))
def test_whatever_befalls_a_server_each_request_is_settled_exactly_once(actions, workers, limit, hears, seed):
    server, settled = Server("s", workers, queue_limit=limit, hears=hears), Counter()

    async def client(request):
        try:
            await with_timeout(server, 3.0)(request)
        finally:
            settled[request.id] += 1

    async def main():
        schedule = [
            at(time, server.slow, 2) if name == "slow" else at(time, getattr(server, name)) for time, name in actions
        ]
        traffic = open_loop(client, poisson(2.0), requests(work=exponential(0.8)), count=60)
        await asyncio.gather(faults(*schedule, at(50, server.resume), at(500, server.resume)), traffic)

    run(main, seed=seed)
    assert settled == Counter(range(60))
    assert server.in_flight == 0
