"""One server's times in system: the published numbers, other ways to the same, and long runs of Lindley's line."""

from itertools import islice
from math import exp, factorial, inf, log

import pytest

from systemdesign import stream
from systemdesign.latency_and_queues.queue import served
from systemdesign.sim import draws, poisson, with_variability
from systemdesign.theory.queues import equal_gaps, erlang_gaps, poisson_gaps
from systemdesign.theory.single import Equal, NoWait, Uneven


def at_random(load, cv2):
    return Uneven(poisson_gaps(load), cv2)


def on_the_beat(load, cv2):
    return Uneven(equal_gaps(load), cv2)


@pytest.mark.parametrize(
    ("answer", "median", "mean", "p99", "slower"),
    [
        (Equal(0.8), 2.276, 3, 11.36, 0.366),
        (at_random(0.5, 1), 1.386, 2, 9.21, 0.368),
        (at_random(0.8, 1), 3.466, 5, 23.03, 0.368),
        (at_random(0.8, 4), 6.00, 11, 61.21, 0.351),
        (at_random(0.5, 4), 1.155, 3.5, 25.86, 0.278),
    ],
)
def test_the_published_times(answer, median, mean, p99, slower):
    assert answer.quantile(0.5) == pytest.approx(median, abs=5e-3)
    assert answer.mean == pytest.approx(mean)
    assert answer.quantile(0.99) == pytest.approx(p99, abs=5e-3)
    assert answer.beyond(mean) == pytest.approx(slower, abs=6e-4)


@pytest.mark.parametrize(("load", "mean", "p99"), [(0.8, 2.693, 12.40), (0.98, 25.17, 115.9)])
def test_the_published_times_on_the_beat(load, mean, p99):
    assert on_the_beat(load, 1).mean == pytest.approx(mean, abs=5e-3)
    assert on_the_beat(load, 1).quantile(0.99) == pytest.approx(p99, abs=5e-2)


def erlang(load, t):
    """The share of M/D/1 that waits longer than t: Erlang's series of 1909, whose terms change signs."""
    terms = ((load * (k - t)) ** k / factorial(k) * exp(-load * (k - t)) for k in range(int(t) + 1))
    return 1 - (1 - load) * sum(terms)


@pytest.mark.parametrize("load", [0.2, 0.8, 0.95])
@pytest.mark.parametrize("t", [0.0, 0.4, 1.0, 2.5, 6.3, 9.9])
def test_equal_work_is_erlangs_series_where_that_can_be_summed(load, t):
    assert Equal(load).beyond(1 + t) == pytest.approx(erlang(load, t), abs=1e-9)


def test_far_out_equal_work_falls_by_its_root():
    answer, root = Equal(0.8), 0.43084
    assert 0.8 * (exp(root) - 1) == pytest.approx(root, abs=5e-4)  # Cramér and Lundberg's exponent
    assert log(answer.beyond(20) / answer.beyond(30)) / 10 == pytest.approx(root, abs=5e-4)


@pytest.mark.parametrize("load", [0.3, 0.9])
def test_a_hair_of_unevenness_changes_exponential_work_by_a_hair(load):
    for gaps in (poisson_gaps, equal_gaps):
        same, near = Uneven(gaps(load), 1), Uneven(gaps(load), 1.0001)
        assert near.mean == pytest.approx(same.mean, rel=1e-3)
        assert near.quantile(0.99) == pytest.approx(same.quantile(0.99), rel=1e-3)


def test_before_an_idle_server_uneven_work_takes_its_own_time():
    assert on_the_beat(0.01, 8).mean == pytest.approx(1, abs=1e-3)
    assert at_random(0.01, 8).mean == pytest.approx(1 + 4.5 / 99)


@pytest.mark.parametrize("answer", [Equal(0.7), at_random(0.7, 1), at_random(0.7, 6), on_the_beat(0.7, 3)])
def test_what_lies_beyond_integrates_to_the_mean(answer):
    width = 0.05
    assert sum(answer.beyond((k + 0.5) * width) for k in range(3000)) * width == pytest.approx(answer.mean, rel=1e-3)


@pytest.mark.parametrize("answer", [Equal(0.8), at_random(0.8, 4), on_the_beat(0.8, 1), on_the_beat(0.8, 4)])
def test_a_wait_drawn_from_the_steady_state_has_its_mean_and_its_tail(answer):
    rng = stream("waits", 1)
    waits = [answer.wait(rng) for _ in range(30_000)]
    stays = sorted(wait + 1 for wait in waits)
    assert sum(stays) / len(stays) == pytest.approx(answer.mean, rel=0.03)
    if isinstance(answer, Equal):
        assert stays[29_700] == pytest.approx(answer.quantile(0.99), rel=0.05)


@pytest.mark.parametrize("stages", [2, None])
def test_long_runs_of_uneven_work_agree_for_other_arrivals_than_poissons(stages):
    size, load, each = 300_000, 0.5, poisson(1.0, 2)
    gaps = [sum(islice(each, stages)) / stages / load for _ in range(size)] if stages else [1 / load] * size
    trace = served([*islice(draws(with_variability(1.0, 4), 2), size)], gaps)
    answer = Uneven(erlang_gaps(stages, load) if stages else equal_gaps(load), 4)
    assert trace.mean() == pytest.approx(answer.mean, rel=0.03)
    assert trace.quantile(0.5) == pytest.approx(answer.quantile(0.5), rel=0.03)
    assert trace.quantile(0.99) == pytest.approx(answer.quantile(0.99), rel=0.05)


@pytest.mark.parametrize("p", [0.0, 0.5, 0.99])
def test_where_nothing_varies_all_take_their_own_service_time(p):
    assert (NoWait().mean, NoWait().quantile(p), NoWait().wait(None)) == (1, 1, 0)
    assert [NoWait().beyond(t) for t in (0.5, 1.0, inf)] == [1, 0, 0]


@pytest.mark.parametrize("queue", [Equal, lambda load: at_random(load, 4), lambda load: on_the_beat(load, 4)])
def test_a_queue_that_never_settles_is_refused(queue):
    with pytest.raises(ValueError, match="settles only"):
        queue(1.0)
