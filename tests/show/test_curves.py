"""Curves that chapters share."""

import pytest

from systemdesign import run
from systemdesign.show.curves import (
    SHARES,
    count_steps,
    latency_line,
    pairs,
    presence_steps,
    rate_steps,
    share_line,
    share_steps,
    tail_line,
)
from systemdesign.sim import Server, Trace, open_loop, poisson
from systemdesign.theory import queues


def test_a_tail_line_inverts_the_quantile():
    line = tail_line("M/M/1", lambda q: queues.mm1_quantile(q, 0.8, 1.0))
    assert line.y == SHARES
    assert line.x[SHARES.index(10 ** (-40 / 20))] == pytest.approx(23.03, abs=0.01)


def test_a_tail_line_ends_with_its_axis():
    line = tail_line("M/M/1", lambda q: queues.mm1_quantile(q, 0.8, 1.0), longest=20.0)
    assert 15 < max(line.x) <= 20.0
    assert line.y == SHARES[: len(line.y)] and len(line.x) == len(line.y)


def test_a_latency_line_leaves_out_stretches_without_answers():
    trace = Trace.of([0.5, 2.5], [1.0, 3.0], ["s", "s"])
    assert (latency_line("all", trace, 1.0).x, latency_line("all", trace, 1.0).y) == ([0.0, 2.0], [1.0, 3.0])


def test_rates_are_per_second_whatever_the_width():
    trace = Trace.of([0.5, 1.5, 2.5, 3.5], [1.0] * 4, ["s"] * 4)
    every, failed = rate_steps(trace, width=2.0)
    assert every.y == [1.0, 1.0]
    assert failed.y == [0.0, 0.0]


def test_presence_goes_up_with_an_arrival_and_down_with_an_end_failed_ones_too():
    trace = Trace.of([1.0, 2.0, 5.0], [3.0, 1.0, 0.5], ["s"] * 3)
    trace.record(6.0, 1.0, None, "Refused")
    steps = presence_steps("present", trace)
    assert steps.x == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 5.5, 6.0, 7.0]
    assert steps.y == [0, 1, 2, 1, 0, 1, 0, 1, 0]


def test_what_happens_at_one_moment_is_one_step():
    trace = Trace.of([1.0, 2.0, 3.0], [2.0, 0.0, 1.0], ["s"] * 3)
    steps = presence_steps("present", trace)
    assert (steps.x, steps.y) == ([0.0, 1.0, 2.0, 3.0, 4.0], [0, 1, 1, 1, 0])


def crowded():
    """A long day with a crowd that grows and shrinks, one at a time."""
    trace = Trace()
    run(open_loop(trace.watch(Server("s1")), poisson(0.9), count=2000), seed=3)
    return trace


def test_a_long_trace_is_thinned_to_the_points_that_are_asked_for():
    steps = presence_steps("present", crowded(), points=100)
    assert 80 <= len(steps.x) == len(steps.y) <= 100


def test_a_thinned_trace_keeps_its_peak_its_ends_and_odd_crowds_too():
    every, thinned = (presence_steps("present", crowded(), points=points) for points in (10_000, 100))
    assert max(thinned.y) == max(every.y)
    assert (thinned.x[0], thinned.x[-1], thinned.y[-1]) == (every.x[0], every.x[-1], 0)
    assert {y % 2 for y in thinned.y} == {0, 1}


def test_each_step_of_a_thinned_trace_is_one_of_the_whole():
    every, thinned = (presence_steps("present", crowded(), points=points) for points in (10_000, 100))
    assert set(zip(thinned.x, thinned.y)) <= set(zip(every.x, every.y))


def test_a_share_is_that_of_the_requests_of_its_stretch_of_time():
    trace = Trace.of([0.1, 0.2, 0.6, 1.7], [0.0] * 4, ["a"] * 4)
    line = share_line("some", trace, [0.2, 1.6, 1.7, 9.0], 0.5)
    assert (line.x, line.y) == ([0.0, 0.5, 1.0, 1.5], [0.5, 0.0, 0.0, 2.0])


def test_share_steps_hold_until_the_next_stretch_and_the_last_to_its_end():
    trace = Trace.of([0.1, 0.2, 0.6], [0.0] * 3, ["a"] * 3)
    steps = share_steps("some", trace, [0.2], 0.5)
    assert (steps.x, steps.y) == ([0.0, 0.5, 1.0], [0.5, 0.0, 0.0])


def test_counts_are_per_second_up_to_the_end_and_no_further():
    line = count_steps("calls", [0.1, 0.2, 1.9, 3.5, 4.0, 99.0], 2.0, 4.0)
    assert (line.x, line.y) == ([0.0, 2.0, 4.0], [1.5, 1.0, 1.0])


def test_simulated_points_come_before_their_exact_curve():
    points, line = pairs("sends", [0, 1], [1, 3], [1.1, 2.9])
    assert (points.y, points.theory) == ([1, 3], False)
    assert (line.y, line.theory) == ([1.1, 2.9], True)
