"""A failed request is tried again, as often, as late and only when it should be."""

import asyncio

import pytest

from systemdesign import now, run, stream
from systemdesign.retries.backoff import AtOnce, Exponential, FullJitter
from systemdesign.retries.budget import Budget
from systemdesign.retries.retry import Retry
from systemdesign.retries.theory import expected_sends, success
from systemdesign.sim import (
    Lost,
    Refused,
    Request,
    Server,
    TimedOut,
    Trace,
    Unavailable,
    constant,
    open_loop,
    steady,
    with_timeout,
)
from systemdesign.theory.intervals import interval


class Flaky:
    """Fails as often as told, then answers; notes when it was called."""

    def __init__(self, *errors):
        self.errors, self.calls = list(errors), []

    async def __call__(self, request):
        self.calls.append(now())
        if self.errors:
            raise self.errors.pop(0)("no")
        return request.id


def test_an_answer_at_once_needs_one_call():
    service = Flaky()
    assert run(Retry(service)(Request(7))) == 7
    assert service.calls == [0.0]


def test_a_failure_is_tried_again_after_each_pause():
    service = Flaky(Lost, Unavailable, Refused)
    assert run(Retry(service, 4, Exponential(base=1.0))(Request(7))) == 7
    assert service.calls == [0, 1, 3, 7]


def test_the_caller_gets_the_last_error_and_nobody_pauses_after_it():
    service = Flaky(Lost, Lost, Unavailable)

    async def main():
        with pytest.raises(Unavailable):
            await Retry(service, 3, Exponential(base=1.0))(Request(7))
        return now()

    assert run(main) == 3.0
    assert service.calls == [0, 1, 3]


def test_an_error_of_another_kind_is_not_tried_again():
    service = Flaky(Lost, Refused)

    async def main():
        with pytest.raises(Refused):
            await Retry(service, 5, AtOnce(), when=(Lost, TimedOut))(Request(7))

    run(main)
    assert len(service.calls) == 2


def test_a_bug_is_not_tried_again():
    service = Flaky(ZeroDivisionError)

    async def main():
        with pytest.raises(ZeroDivisionError):
            await Retry(service, 5, AtOnce())(Request(7))

    run(main)
    assert len(service.calls) == 1


def test_a_deadline_outside_ends_the_tries():
    service = Flaky(*[Lost] * 99)

    async def main():
        with pytest.raises(TimedOut):
            await with_timeout(Retry(service, 99, Exponential(base=1.0)), 5.0)(Request(7))
        return now()

    assert run(main) == 5.0
    assert service.calls == [0, 1, 3]


def test_without_a_budget_left_a_request_is_tried_once():
    service, budget = Flaky(*[Lost] * 99), Budget(ratio=0.25, burst=2)

    async def main():
        await open_loop(Retry(service, 3, AtOnce(), budget), steady(1.0), count=20)

    run(main)
    assert len(service.calls) == 20 + 2 + (20 - 1) // 4  # the first request finds the bucket full


def test_a_failure_that_is_not_tried_again_costs_no_budget():
    budget = Budget(burst=3)

    async def main():
        await open_loop(Retry(Flaky(*[Refused] * 9), 3, AtOnce(), budget, when=Lost), steady(1.0), count=9)

    run(main)
    assert budget.saved == 3


@pytest.mark.parametrize("p", [0.1, 0.5])
def test_sends_and_successes_are_those_of_theory(p):
    async def main():
        trace, tries, coin = Trace(), Trace(), stream("coin")

        async def service(request):
            if coin.random() < p:
                raise Lost("no")

        await open_loop(trace.watch(Retry(tries.watch(service), 3, AtOnce())), steady(1.0), count=3_000)
        return len(tries) / len(trace), 1 - trace.error_share()

    sends, good = zip(*(run(main, seed) for seed in range(20)))
    for found, known, width in [(sends, expected_sends(p, 3), 0.03), (good, success(p, 3), 0.03)]:
        assert known in interval(found, 0.99)
        assert interval(found, 0.99).width < width


def test_the_pauses_come_from_the_runs_seed():
    async def main():
        service = Flaky(*[Lost] * 4)
        await Retry(service, 5, FullJitter())(Request(1))
        return service.calls

    assert run(main, seed=1) == run(main, seed=1) != run(main, seed=2)


def test_cancelled_in_a_pause_it_tries_no_more():
    service = Flaky(*[Lost] * 9)

    async def main():
        task = asyncio.create_task(Retry(service, 9, Exponential(base=1.0))(Request(1)))
        await asyncio.sleep(1.5)
        task.cancel()
        await asyncio.sleep(50)

    run(main)
    assert service.calls == [0, 1]


def test_it_is_a_service_among_services():
    async def main():
        server = Server("s1", service=constant(0.5))
        return await Retry(with_timeout(Retry(server), 1.0))(Request(1))

    assert run(main).by == "s1"


def test_no_attempt_at_all_is_refused():
    with pytest.raises(ValueError, match="at least once"):
        Retry(Flaky(), attempts=0)
