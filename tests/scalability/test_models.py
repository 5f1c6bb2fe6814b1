"""The fast models of chapter 02 against theory, and against the course's own components."""

import asyncio
from itertools import islice

import pytest

from systemdesign import run
from systemdesign.scalability import crowd, theory
from systemdesign.scalability.outages import failures, together, too_few
from systemdesign.scalability.pools import ARRANGEMENTS, pooled
from systemdesign.sim import Request, Server, Trace, draws, exponential, open_loop, recorded
from systemdesign.theory.intervals import batch_means, interval


@pytest.mark.slow
@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_each_arrangement_of_one_power_is_as_theory_says(name):
    found = batch_means(pooled(name, 10, 0.4, 300_000, seed=2).latency, level=0.99)
    assert theory.pooled(10, 0.4)[name] in found and found.width < 0.03


def test_all_arrangements_meet_the_same_requests():
    arrivals = [list(pooled(name, 4, 0.5, 100, seed=1).arrived) for name in ARRANGEMENTS]
    assert all(each == arrivals[0] for each in arrivals)


def test_by_turns_and_by_lot_use_every_machine():
    turns, lots = (pooled(name, 5, 0.5, 1000, seed=1).counts() for name in ("round robin", "random"))
    assert set(turns.values()) == {180} and len(lots) == 5 and max(lots.values()) > 180


def test_a_machine_is_down_for_its_share_of_the_time():
    found = [too_few(together(*failures(1, 0.02, seed), 1))[0] for seed in range(20)]
    assert 0.02 in interval(found, 0.99)


@pytest.mark.parametrize(("machines", "spares"), [(10, 0), (10, 1), (4, 1), (20, 2)])
def test_so_many_machines_are_down_together_as_the_binomial_says(machines, spares):
    found = interval([too_few(together(*failures(20, 0.03, seed), machines))[spares] for seed in range(20)], 0.99)
    assert theory.too_many_down(spares, machines, 0.03) in found and found.width < 0.25


def test_outages_that_can_be_counted_by_hand():
    events = [(1.0, 0, 1), (2.0, 1, 1), (3.0, 0, -1), (5.0, 2, 1), (6.0, 1, -1), (7.0, 2, -1)]
    assert together(events, 10.0, 3) == pytest.approx([0.4, 0.4, 0.2, 0.0])
    assert too_few(together(events, 10.0, 3)) == pytest.approx([0.6, 0.2, 0.0])
    assert together(events, 10.0, 2) == pytest.approx([0.5, 0.4, 0.1])


def on_components(came, works, boot, ordered):
    """How long each request takes on one server whose last workers are taken until they have booted."""
    trace, server = Trace(), Server("fleet", workers=crowd.FLEET + ordered)

    async def main():
        booting = [asyncio.create_task(server(Request(k, work=boot))) for k in range(ordered)]
        await asyncio.sleep(0)
        asked = [Request(k, work=work) for k, work in enumerate(works)]
        await open_loop(trace.watch(server), recorded(came), iter(asked), count=len(came))
        await asyncio.gather(*booting)

    run(main)
    return [latency for _, latency in sorted(zip(trace.arrived, trace.latency))]


def test_the_crowd_waits_on_the_components_as_long():
    came, began = crowd.flood(16.0, 20.0, 6, until=60.0, seed=4)
    works = list(islice(draws(exponential(1.0), 4), len(came)))
    expected = [start - time + work for time, start, work in zip(came, began, works)]
    assert on_components(came, works, 20.0, 6) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("number", "known"), [(0, 360), (1, 150), (2, 22.5)])
def test_on_average_a_crowd_is_the_fluid(number, known):
    found = []
    for seed in range(20):
        came, began = crowd.flood(16, 60.0, 10, seed=seed)
        longest = max(start - time for time, start in zip(came, began))
        found.append((crowd.waiting(came, began, 60), crowd.gone(came, began, 60.0), longest)[number])
    assert sum(found) / 20 == pytest.approx(known, rel=0.07)


def test_a_queue_that_stays_is_never_gone():
    came, began = crowd.flood(30, 60.0, 10, seed=1)
    assert crowd.gone(came, began, 60.0) is None and crowd.waiting(came, began, 400) > 4000
