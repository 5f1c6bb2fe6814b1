"""One minute of the worst day in virtual time: what each design's model must and must not do."""

import asyncio
from dataclasses import replace
from functools import cache

import pytest

from systemdesign import run
from systemdesign.capstone import plan as plans
from systemdesign.capstone.account import GAVE_UP, IN_TIME, LATE, SAID_NO
from systemdesign.capstone.minute import Door, Elsewhere, going_on, modelled
from systemdesign.capstone.plan import DESIGNS, MinutePlan
from systemdesign.sim.request import Refused, Reply, Request

NEVER = (-2.0, -1.0)
LONG = {"end": 50.0, "fast": (1.0, 11.0), "crowd": (15.0, 25.0), "hang": (34.0, 42.0)}
"""Twice as long as it is played on real engines."""
CALM = {"fast": NEVER, "hang": NEVER, "crowd": (0.0, 0.0), "end": 20.0}


@cache
def played(design="naive", seed=1, **plan):
    return run(modelled(MinutePlan(design=design, seed=seed, **LONG | plan)), seed)


@pytest.fixture
def changed(monkeypatch):
    """Plays the mended design with one thing changed."""

    def changed(seed=1, **knobs):
        monkeypatch.setitem(plans.DESIGNS, "changed", replace(DESIGNS["mended"], **knobs))
        return played.__wrapped__("changed", seed)

    return changed


@pytest.mark.parametrize("design", DESIGNS)
def test_on_a_calm_day_every_design_answers_everybody_in_time(design):
    account = played(design, **CALM)
    assert set(account.ends) == {IN_TIME}
    assert (account.within, account.unheard, account.unpaid) == (1.0, 0, 0)


def test_an_answer_takes_no_less_than_its_work_and_what_it_waits_for():
    alone = played(rate=0.5, orders=0.0, **CALM)
    assert alone.p99 == pytest.approx(0.06, abs=1e-3)
    assert played("mended", rate=0.5, orders=0.0, products=1, **CALM).ends == alone.ends


@pytest.mark.parametrize("seed", range(20))
def test_round_robin_gives_the_failing_worker_its_third_and_fails_nine_tenths_of_that(seed):
    account = played(seed=seed, hang=NEVER, crowd=(0.0, 0.0))
    assert account.to_failing == pytest.approx(1 / 3, abs=0.01)
    assert account.phases["fails fast"] == pytest.approx(1 - 0.9 / 3, abs=0.03)
    assert set(account.ends) == {IN_TIME, SAID_NO}


@pytest.mark.parametrize("seed", range(20))
def test_least_connections_loves_the_worker_that_fails_fast(seed):
    account, fair = played("least connections", seed), played("naive", seed)
    assert account.to_failing > 0.45
    assert account.ends[SAID_NO] > 1.3 * fair.ends[SAID_NO]


@pytest.mark.parametrize("seed", range(20))
def test_the_mended_design_answers_where_the_naive_one_does_not(seed):
    mended, naive = played("mended", seed), played("naive", seed)
    assert mended.within >= 0.97 > 0.7 > naive.within
    assert mended.p99 < 0.5 < naive.p99
    assert mended.to_failing < 0.06
    assert (mended.unheard, mended.unpaid) == (0, 0)
    assert naive.unheard > 20


def test_a_minute_is_the_same_whenever_it_is_played():
    assert played("mended", 3) == played("mended", 3) != played("mended", 4)


def test_who_fails_counts_as_if_it_had_waited_for_its_patience():
    assert played(rate=30.0).p99 == 2.0
    assert played(rate=30.0, patience=3.0).p99 == 3.0


def test_without_the_queue_the_payment_that_hangs_takes_every_worker(changed):
    assert changed(queue=False).phases["payment hangs"] < 0.5
    assert changed(queue=True).phases["payment hangs"] == 1.0


def test_without_the_cache_the_crowd_is_sent_away_and_without_a_limit_it_is_late(changed):
    limited, unlimited = changed(ttl=None), changed(ttl=None, places=None)
    assert limited.ends[SAID_NO] > 50 and LATE not in limited.ends
    assert unlimited.ends[LATE] > 200 and SAID_NO not in unlimited.ends


def test_one_try_loses_what_the_ejection_needs_to_find_out(changed):
    once = changed(tries=1)
    assert 3 <= once.ends[SAID_NO] <= 20
    assert changed(tries=1, failures=None).ends[SAID_NO] > 100


def test_a_fault_that_is_not_there_costs_nothing():
    account = played(fast=NEVER, hang=NEVER)
    assert account.phases["fails fast"] == account.phases["payment hangs"] == 1.0 > account.phases["crowd"]
    assert GAVE_UP in account.ends and account.to_failing == 0.0


def test_what_is_behind_goes_on_when_its_caller_leaves():
    done = []

    async def slow(request):
        await asyncio.sleep(2.0)
        done.append(request.id)

    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await going_on(slow)(Request(7))
        await asyncio.sleep(1.5)

    run(main)
    assert done == [7]


def test_a_failure_that_nobody_waits_for_any_more_ends_no_run():
    async def fails(request):
        await asyncio.sleep(2.0)
        raise Refused("too late")

    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await going_on(fails)(Request(7))
        await asyncio.sleep(1.5)

    run(main)


def test_a_door_lets_so_many_in_and_sends_away_whoever_waited_too_long():
    async def slow(request):
        await asyncio.sleep(request.work)
        return Reply("s1")

    async def main():
        door, loop = Door(slow, places=2, patience=0.5), asyncio.get_running_loop()
        found = await asyncio.gather(
            *(door(Request(i, work=work)) for i, work in enumerate((0.4, 1.0, 1.0, 1.0))), return_exceptions=True
        )
        return [type(each) for each in found], loop.time()

    assert run(main) == ([Reply, Reply, Reply, Refused], pytest.approx(1.4))


def test_a_request_that_is_tried_again_goes_to_another_worker_where_there_is_one():
    policy, (one, two) = Elsewhere("round robin"), ("s1", "s2")
    first = policy.choose(Request(1), [one, two])
    assert policy.choose(Request(2), [one, two]) != first
    assert policy.choose(Request(1), [one, two]) != first
    assert policy.choose(Request(1), [one]) == policy.choose(Request(1), [one]) == one


def test_the_crowd_comes_on_top_of_the_usual_customers():
    crowded, usual = MinutePlan(**LONG), MinutePlan(**LONG | {"crowd": (0.0, 0.0)})
    assert set(usual.arrivals()) < set(crowded.arrivals())
    begin, over = crowded.crowd
    rates = [
        sum(a <= at < b for at in crowded.arrivals()) / (b - a)
        for a, b in ((0.0, begin), (begin, over), (over, crowded.end))
    ]
    assert rates == pytest.approx([32, 128, 32], rel=0.1)
    assert crowded.arrivals() == sorted(crowded.arrivals())


def test_an_unknown_design_is_refused_with_the_names_of_the_known():
    with pytest.raises(ValueError, match="no design is called 'mad'; there are 'naive', 'least connections', 'mended'"):
        MinutePlan(design="mad")
