"""Chapter 08's formulas against the page of known answers, against counting, and against chance."""

from math import exp, fsum
from random import Random
from statistics import fmean

import pytest

from systemdesign.replication import theory
from systemdesign.scalability.theory import usl


@pytest.mark.parametrize(("a", "share"), [(0.1, 0.0484), (1, 0.3679), (5, 0.8013)])
def test_replicas_end_wrong_as_often_as_known(a, share):
    assert theory.overtaken(a / 0.1, 0.1) == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(("replicas", "needed"), [(1, 1), (2, 1), (3, 2), (5, 1), (5, 5)])
def test_writes_far_apart_wait_for_an_order_statistic(replicas, needed):
    known = 0.02 + 0.1 * fsum(1 / k for k in range(replicas - needed + 1, replicas + 1))
    assert theory.reached(1e-6, 0.02, 0.1, replicas, needed) == pytest.approx(known, rel=1e-4)


def test_a_single_replica_is_reached_as_late_as_its_integral_says():
    a, steps = 5.0, 20_000  # delay · (Ein(a) + (1-e^-a)/a)
    entire = fsum((1 - exp(-a * u)) / u for u in ((k + 0.5) / steps for k in range(steps))) / steps
    assert theory.reached(100, 0.05, 0.05, 1, 1) == pytest.approx(0.05 + 0.05 * (entire + (1 - exp(-a)) / a), rel=1e-4)


@pytest.mark.parametrize(("replicas", "needed"), [(2, 1), (3, 2), (4, 4)])
def test_a_log_in_order_reaches_some_of_many_as_late_as_chance_has_it(replicas, needed):
    random, took = Random(3), []
    for _ in range(4000):
        late, age = [random.expovariate(20) for _ in range(replicas)], 0.0
        while (age := age + random.expovariate(40)) < 0.6:
            late = [max(one, random.expovariate(20) - age) for one in late]
        took.append(sorted(late)[needed - 1])
    assert theory.reached(40, 0.0, 0.05, replicas, needed) == pytest.approx(fmean(took), rel=0.03)


@pytest.mark.parametrize(("setting", "most", "anyone"), [
    ((2, 0), 13.6, 17.2), ((2, 1), 0, 3.4), ((2, 2), 0, 0), ((3, 1), 0, 4.6), ((3, 2), 0, 1.8)])
def test_a_crash_loses_as_much_as_was_simulated(setting, most, anyone):
    assert theory.lost(100, 0.05, 0.05, *setting) == (pytest.approx(most, rel=0.02), pytest.approx(anyone, rel=0.12))


def test_with_a_constant_lag_a_crash_loses_what_came_within_it():
    assert theory.lost(100, 0.05, 1e-9, 2, 0) == (pytest.approx(5.0), pytest.approx(5.0))


@pytest.mark.parametrize(("lag", "share"), [(0.1, 0.0952), (2, 0.8647)])
def test_reads_are_stale_as_often_as_known(lag, share):
    assert theory.stale(1.0, [lag]) == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(("rate", "lags", "pause", "share"), [
    (1, (0.1, 2), 0, 0.2126), (1, (0.1, 2), 1, 0.1484), (0.2, (0.1, 2), 0, 0.079), (1, (0.1, 10), 1, 0.25)])
def test_pairs_go_back_as_often_as_known(rate, lags, pause, share):
    assert theory.backwards(rate, lags, pause) == pytest.approx(share, abs=5e-4)


def test_who_writes_everything_herself_never_goes_back_once_her_own_writes_count():
    assert theory.backwards(1.0, (0.1, 2), 0.5, own=1.0) == pytest.approx(0.0)


@pytest.mark.parametrize(("nodes", "reads", "known"), [
    (2, 0.9, 1.818), (5, 0.9, 3.571), (10, 0.9, 5.263), (50, 0.9, 8.475), (10, 0.5, 1.818), (10, 0.99, 9.174)])
def test_nodes_do_as_much_as_known(nodes, reads, known):
    assert theory.capacity(nodes, reads) == pytest.approx(known, abs=1e-3)


def test_more_nodes_are_more_workers_whose_writes_are_the_contention():
    for nodes, reads in ((1, 0.9), (7, 0.8), (50, 0.99)):
        assert theory.capacity(nodes, reads) == pytest.approx(usl(nodes, contention=1 - reads))
