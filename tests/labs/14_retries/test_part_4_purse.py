"""Lab 14, part 4: the client and its budget."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Lost, Refused

from .scene import order, settled, until
from .shop import SLOW, Shop, client, outcome
from .spending import granted


def left_over(lab, shop, *requests, options=(), **more):
    """How many retries the budget grants after these requests, one after the other."""

    async def main():
        made, budget = client(lab, shop, **more)
        for request in requests:
            await settled(made(request, **dict(options)))
        return granted(budget)

    return run(main)


@pytest.mark.rule(6)
def test_a_retry_is_paid_for_once(lab):
    found = left_over(lab, Shop(Lost, Refused, Lost), order(), ratio=0.0, least=8)
    assert found == 5, (
        f"Three retries were made, and cost the budget {8 - found}: it is asked about each retry that would be made, "
        "and once, whatever the try failed with."
    )


@pytest.mark.rule(6)
def test_a_budget_that_is_spent_ends_the_tries(lab):
    for least in (0, 1, 2):
        shop = Shop(*[Lost] * 99)
        error, time = outcome(lab, shop, order(), ratio=0.0, least=least)
        assert len(shop.calls) == least + 1, (
            f"The budget allows {least} retries, and has the last word; you made {len(shop.calls) - 1}."
        )
        assert time < 1e-3, (
            f"The budget has the last word, and the error is due as soon as it is spent; it came at {time:.2f} s. Do "
            "not wait for it to earn."
        )
        assert isinstance(error, Lost), f"When the budget is spent the error goes to the caller, who got {error!r}."


@pytest.mark.rule(1)
def test_an_answered_request_is_reported_too(lab):
    found = left_over(lab, Shop(), *[order(key=key) for key in ("a", "b", None, None)], ratio=2.0, least=1)
    assert found >= 9, (
        "Four requests were answered at their first try: at a ratio of 2, and `least` 1, they pay for nine retries, "
        f"and your budget has {found}. Every request tells the budget that it was `asked`, whatever becomes of it, "
        "not only one that fails."
    )
    assert found == 9, f"Four requests tell the budget four times that it was `asked`, once each; yours has {found}."


@pytest.mark.rule(1)
@pytest.mark.parametrize("step", [Lost, SLOW, ZeroDivisionError])
def test_a_failed_request_is_reported_too(lab, step):
    what = "times out" if step == SLOW else f"fails with {step.__name__}"
    found = left_over(lab, Shop(step), order(key=None), ratio=2.0, least=1)
    told = f"A request that {what}, and is not tried again, is a request: at a ratio of 2 it pays for two retries"
    assert found > 1, f"{told}, and your budget has not heard of it: every request tells it that it was `asked`."
    assert found < 4, f"{told}, and for yours the budget has {found - 1}: tell it that it was `asked` once."


@pytest.mark.rule(1)
def test_a_request_is_reported_as_it_comes_in(lab):
    async def main():
        made, budget = client(lab, Shop(0.9), ratio=1.0, least=0)
        call = asyncio.ensure_future(settled(made(order())))
        await until(0.4)
        early = granted(budget)
        await call
        return early

    assert run(main) == 1, (
        "While a request is waiting for its reply the budget has not heard of it: tell it that it was `asked` as the "
        "request comes in, not when all is over."
    )


@pytest.mark.rule(1)
def test_each_request_is_reported_once(lab):
    found = left_over(lab, Shop(Lost, Lost, Lost), order(), order(key="18"), ratio=2.0, least=3)
    assert found == 4, (
        "Two requests at a ratio of 2, and `least` 3, pay for seven retries, three were made: four are left, and your "
        f"budget has {found}. Tell it that it was `asked` once for a request, not for each try."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("case", ["the last try", "no key", "no time", "a bug", "an answer"])
def test_a_retry_that_is_not_made_is_not_paid_for(lab, case):
    options = {"the last try": {"attempts": 1}, "no time": {"base": 1e9, "cap": 1e9}}.get(case, {})
    shop = {"a bug": Shop(ValueError), "an answer": Shop()}.get(case, Shop(Lost))
    found = left_over(lab, shop, order(key=None if case == "no key" else "17"), ratio=0.0, least=1, **options)
    assert found == 1, (
        f"No retry follows ({case}), and yet the budget was charged: ask it last, and only about a retry that would "
        "be made."
    )


@pytest.mark.rule(6)
def test_the_budget_is_asked_before_the_pause(lab):
    shop = Shop(*[Lost] * 9)
    _, time = outcome(lab, shop, order(), {"within": 1e6}, ratio=0.0, least=0, base=100.0, cap=100.0)
    assert time == 0, (
        f"The budget is spent, so no try will follow and the error is due at 0 s; it came at {time:.1f} s. Ask the "
        "budget before the pause, not after it."
    )

    async def main():
        made, budget = client(lab, Shop(Lost), ratio=0.0, least=2, base=100.0, cap=100.0)
        call = asyncio.ensure_future(settled(made(order(), within=1e6)))
        await until(1e-3)
        return granted(budget), await call

    found, _ = run(main)
    assert found == 1, (
        f"While a client pauses before its retry, the budget of two retries should have one left, and has {found}: "
        "ask the budget before the pause, and once."
    )
