"""What a trace answers, on traces small enough to count by hand, and Little's law on all of them."""

import asyncio
from math import fsum
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import now, run, stream
from systemdesign.sim import (
    Refused,
    Reply,
    Request,
    Server,
    Trace,
    Unavailable,
    exponential,
    open_loop,
    poisson,
    requests,
    steady,
    with_timeout,
)


@pytest.fixture
def small():
    """Four requests: at 1, 2, 3 and 6 s; the third refused at once."""
    trace = Trace()
    trace.record(1.0, 2.0, "a")
    trace.record(3.0, 0.0, "b", "Refused")
    trace.record(2.0, 4.0, "b")
    trace.record(6.0, 2.0, "a")
    return trace


def test_a_watched_service_is_on_record_with_arrival_latency_and_server():
    trace = Trace()
    run(open_loop(trace.watch(Server("s1")), steady(1.0), [Request(0, work=0.25), Request(1, work=3.0)]))
    assert list(zip(trace.arrived, trace.latency, trace.by)) == [(1.0, 0.25, "s1"), (2.0, 3.0, "s1")]


def test_a_watched_service_returns_and_raises_what_it_did_before():
    async def moody(request):
        if request.id:
            raise Refused("not now", by="m")
        return Reply("m", 42)

    async def main():
        watched = Trace().watch(moody)
        with pytest.raises(Refused, match="not now"):
            await watched(Request(1))
        return await watched(Request(0))

    assert run(main) == Reply("m", 42)


def test_a_failure_is_on_record_with_its_kind_and_its_server():
    async def dead(request):
        await asyncio.sleep(0.5)
        raise Unavailable("gone", by="s9")

    trace = Trace()
    run(open_loop(trace.watch(dead), steady(1.0), count=1))
    assert (trace.latency[0], trace.by[0], trace.outcome[0]) == (0.5, "s9", "Unavailable")


def test_a_caller_who_gives_up_is_on_record_as_abandoned():
    async def stuck(request):
        await asyncio.sleep(100)

    trace = Trace()
    run(open_loop(with_timeout(trace.watch(stuck), 2.0), steady(1.0), count=1))
    assert (trace.latency[0], trace.outcome) == (2.0, ["Abandoned"])


def test_latencies_are_of_the_answered(small):
    assert list(small.answered()) == [2.0, 4.0, 2.0]
    assert small.mean() == pytest.approx(8 / 3)


def test_rates_count_from_the_start_to_the_last_settlement(small):
    assert small.end == 8.0
    assert small.rate() == 0.5
    assert small.throughput() == 0.375


def test_answers_are_counted_per_server_and_failures_per_kind(small):
    assert small.counts() == {"a": 2, "b": 1}
    assert small.errors() == {"Refused": 1}
    assert small.error_share() == 0.25


def test_the_mean_number_in_the_system_is_the_area_over_the_time(small):
    assert small.in_system() == 8 / 8


def test_after_drops_the_warm_up(small):
    late = small.after(2.5)
    assert (list(late.arrived), late.start, late.rate()) == ([3.0, 6.0], 2.5, pytest.approx(2 / 5.5))


@pytest.mark.parametrize(("q", "value"), [(0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100), (0.07, 7), (0.001, 1)])
def test_a_quantile_is_the_observation_of_the_nearest_rank(q, value):
    trace = Trace.of([0.0] * 100, range(100, 0, -1), ["s"] * 100)
    assert trace.quantile(q) == value


def test_a_quantile_takes_note_of_later_requests(small):
    assert small.quantile(1.0) == 4.0
    small.record(9.0, 9.0, "a")
    assert small.quantile(1.0) == 9.0


@pytest.mark.parametrize("q", [0, 1.5, 99])
def test_a_quantile_out_of_range_is_explained(small, q):
    with pytest.raises(ValueError, match=r"0\.99 is the 99th"):
        small.quantile(q)


@pytest.mark.parametrize("question", [Trace.mean, lambda trace: trace.quantile(0.5)])
def test_a_trace_without_answers_has_no_latency(question):
    trace = Trace()
    trace.record(1.0, 0.0, None, "Unavailable")
    with pytest.raises(ValueError, match="no request was answered"):
        question(trace)


def test_an_empty_trace_has_rates_of_zero():
    assert (Trace().rate(), Trace().throughput(), Trace().in_system(), Trace().error_share()) == (0, 0, 0, 0)


def test_a_series_has_a_bucket_for_every_stretch_the_empty_ones_included(small):
    buckets = small.series(2.0)
    assert [(b.start, b.count, b.errors, b.mean) for b in buckets] == [
        (0.0, 1, 0, 2.0),
        (2.0, 2, 1, 4.0),
        (4.0, 0, 0, None),
        (6.0, 1, 0, 2.0),
    ]


def test_a_series_starts_where_the_trace_does(small):
    assert [bucket.start for bucket in small.after(2.5).series(2.0)] == [2.5, 4.5]


def test_a_series_in_buckets_of_no_width_is_refused(small):
    with pytest.raises(ValueError, match="width must be above 0"):
        small.series(0)


SECONDS = st.just(0.0) | st.floats(1e-9, 1e6)  # below a nanosecond the rate is soon more than a float can hold


@given(st.lists(st.tuples(SECONDS, SECONDS), min_size=1))
def test_littles_law_is_exact_on_any_finished_trace(rows):
    trace = Trace.of([a for a, _ in rows], [b for _, b in rows], ["s"] * len(rows))
    assert trace.in_system() == pytest.approx(trace.rate() * trace.mean(), rel=1e-9, abs=1e-9)


def test_littles_law_is_exact_on_a_finished_run():
    trace = Trace()
    work = requests(work=exponential(1.0), seed=4)
    run(open_loop(trace.watch(Server("s1")), poisson(0.9), work, count=5000), seed=4)
    assert trace.in_system() == pytest.approx(trace.rate() * trace.mean(), rel=1e-12)
    assert fsum(trace.latency) > 5000


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_number_in_the_system_is_what_a_visitor_counts_who_knows_nothing_of_the_trace(seed):
    looks = []

    async def visit(server):
        while True:
            await asyncio.sleep(stream("visitor").expovariate(5.0))
            looks.append(server.in_flight)

    async def main():
        trace, server = Trace(), Server("s1")
        visitor = asyncio.create_task(visit(server))
        await open_loop(trace.watch(server), poisson(0.7), until=1000.0)
        visitor.cancel()
        assert trace.end == now()
        return trace

    found = run(main, seed=seed).in_system()
    assert abs(mean(looks) - found) < 4 * stdev(looks) / len(looks) ** 0.5
