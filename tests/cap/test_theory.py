"""Chapter 06's formulas against the page of known answers, against counting, and against chance."""

from itertools import combinations
from random import Random

import pytest

from systemdesign.cap import theory


@pytest.mark.parametrize(("setting", "share"), [
    ((3, 1, 1), 2 / 3), ((3, 1, 2), 1 / 3), ((3, 2, 1), 1 / 3), ((5, 2, 2), 0.3), ((3, 2, 2), 0), ((5, 3, 3), 0)])
def test_a_read_misses_a_write_as_often_as_known(setting, share):
    assert theory.miss(*setting) == pytest.approx(share)


@pytest.mark.parametrize(("replicas", "written", "asked"), [(3, 1, 1), (5, 2, 2), (7, 3, 2), (6, 4, 3)])
def test_the_share_of_misses_is_that_of_all_choices_without_a_replica_in_common(replicas, written, asked):
    chosen = [*combinations(range(replicas), asked)]
    missed = sum(all(replica >= written for replica in some) for some in chosen)
    assert theory.miss(replicas, written, asked) == pytest.approx(missed / len(chosen))


@pytest.mark.parametrize(("setting", "share"), [
    ((3, 1, 2), 2 / 9), ((5, 1, 3), 0.24), ((5, 2, 3), 0.09), ((7, 1, 4), 0.2449), ((3, 2, 2), 0)])
def test_pairs_of_reads_go_back_as_often_as_known(setting, share):
    assert theory.back(*setting) == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(("replicas", "times"), [(3, [0.963, 1.824, 3.213]), (5, [0.702, None, 1.772, None, 3.808])])
def test_waiting_for_some_of_many_takes_as_long_as_known(replicas, times):
    for needed, time in enumerate(times, 1):
        assert time is None or theory.slowest(replicas, needed) == pytest.approx(time, abs=5e-4)


def test_the_means_of_the_order_statistics_add_up_to_those_of_all_round_trips():
    assert sum(theory.slowest(7, k, 0.01) for k in range(1, 8)) == pytest.approx(7 * 2 * 0.01)


@pytest.mark.parametrize(("needed", "replicas", "up", "share"), [
    (1, 3, 0.99, 0.999999), (2, 3, 0.99, 0.999702), (3, 3, 0.99, 0.970299), (3, 5, 0.9, 0.99144)])
def test_so_many_replicas_are_up_as_often_as_known(needed, replicas, up, share):
    assert theory.at_least(needed, replicas, up) == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize(("seconds", "lost"), [(3, 0.14), (30, 3.55), (300, 39.5)])
def test_a_merge_throws_away_as_many_writes_as_were_simulated(seconds, lost):
    assert theory.thrown_away(0.1, 0.2, seconds) == pytest.approx(lost, rel=0.03)


def test_a_key_is_in_conflict_as_often_as_known():
    assert theory.conflict(0.1, 0.2, 30) == pytest.approx(0.948, abs=5e-4)


def test_what_is_thrown_away_is_the_sum_over_the_moments_of_the_split():
    steps = [30 * (k + 0.5) / 2000 for k in range(2000)]
    rates = {0.1: 0.2, 0.2: 0.1}
    summed = sum(mine * theory.thrown(other, 0.3, left) * 30 / 2000 for mine, other in rates.items() for left in steps)
    assert summed == pytest.approx(theory.thrown_away(0.1, 0.2, 30), rel=1e-4)


def test_what_is_thrown_away_is_what_chance_throws_away():
    random, lost = Random(1), 0
    for _ in range(20_000):
        time, sides = random.expovariate(0.3), []
        while time < 10:
            sides.append(random.random() < 1 / 3)
            time += random.expovariate(0.3)
        lost += sum(side != sides[-1] for side in sides)
    assert lost / 20_000 == pytest.approx(theory.thrown_away(0.1, 0.2, 10), rel=0.03)
