"""What the figures of chapter 13 are drawn from, beside the formulas and the real components."""

from collections import deque
from contextlib import suppress
from itertools import islice
from statistics import fmean

import pytest

from systemdesign import now, run, stream
from systemdesign.circuit_breaker import theory, workers
from systemdesign.circuit_breaker.breaker import OPEN, Breaker
from systemdesign.circuit_breaker.cold import Cold
from systemdesign.circuit_breaker.cycles import cycles, short_run, stretches
from systemdesign.circuit_breaker.recovery import EVERYBODY, LIMIT, NONE, ONE, RAMP, recovery
from systemdesign.circuit_breaker.trials import asks_again, crowd, guide
from systemdesign.circuit_breaker.windows import until_half
from systemdesign.sim import Request, ServiceError, open_loop, poisson, with_timeout


def flipped(share, in_a_row, chance):
    """Calls and successes until so many in a row have failed, call by call."""
    calls = good = failures = 0
    while failures < in_a_row:
        calls += 1
        failed = chance() < share
        failures = failures + 1 if failed else 0
        good += not failed
    return calls, good


@pytest.mark.parametrize(("share", "in_a_row"), [(0.6, 2), (0.3, 3), (0.5, 5), (0.2, 4), (0.9, 8)])
def test_stretches_are_as_long_as_calls_one_by_one_make_them(share, in_a_row):
    chance = stream("coin", seed=1).random
    one_by_one = [flipped(share, in_a_row, chance) for _ in range(3000)]
    jumped = islice(stretches(share, in_a_row, "row", seed=2), 3000)
    for known, found in zip(zip(*one_by_one), zip(*jumped)):
        assert fmean(found) == pytest.approx(fmean(known), rel=0.09)
        assert sorted(found)[1500] == pytest.approx(sorted(known)[1500], rel=0.12, abs=1)


@pytest.mark.parametrize(("share", "in_a_row"), [(0.1, 3), (0.3, 7)])
def test_in_long_stretches_the_share_of_calls_that_fail_is_theirs(share, in_a_row):
    calls, good = map(fmean, zip(*islice(stretches(share, in_a_row, "row", seed=2), 3000)))
    assert calls == pytest.approx(theory.run_length(share, in_a_row), rel=0.06)
    assert good / calls == pytest.approx(1 - share, rel=0.005)


def test_a_short_run_is_shorter_than_one_that_opens():
    assert short_run(0.5, 3) == pytest.approx((1 * 0.25 + 2 * 0.125) / (0.5 + 0.25 + 0.125))
    assert short_run(0.9, 1) == 0


@pytest.mark.parametrize(("share", "in_a_row", "rate", "open_for"), [(0.5, 3, 10.0, 2.0), (0.6, 2, 20.0, 0.5)])
def test_whole_cycles_leave_what_the_real_breaker_leaves(share, in_a_row, rate, open_for):
    async def flaky(request):
        if stream("shard").random() < share:
            raise ServiceError("dead")

    async def main():
        breaker, asked = Breaker(flaky, in_a_row, open_for), []

        async def noted(request):
            asked.append(False)
            await breaker(request)
            asked[-1] = True

        await open_loop(noted, poisson(rate), count=40_000)
        return fmean(asked)

    found = cycles(5000, share, in_a_row, rate, open_for, seed=1).availability
    known = theory.availability(share, in_a_row, rate, open_for)
    assert found == pytest.approx(known, rel=0.05) and run(main, 3) == pytest.approx(known, rel=0.08)


def counted(share, last, most, chance):
    """Calls until half of the `last`, and of 20 at least, have failed: counted anew at each call."""
    for number in range(1, most + 1):
        if number == 1:
            window = deque(maxlen=last)
        window.append(chance() < share)
        if number >= 20 and 2 * sum(window) >= len(window):
            return number
    return most


@pytest.mark.parametrize(("share", "last"), [(0.3, 20), (0.6, 20), (0.45, 100), (0.9, 100)])
def test_a_window_is_half_bad_when_a_plain_count_says_so(share, last):
    chance = stream(f"window {last}", seed=5).random
    known = [counted(share, last, 10**6, chance) for _ in range(30)]
    assert until_half(share, last, trips=30, most=10**6, seed=5) == fmean(known)


def test_where_no_window_gets_half_bad_all_calls_are_counted():
    assert until_half(0.01, 100, trips=5, most=4000, seed=1) == 4000
    assert until_half(1.0, 100, trips=5, most=4000, seed=1) == 20


@pytest.mark.parametrize("breaks", [False, True])
def test_a_front_turns_away_others_as_erlang_says_unless_a_breaker_stands_before_what_hangs(breaks):
    days = [workers.day(20, 0.2, 2.0, breaks, seed) for seed in range(6)]
    found = fmean(workers.others(day, workers.HANGS + 4, workers.BACK) for day in days)
    assert found == pytest.approx(1.0 if breaks else theory.answered(20, 50, 0.2, 2.0, 0.05), abs=0.03)


def test_a_front_counts_no_more_busy_workers_than_it_has():
    day = workers.day(7, 0.5, 1.0, False, 1)
    assert max(one.busy for one in day) == 7
    assert all(one.busy == 7 for one in day if not one.needs and not one.answered)


def test_what_is_drawn_of_a_front_are_all_of_its_answers():
    day = workers.day(20, 0.2, 2.0, False, 1)
    (times, busy), (_, well) = workers.by_time(day, step=4)
    assert times[:2] == [2, 6] and len(times) == 25 and max(busy) <= 20
    assert 4 * sum(well) == sum(one.answered and not one.needs for one in day)


@pytest.mark.parametrize(("trial", "seed", "until"), [(ONE, 1, 130), (ONE, 2, 130), (NONE, 1, 70)])
def test_a_recovery_without_the_loop_is_that_of_the_real_breaker_and_the_real_service(trial, seed, until):
    async def main():
        service, good = with_timeout(Cold(), LIMIT), [0] * until
        if trial == ONE:
            service = Breaker(service)
            service.state, service.due = OPEN, 0.0

        async def noted(request):
            came = int(now())
            with suppress(ServiceError):
                await service(request)
                good[came] += 1

        customer = stream("customers").random
        keys = (Request(0, key=int(customer() * 2000)) for _ in range(10**9))
        await open_loop(noted, poisson(100), keys, until=until - 0.01)
        return good

    assert run(main, seed)[:-1] == recovery(100, trial, 60.0, seed).good[: until - 1]


def test_a_ramp_lets_a_share_of_the_calls_through_that_grows():
    found = recovery(100, RAMP, 60.0, 3)
    shares = [sum(found.good[start : start + 10]) / sum(found.calls[start : start + 10]) for start in range(0, 60, 10)]
    assert shares == pytest.approx([(start + 5) / 60 for start in range(0, 60, 10)], abs=0.06)
    assert found.opened == 0 and sum(found.good[60:90]) == sum(found.calls[60:90])


def test_without_a_breaker_nothing_is_refused_where_all_customers_fit_in():
    assert recovery(20, NONE, 60.0, 1).lost == 0 and recovery(20, EVERYBODY, 60.0, 1).lost == 0


@pytest.mark.parametrize(("guarded", "tried", "well", "badly"), [(guide, 11, 30.5, 90.5), (Breaker, 1, 60.5, 60.5)])
def test_the_guides_breaker_hears_old_news_and_lets_a_crowd_through_and_ours_does_not(guarded, tried, well, badly):
    assert run(crowd(guarded, 5, 2)) == tried
    assert [run(asks_again(guarded, how)) for how in (True, False)] == [well, badly]


