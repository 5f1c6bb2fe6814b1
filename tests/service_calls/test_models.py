"""The fast models of chapter 10: against the components they stand for, and against theory."""

import asyncio
from statistics import fmean

import pytest

from systemdesign import run
from systemdesign.service_calls import pages, theory
from systemdesign.service_calls.deadlines import KEPT, PASSED_ON, served
from systemdesign.service_calls.hedge import Hedge
from systemdesign.service_calls.page import Page
from systemdesign.service_calls.race import HEARS, WORKS_ON, race
from systemdesign.sim import Reply, Server, Trace, open_loop, poisson
from systemdesign.theory.queues import mm1_mean, mm1_quantile


def on_components(load, servers, delay, loser, until, seed):
    """(arrival, latency) of each request, on real servers and a real hedge."""
    trace, farm = Trace(), [Server(f"s{k + 1}", hears=loser == HEARS) for k in range(servers)]
    run(open_loop(trace.watch(Hedge(farm, delay)), poisson(load * servers), until=until), seed)
    return sorted(zip(trace.arrived, trace.latency))


@pytest.mark.parametrize("loser", [WORKS_ON, HEARS])
@pytest.mark.parametrize(("load", "servers", "delay"), [(0.4, 10, 5.0), (0.8, 10, 0.5), (0.6, 2, 1.0), (0.3, 3, 0.0)])
def test_a_race_is_that_of_hedges_before_servers(load, servers, delay, loser):
    found = race(load, servers, delay, loser, 60, seed=4)
    known = on_components(load, servers, delay, loser, 60, seed=4)
    arrived, took = zip(*known)
    assert found.arrived == pytest.approx([*arrived]) and found.took == pytest.approx([*took])
    assert len(known) > 40 and found.sent > len(known)


def test_who_asks_once_has_as_many_queues_as_servers():
    found = race(0.5, 10, None, WORKS_ON, 10_000, seed=2)
    assert found.sent == len(found.took) and found.took == race(0.5, 10, None, HEARS, 10_000, seed=2).took
    late = found.late(300)
    assert fmean(late) == pytest.approx(mm1_mean(0.5, 1), rel=0.05)
    assert late[int(0.99 * len(late))] == pytest.approx(mm1_quantile(0.99, 0.5, 1), rel=0.05)


@pytest.mark.parametrize("load", [0.4, 0.8])
def test_a_hedge_that_is_heard_costs_copies_and_no_work(load):
    found = race(load, 10, 5.0, HEARS, 6000, seed=3)
    assert found.work / len(found.took) == pytest.approx(1.0, abs=0.02)  # no memory, so each second has equal worth
    assert found.sent / len(found.took) > 1.03


@pytest.mark.parametrize(("load", "mean"), [(0.2, 0.8333), (1 / 3, 1.5), (0.4, 2.5)])
def test_two_copies_at_once_take_as_long_as_theory_says_of_many_servers(load, mean):
    assert theory.two_copies_mean(load) == pytest.approx(mean, abs=5e-5)
    found = race(load, 100, 0.0, WORKS_ON, 1500, seed=1)
    assert fmean(found.late(300)) == pytest.approx(mean, rel=0.06)


@pytest.mark.parametrize("seed", range(8))
def test_a_hedge_that_is_not_heard_never_recovers_at_sixty_per_cent(seed):
    found = race(0.6, 10, 5.0, WORKS_ON, 2000, seed)
    assert found.sent > 1.5 * len(found.took) and fmean(found.late(1800)) > 50


@pytest.mark.parametrize(("order", "mean"), [(pages.AT_ONCE, 0.1047), (pages.IN_TURN, 0.199)])
def test_pages_take_as_long_as_theory_says(order, mean):
    many = pages.counts(100_000, 10, 0.01, seed=1)
    assert fmean(pages.seconds(slow, 10, 1.0, order) for slow in many) == pytest.approx(mean, rel=0.02)
    assert fmean(map(bool, many)) == pytest.approx(theory.page_slow(0.01, 10), rel=0.03)


def test_a_page_takes_what_the_slowest_of_its_calls_takes_on_components():
    slow, calls = pages.counts(50, 20, 0.05, seed=5), 20
    found = [pages.seconds(many, calls, 1.0, pages.AT_ONCE) for many in slow]

    def service(number):
        async def answer(page):
            await asyncio.sleep(1.0 if number < slow[page] else pages.FAST)
            return Reply(str(number))
        return answer

    async def main():
        page, loop = Page(9.0, **{f"s{number}": service(number) for number in range(calls)}), asyncio.get_running_loop()
        took = []
        for number in range(50):
            begin = loop.time()
            await page(number)
            took.append(loop.time() - begin)
        return took

    assert run(main) == pytest.approx(found) and 1.0 in found and pages.FAST in found


@pytest.mark.parametrize("luck", [0.0, 0.1, 0.5, 1.0])
def test_second_copies_help_as_far_as_their_luck_is_their_own(luck):
    found = pages.asked_twice(40_000, 100, 0.01, seed=1)
    share = theory.page_slow(theory.twice_slow(0.01, luck), 100)
    assert found.share_slow(luck, 0.02) == pytest.approx(share, rel=0.08)
    assert found.share_slow(luck, 1.0) == pytest.approx(theory.page_slow(0.01, 100), rel=0.02)  # too late


@pytest.mark.parametrize(("delay", "sends"), [(0.005, 2.0), (0.01, 1.01), (0.5, 1.01), (1.0, 1.0)])
def test_a_delay_below_the_usual_answer_doubles_the_load(delay, sends):
    assert pages.asked_twice(40_000, 100, 0.01, seed=1).sends(delay) == pytest.approx(sends, abs=0.0005)


def test_a_page_whose_hedge_came_in_time_takes_the_delay_longer():
    found = pages.Twice([-1.0, 0.3, float("inf"), float("inf")], 2, 10)
    assert found.mean(0.0, 0.02) == pytest.approx((1.0 + 0.03 + 0.01 + 0.01) / 4)
    assert found.mean(0.5, 0.02) == pytest.approx((1.0 + 1.0 + 0.01 + 0.01) / 4)


@pytest.mark.parametrize(("load", "patience"), [(0.8, 10), (1.0, 5), (1.2, 10), (2.0, 20)])
def test_who_passes_the_deadline_on_answers_in_time_as_theory_says(load, patience):
    found = served(load, patience, PASSED_ON, 200_000, 500, seed=1)
    assert found.share == pytest.approx(theory.in_time(load, patience, True), rel=0.02)


def test_who_works_for_all_answers_nobody_in_time_above_capacity():
    assert served(0.8, 10, KEPT, 200_000, 500, seed=1).share == pytest.approx(theory.in_time(0.8, 10, False), rel=0.02)
    crowded = served(1.2, 10, KEPT, 12_000, 0, seed=1)
    assert crowded.share < 0.05 and crowded.wasted > 0.95
