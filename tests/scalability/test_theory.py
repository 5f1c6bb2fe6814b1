"""Growth in closed form, against chapter 02's numbers, exact sums and the definitions."""

from fractions import Fraction
from itertools import product
from math import inf

import pytest

from systemdesign.scalability import theory


@pytest.mark.parametrize(("workers", "known"), [(10, 8.163), (44, 15.681), (100, 12.610)])
def test_the_law_has_the_values_of_the_chapter(workers, known):
    assert theory.usl(workers, 0.02, 0.0005) == pytest.approx(known, abs=0.0005)


def test_without_coherency_the_law_is_amdahls():
    assert theory.usl(64, 0.05) == pytest.approx(1 / (0.05 + 0.95 / 64))
    assert theory.peak(0.05, 0.0) == inf


@pytest.mark.parametrize(("contention", "coherency"), [(0.02, 0.0005), (0.05, 0.001), (0.0, 0.002)])
def test_the_peak_lies_between_the_two_best_whole_numbers(contention, coherency):
    first, second = sorted(range(1, 500), key=lambda n: -theory.usl(n, contention, coherency))[:2]
    low, high = sorted((first, second))
    assert low - 1 < theory.peak(contention, coherency) < high + 1


@pytest.mark.parametrize(("workers", "known"), [(10, 9.89), (34, 26.56), (44, 24.10), (100, 14.39)])
def test_the_repairman_has_the_values_of_the_chapter(workers, known):
    assert theory.repairman(workers, 0.02, 0.0005) == pytest.approx(known, abs=0.005)


def repairman_by_balance(workers, contention, coherency):
    """The throughput from the balance of the states of a birth-and-death chain: how many are at the lock."""
    locked = contention + coherency * (workers - 1)
    weights = [1.0]
    for there in range(workers):
        weights.append(weights[-1] * (workers - there) / (1 - contention) * locked)
    return (1 - weights[0] / sum(weights)) / locked


@pytest.mark.parametrize("setting", [*product((1, 2, 7, 44, 120), (0.005, 0.1), (0.0, 0.0005, 0.002))])
def test_the_repairman_balances(setting):
    assert theory.repairman(*setting) == pytest.approx(repairman_by_balance(*setting), rel=1e-9)


@pytest.mark.parametrize("setting", [*product((1, 2, 10, 44, 120), (0.0, 0.02, 0.1), (0.0, 0.0001, 0.002))])
def test_at_their_own_pace_workers_do_no_less_than_in_step_and_no_more_than_the_lock_allows(setting):
    workers, contention, coherency = setting
    locked = contention + coherency * (workers - 1)
    free = theory.repairman(*setting)
    assert theory.usl(*setting) <= free * (1 + 1e-12)
    assert free <= min(workers, 1 / locked if locked else inf) * (1 + 1e-12)


@pytest.mark.parametrize("setting", [(0.02, 0.0005), (0.05, 0.001), (0.0, 0.002), (0.3, 0.0)])
def test_the_fit_finds_what_the_law_was_made_with(setting):
    sizes = (1, 4, 16, 64)
    assert theory.fitted(sizes, [theory.usl(n, *setting) for n in sizes]) == pytest.approx(setting, abs=1e-9)


def test_the_fit_is_that_of_least_squares():
    sizes, speedups = [2, 8, 32, 64], [1.9, 6.0, 11.0, 9.0]

    def error(alpha, beta):
        return sum((n / c - 1 - alpha * (n - 1) - beta * n * (n - 1)) ** 2 for n, c in zip(sizes, speedups))

    alpha, beta = theory.fitted(sizes, speedups)
    steps = [(1e-4, 0), (-1e-4, 0), (0, 1e-6), (0, -1e-6)]
    assert all(error(alpha, beta) < error(alpha + da, beta + db) for da, db in steps)


@pytest.mark.parametrize("sizes", [[1, 4], [4], [4, 4]])
def test_two_unknowns_are_not_found_from_one_size(sizes):
    with pytest.raises(ValueError, match="two numbers of workers"):
        theory.fitted(sizes, [2.0] * len(sizes))


@pytest.mark.parametrize(("needed", "machines", "known"), [(10, 10, 0.904382), (9, 10, 0.995734), (8, 10, 0.999886)])
def test_so_many_of_ten_are_up(needed, machines, known):
    assert theory.at_least(needed, machines, 0.99) == pytest.approx(known, abs=5e-7)


def test_being_up_is_what_all_states_of_the_machines_say():
    up, found = Fraction(9, 10), Fraction(0)
    for states in product((True, False), repeat=6):
        if sum(states) >= 4:
            found += up ** sum(states) * (1 - up) ** (6 - sum(states))
    assert theory.at_least(4, 6, 0.9) == pytest.approx(float(found))


@pytest.mark.parametrize(("spares", "machines"), [(0, 1), (1, 10), (2, 20), (3, 4)])
def test_too_many_are_down_where_not_enough_are_up(spares, machines):
    up = theory.at_least(machines - spares, machines, 0.9)
    assert theory.too_many_down(spares, machines, 0.1) == pytest.approx(1 - up)


@pytest.mark.parametrize(("load", "known"), [
    (0.5, [0.2, 1.0072, 1.3246, 2]), (0.8, [0.5, 1.2046, 2.9223, 5]), (0.9, [1, 1.6687, 5.6603, 10])])
def test_one_power_in_four_arrangements(load, known):
    assert list(theory.pooled(10, load).values()) == pytest.approx(known, abs=5e-5)


def test_the_crowd_of_the_chapter():
    assert theory.flood(16, 10, 60, 10) == pytest.approx((360, 150, 22.5))
    assert theory.flood(24, 10, 60, 20) == pytest.approx((840, 200, 35))
    assert theory.flood(16, 10, 10, 10) == pytest.approx((60, 25, 3.75))


def test_a_crowd_that_stays_above_what_was_ordered_waits_for_ever():
    assert theory.flood(20, 10, 60, 10) == (600, inf, inf)


def test_a_crowd_that_the_fleet_can_serve_never_waits():
    assert theory.flood(9, 10, 60, 5) == (0, 0, 0)


@pytest.mark.parametrize(("rate", "boot", "ordered"), [(16, 60, 10), (24, 30, 20), (11, 100, 2)])
def test_the_longest_wait_of_the_fluid_is_that_of_small_steps(rate, boot, ordered):
    flow, longest, step = theory.flood(rate, 10, boot, ordered), 0.0, boot / 5000
    for k in range(int(flow.gone / step) + 1):
        time = k * step
        if time <= boot:
            ahead, soon = (rate - 10) * time, 10 * (boot - time)
            wait = ahead / 10 if ahead <= soon else boot - time + (ahead - soon) / (10 + ordered)
        else:
            wait = (flow.backlog - (10 + ordered - rate) * (time - boot)) / (10 + ordered)
        longest = max(longest, wait)
    assert longest == pytest.approx(flow.wait, rel=1e-3)
