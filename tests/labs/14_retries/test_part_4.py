"""Lab 14, part 4: the client."""

import asyncio
from random import Random

import pytest

from systemdesign import now, run
from systemdesign.grading.remote import StudentError
from systemdesign.sim.request import Lost, Refused, Unavailable

from .scene import order, settled, until
from .shop import Shop, client, outcome


def test_an_answer_needs_one_try(lab):
    shop = Shop(0.5)
    reply, time = outcome(lab, shop, order())
    assert getattr(reply, "by", None) == "shop", f"Return what the service replies; you returned {reply!r}."
    assert (len(shop.calls), time) == (1, 0.5), "The first try was answered after 0.5 s, and that is the end of it."


def test_a_request_with_a_key_is_tried_again_after_any_failure(lab):
    for error in (Lost, Unavailable, Refused):
        shop = Shop(error, error)
        reply, _ = outcome(lab, shop, order())
        assert getattr(reply, "by", None) == "shop", (
            f"Two tries ended with {error.__name__}, the third would have been answered, and you raised {reply!r}."
        )


def test_a_try_is_given_up_after_the_time_out(lab):
    shop = Shop(60.0, 60.0)
    reply, _ = outcome(lab, shop, order(), timeout=1.0)
    assert shop.times == pytest.approx([0, 1, 2], abs=0.01), (
        f"With timeout=1 tries that are not answered are followed by others at 1 and 2 s; yours came at {shop.times}."
    )
    assert getattr(reply, "by", None) == "shop", "The third try is answered."


def test_there_are_no_more_tries_than_attempts(lab):
    shop = Shop(*[Lost] * 99)
    error, _ = outcome(lab, shop, order(), attempts=4)
    assert len(shop.calls) == 4, f"attempts=4 means four tries in all; you made {len(shop.calls)}."
    assert isinstance(error, Lost), f"After the last try its error goes to the caller; the caller got {error!r}."


def test_the_caller_gets_the_last_error(lab):
    error, _ = outcome(lab, Shop(Lost, Unavailable, Refused), order(), attempts=3)
    assert isinstance(error, Refused), f"The last of three tries was Refused, and the caller got {error!r}."


def test_nothing_takes_longer_than_the_deadline(lab):
    shop = Shop(*[60.0] * 99)
    error, time = outcome(lab, shop, order(), within=2.5, attempts=99, timeout=1.0)
    assert time <= 2.5 + 1e-6, (
        f"within=2.5, and the caller waited {time:.2f} s: the last try may last no longer than the time left."
    )
    assert isinstance(error, TimeoutError), f"When the time is over the caller gets a TimeoutError, not {error!r}."
    assert shop.times == pytest.approx([0, 1, 2], abs=0.01), (
        f"There is time for tries at 0, 1 and 2 s; yours came at {shop.times}."
    )


def test_nobody_sleeps_towards_a_deadline_that_he_will_miss(lab):
    async def main():
        made, _ = client(lab, Shop(*[Lost] * 99), base=1e9, cap=1e9)
        return await settled(made(order(), within=5.0)), now()

    error, time = run(main)
    assert time == 0 and isinstance(error, Lost), (
        f"The pause does not fit into the 5 s left, so the error is due at 0 s; it came at {time:.2f} s ({error!r})."
    )


def test_the_pauses_are_those_of_the_jitter(lab):
    shop = Shop(*[Lost] * 3)

    async def main():
        made, _ = client(lab, shop, base=1.0, cap=100.0)
        await made(order(), within=1e6)
        jitter = lab.FullJitter(Random(1), base=1.0, cap=100.0)
        return [jitter.pause(failures, 1e6) for failures in (1, 2, 3)]

    expected = run(main)
    gaps = [after - before for before, after in zip(shop.times, shop.times[1:])]
    assert gaps == pytest.approx(expected), (
        f"Ask the jitter for each pause, with the failures so far (1, 2, 3): {expected}, and you paused {gaps}."
    )


def test_after_silence_a_request_without_a_key_is_not_tried_again(lab):
    for step, kind in [(Lost, Lost), (Unavailable, Unavailable), (60.0, TimeoutError)]:
        shop = Shop(step)
        error, _ = outcome(lab, shop, order(key=None))
        assert len(shop.calls) == 1 and isinstance(error, kind), (
            f"After {kind.__name__} nobody knows what was done, and the request has no key: do not try it again."
        )


def test_after_a_refusal_any_request_may_be_tried_again(lab):
    shop = Shop(Refused, Refused)
    reply, _ = outcome(lab, shop, order(key=None))
    assert getattr(reply, "by", None) == "shop", (
        "Refused says that nothing was done: a request without a key may be tried again, too."
    )


def test_a_key_may_be_zero(lab):
    shop = Shop(Lost)
    reply, _ = outcome(lab, shop, order(key=0))
    assert getattr(reply, "by", None) == "shop", "0 is a key, only None is none: compare with `is None`."


def test_every_try_sends_the_same_request(lab):
    shop = Shop(Lost, Lost)
    outcome(lab, shop, order(key="17", client="ann", number=5))
    sent = {(request.id, request.client, request.key) for _, request in shop.calls}
    assert sent == {(5, "ann", "17")}, (
        f"All tries are one operation and carry one key, or the server cannot know; you sent {sorted(map(str, sent))}."
    )


def test_a_bug_is_not_tried_again(lab):
    shop = Shop(ZeroDivisionError, ZeroDivisionError)

    async def main():
        made, _ = client(lab, shop)
        try:
            return await made(order())
        except StudentError as error:
            return error.kind

    found = run(main)
    assert len(shop.calls) == 1 and found == "ZeroDivisionError", (
        "ZeroDivisionError is neither a ServiceError nor a TimeoutError: it is a bug, and goes to the caller at once."
    )


def test_a_client_who_is_cancelled_tries_no_more(lab):
    shop = Shop(*[60.0] * 9)

    async def main():
        made, _ = client(lab, shop)
        task = asyncio.ensure_future(made(order()))
        await until(0.5)
        task.cancel()
        await until(10.0)

    run(main)
    assert len(shop.calls) == 1, "The caller cancelled the request, and you tried again: CancelledError is no failure."


def test_a_budget_that_is_spent_ends_the_tries(lab):
    shop = Shop(*[Lost] * 99)
    error, _ = outcome(lab, shop, order(), ratio=0.0, least=1)
    assert len(shop.calls) == 2, f"The budget allows one retry, and you made {len(shop.calls) - 1}."
    assert isinstance(error, Lost), f"When the budget is spent the error goes to the caller, who got {error!r}."


def test_each_request_is_reported_once(lab):
    async def main():
        made, budget = client(lab, Shop(Lost, Lost, Lost), ratio=1.0, least=3)
        await made(order())
        await made(order(key="18"))
        return sum(budget.may_retry() for _ in range(50))

    found = run(main)
    assert found == 2, (
        f"Two requests and `least` 3 pay for five retries, three were made: two are left, and your budget has {found}. "
        "Call `asked` once for a request, not for each try."
    )


@pytest.mark.parametrize("case", ["the last try", "no key", "no time"])
def test_a_retry_that_is_not_made_is_not_paid_for(lab, case):
    options = {"the last try": {"attempts": 1}, "no time": {"base": 1e9, "cap": 1e9}}.get(case, {})

    async def main():
        made, budget = client(lab, Shop(Lost), ratio=0.0, least=1, **options)
        await settled(made(order(key=None if case == "no key" else "17")))
        return bool(budget.may_retry())

    assert run(main), f"No retry follows ({case}), and yet the budget was charged: ask it last."
