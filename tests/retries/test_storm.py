"""The direct storm is the asyncio one, and both tip over where theory says."""

from math import inf

import pytest

from systemdesign import run
from systemdesign.retries.backoff import AtOnce, Exponential, FullJitter
from systemdesign.retries.budget import Budget
from systemdesign.retries.outage import crowd, through_outage
from systemdesign.retries.storm import retry_storm
from systemdesign.retries.theory import Fluid, tipping_rate
from systemdesign.sim import constant, draws, exponential, poisson, steady
from systemdesign.theory.intervals import interval

MU = 20.0
WORK = exponential(1 / MU)


def direct(rate, *, seed=0, until=120.0, timeout=2.0, **options):
    return retry_storm(poisson(rate, seed), draws(WORK, seed), until=until, timeout=timeout, seed=seed, **options)


def purses(clients, ratio=0.1, burst=10):
    """A budget for each client."""
    return [Budget(ratio, burst) for _ in range(clients)]


@pytest.mark.parametrize(("ratio", "clients"), [(9.0, 1), (0.1, 1), (0.1, 5)])
@pytest.mark.parametrize("backoff", [AtOnce(), FullJitter(base=0.5)])
@pytest.mark.parametrize("rate", [5.0, 12.0])
def test_it_equals_the_asyncio_components_send_by_send(rate, backoff, ratio, clients):
    found = direct(rate, seed=3, until=60.0, attempts=3, backoff=backoff, budgets=purses(clients, ratio))
    client = crowd(purses(clients, ratio), 3, backoff)
    sends, trace = run(through_outage(client, rate=rate, until=60.0, clients=clients), seed=3)
    assert sorted(found.sent) == pytest.approx(sorted(sends.arrived))
    ends = [a + b for a, b, outcome in zip(trace.arrived, trace.latency, trace.outcome) if outcome is None]
    assert sorted(found.answers) == pytest.approx(sorted(ends))
    assert len(found.sent) > len(found.arrived) > 200


def recovered(storm, rate):
    """Whether at least nine tenths of the last minute's requests were answered in time."""
    end = storm.arrived[-1]
    return sum(end - 60 < time <= end for time in storm.answers) > 0.9 * 60 * rate


@pytest.mark.parametrize(("share", "recovers"), [(0.28, True), (0.40, False)])
def test_three_tries_tip_over_at_a_third_of_the_servers_rate(share, recovers):
    assert (share * MU < tipping_rate(MU, 3)) == recovers
    backlog = share * MU * 3 * 10
    until = 40 + 10 * backlog / abs(MU - 3 * share * MU)
    assert [recovered(direct(share * MU, seed=seed, until=until), share * MU) for seed in range(20)] == [recovers] * 20


def test_just_above_the_tipping_point_chance_decides():
    rate = 0.35 * MU
    found = [recovered(direct(rate, seed=s, until=600.0, backoff=Exponential(1.0, inf)), rate) for s in range(20)]
    assert sum(found) == 4


def test_a_budget_of_a_tenth_restores_recovery_at_four_fifths():
    rate = 0.8 * MU
    found = [
        [
            recovered(direct(rate, seed=seed, until=600.0, budgets=purses(1) if budget else None), rate)
            for seed in range(20)
        ]
        for budget in (False, True)
    ]
    assert found == [[False] * 20, [True] * 20]


def test_longer_pauses_do_not_lift_the_tipping_point():
    rate = 0.5 * MU
    assert not any(recovered(direct(rate, seed=s, until=600.0, backoff=FullJitter(2.0, 20.0)), rate) for s in range(20))


@pytest.mark.parametrize(
    ("backoff", "runs"),
    [
        (Exponential(17.0, inf), 18),
        (Exponential(25.0, inf), 20),
        (FullJitter(30.0, inf), 7),
        (FullJitter(60.0, inf), 20),
    ],
)
def test_pauses_that_outlast_the_trouble_with_something_to_spare_end_it(backoff, runs):
    rate = 0.5 * MU
    assert sum(recovered(direct(rate, seed=s, until=600.0, backoff=backoff), rate) for s in range(20)) == runs


@pytest.mark.parametrize(("clients", "until", "recovers"), [(100, 120, False), (100, 600, True), (1000, 600, False)])
def test_with_a_budget_each_the_bursts_add_up(clients, until, recovers):
    rate = 0.5 * MU
    found = [recovered(direct(rate, seed=s, until=until, budgets=purses(clients)), rate) for s in range(20)]
    assert found == [recovers] * 20


def felt(clients, burst, until, seed):
    """Seconds from the beginning of the outage until a new send is served in time again."""
    backoff, budgets = Exponential(1.0, inf), purses(clients, burst=burst)
    night = direct(0.5 * MU, seed=seed, until=until, backoff=backoff, budgets=budgets)
    return next(t for t in range(40, until) if night.waiting(t)[0] <= 2.0 * MU) - 30


def test_a_thousand_purses_of_one_lend_less_than_a_hundred_of_ten():
    assert all(35 < felt(1000, 1, 200, seed) < 90 < felt(100, 10, 300, seed) < 145 for seed in range(20))


def test_a_thousand_purses_of_ten_are_felt_for_seventeen_minutes_or_eighteen():
    assert all(16.5 <= felt(1000, 10, 1800, seed) / 60 <= 18.5 for seed in range(20))


@pytest.mark.parametrize("clients", [1, 100, 300])
def test_a_burst_for_each_client_puts_recovery_off_as_the_fluid_says(clients):
    rate = 0.5 * MU
    fluid = Fluid(rate, MU, timeout=2.0, outage=10.0, attempts=3, ratio=0.1, burst=clients * 10)
    nights = [direct(rate, seed=s, until=500.0, budgets=purses(clients)) for s in range(20)]
    found = [next(t for t in range(40, 500) if night.waiting(t)[0] <= 2.0 * MU) - 30 for night in nights]
    assert 0.9 * fluid.recovery() < interval(found, 0.99).mean < 1.02 * fluid.recovery() + 1


@pytest.mark.parametrize(("rate", "attempts", "ratio"), [(10.0, 3, 9.0), (5.0, 3, 9.0), (12.0, 6, 0.5)])
def test_the_backlog_after_the_outage_is_the_fluids(rate, attempts, ratio):
    fluid = Fluid(rate, MU, timeout=2.0, outage=10.0, attempts=attempts, ratio=ratio, burst=10)
    found = [
        direct(rate, seed=s, until=60.0, attempts=attempts, budgets=purses(1, ratio)).waiting(40.0)[0]
        for s in range(200)
    ]
    early = 1.3  # those in the queue at the start
    known = fluid.backlog(10.0)
    assert interval(found, 0.99).width < 0.06
    assert abs(interval(found, 0.99).mean - known) < 0.03 * known + early


def test_what_waits_and_what_is_given_up_at_a_moment():
    one = retry_storm(steady(1.0), draws(constant(1.5), 0), until=3.0, timeout=2.0, attempts=1, stall=(99.0, 100.0))
    assert (one.sent, one.finished) == ([1, 2, 3], [2.5, 4, 5.5])
    assert [one.waiting(time) for time in (0.5, 1.0, 3.0, 4.5, 5.2, 5.5)] == [
        (0, 0),
        (1, 0),
        (2, 0),
        (1, 0),
        (1, 1),
        (0, 0),
    ]
    assert one.answers == [2.5, 4]


def test_rates_count_per_stretch():
    one = retry_storm(steady(2.0), draws(constant(0.1), 0), until=4.0, timeout=1.0, stall=(99.0, 100.0))
    assert one.rates(one.sent, 1.0, 1.0) == [2, 2, 2, 1]


def test_a_stall_moves_what_is_in_service_and_what_waits():
    one = retry_storm(steady(1.0), draws(constant(0.5), 0), until=3.0, timeout=99.0, stall=(1.25, 5.0))
    assert one.finished == pytest.approx([5.25, 5.75, 6.25])
