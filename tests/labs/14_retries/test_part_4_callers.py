"""Lab 14, part 4: the client and those who call it, one who leaves and many at once."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim.request import Lost, Refused

from .scene import order, settled, until
from .shop import SLOW, Shop, client


@pytest.mark.rule(3)
@pytest.mark.parametrize("when", ["try", "pause"])
def test_a_client_who_is_cancelled_tries_no_more(lab, when):
    shop = Shop(*[SLOW if when == "try" else Lost] * 99)

    async def main():
        made, _ = client(lab, shop, base=1e4, cap=1e4, attempts=90)
        task = asyncio.ensure_future(settled(made(order(), within=1e6)))
        await until(0.5)
        task.cancel()
        before = len(shop.calls)
        await until(1e5)
        return before

    assert run(main) == len(shop.calls), (
        f"The caller cancelled the request during a {when}, and you tried again: CancelledError is neither a "
        "ServiceError nor a TimeoutError, and goes to the caller."
    )


@pytest.mark.rule(2, 3, 5)
def test_requests_at_once_do_not_disturb_each_other(lab):
    scripts = {1: [(0.2, Lost)] * 9, 2: [SLOW] * 9, 3: [(0.3, Refused), (0.3, Lost)]}

    async def main(numbers):
        shop = Shop(scripts={number: list(scripts[number]) for number in numbers})
        made, _ = client(lab, shop, attempts=5, timeout=0.7)
        calls = [later(0.11 * number, made, order(number=number), 1.3 * number) for number in numbers]
        ends = await asyncio.gather(*calls)
        return {number: (shop.times_of(number), end) for number, end in zip(numbers, ends)}

    alone, together = [run(main([number])) for number in (1, 2, 3)], run(main([1, 2, 3]))
    for found in alone:
        ((number, (tries, end)),) = found.items()
        assert together[number] == (pytest.approx(tries, abs=1e-6), pytest.approx(end, abs=1e-6)), (
            f"A request on its own was tried at {rounded(tries)} and ended at {end:.2f} s; with others at the same "
            f"time at {rounded(together[number][0])}, and {together[number][1]:.2f} s. One client serves many "
            "requests at once: keep failures, time left and the last error in local variables, not in `self`."
        )


def rounded(times):
    return ", ".join(f"{time:.2f} s" for time in times)


async def later(time, made, request, within):
    await until(time)
    await settled(made(request, within=within))
    return now()
