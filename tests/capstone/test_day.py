"""One day is the same however often it is played, and what does not concern a knob does not move with it."""

from functools import cache
from itertools import pairwise

import pytest

from systemdesign.capstone.board import EVERYTHING, NAIVE, REFERENCE, TEXTBOOK
from systemdesign.capstone.day import day
from systemdesign.capstone.settings import END, ORDERS, PATIENCE
from systemdesign.capstone.traffic import FAULTS, fate, rate, traffic, updates
from systemdesign.theory.intervals import interval


@cache
def _seen(design, seed, without):
    return day(dict(design), seed, without)


def seen(design, seed, without=()):
    """A day that several tests look at."""
    return _seen(tuple(design.items()), seed, tuple(without))


CALM = dict(REFERENCE, instances=10)


def played(one):
    return [tuple(request) for request in one.requests], one.sent, one.waiting


def test_the_same_seed_gives_the_same_day():
    assert played(day(TEXTBOOK, 7)) == played(day(TEXTBOOK, 7))
    assert played(day(TEXTBOOK, 7)) != played(day(TEXTBOOK, 8))


def test_every_design_meets_the_same_requests():
    found = [[(one.time, one.product) for one in seen(design, 3).requests] for design in (NAIVE, REFERENCE, EVERYTHING)]
    assert found[0] == found[1] == found[2]


def test_nobody_waits_longer_than_a_client_does():
    for design in (NAIVE, TEXTBOOK, REFERENCE):
        assert all(one.latency is None or 0 < one.latency <= PATIENCE + 1e-9 for one in seen(design, 1).requests)


@pytest.mark.parametrize("seed", range(5))
def test_faults_come_in_their_order_and_within_the_day(seed):
    times = [fate(seed)[0][name] for name in FAULTS]
    assert all(0 < begins <= ends < END for begins, ends in times)
    assert all(ends < begins for (_, ends), (begins, _) in pairwise(times))


def test_leaving_a_fault_out_leaves_the_others_where_they_were():
    whole, _ = fate(4)
    for name in FAULTS:
        rest, _ = fate(4, {name})
        assert rest[name][0] == float("inf")
        assert all(rest[other] == whole[other] for other in FAULTS if other != name)


def test_without_the_crowd_the_others_still_come():
    begins, ends = fate(2)[0]["flash crowd"]
    everybody, others = traffic(2), traffic(2, crowd=False)
    assert set(others) < set(everybody)
    assert all(begins <= one.time < ends for one in set(everybody) - set(others))


def test_requests_come_at_the_rate_that_is_said():
    found = [len(traffic(seed, crowd=False)) for seed in range(20)]
    expected = sum(rate(0.5 + second, fate(0, {"flash crowd"})[0]["flash crowd"]) for second in range(int(END)))
    _, low, high = interval(found, 0.999)
    assert low < expected < high


def test_an_eighth_of_requests_are_orders():
    found = [sum(not one.product for one in traffic(seed)) / len(traffic(seed)) for seed in range(20)]
    _, low, high = interval(found, 0.999)
    assert low < ORDERS < high


def test_a_read_is_stale_only_if_its_product_has_changed():
    changed = {product for _, product in updates(1)}
    assert all(one.product in changed for one in seen(dict(REFERENCE, ttl=100), 1).requests if one.stale)


def test_without_a_cache_nothing_is_stale():
    assert seen(dict(REFERENCE, ttl=0), 1).stale == 0


@pytest.mark.parametrize("seed", range(6))
def test_no_order_is_lost_that_a_replica_has_confirmed(seed):
    assert seen(REFERENCE, seed).lost == 0
    assert seen(EVERYTHING, seed).lost == 0


def test_a_primary_that_does_not_die_loses_nothing():
    unsafe = dict(REFERENCE, acknowledge="primary")
    assert seen(unsafe, 0).lost > 0
    assert seen(unsafe, 0, ["primary dies"]).lost == 0


def test_all_tries_fail_where_all_of_them_time_out():
    hasty = seen(dict(CALM, limit=0.25, tries=1), 0, FAULTS)
    assert 1 - hasty.answered > 0.01
    assert all(one.latency is None or one.latency <= 0.25 + 1e-9 for one in hasty.requests)


def test_the_breaker_moves_nothing_when_payment_goes_to_a_queue():
    assert played(seen(dict(REFERENCE, breaker=True), 3)) == played(seen(REFERENCE, 3))


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_felt_only_from_its_beginning_on(name):
    begins = fate(5)[0][name][0]
    whole, rest = seen(TEXTBOOK, 5), seen(TEXTBOOK, 5, [name])
    before = begins - PATIENCE - (PATIENCE if name == "primary dies" else 0)

    def early(one):
        return [request for request in one.requests if request.time < before]

    assert early(whole) == early(rest)
    assert [one.latency for one in whole.requests] != [one.latency for one in rest.requests]
