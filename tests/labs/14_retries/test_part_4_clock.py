"""Lab 14, part 4: the client and the time."""

import asyncio

import pytest

from systemdesign import run

from .scene import order, settled
from .shop import SLOW, Shop, answered, client, outcome


@pytest.mark.rule(2)
@pytest.mark.parametrize(("timeout", "options"), [(0.37, {"timeout": 0.37}), (1.0, {}), (2.3, {"timeout": 2.3})])
def test_a_try_is_given_up_after_the_time_out(lab, timeout, options):
    shop = Shop(SLOW, SLOW)
    reply, _ = outcome(lab, shop, order(), {"within": 100.0}, **options)
    assert shop.times == pytest.approx([0, timeout, 2 * timeout], abs=1e-3), (
        f"With timeout={timeout:g} a try lasts {timeout:g} s, so that others follow at {timeout:g} and "
        f"{2 * timeout:g} s; yours came at {shop.times}."
    )
    assert answered(reply), f"The third try is answered, and the caller got {reply!r}."
    shop = Shop(0.9 * timeout)
    reply, time = outcome(lab, shop, order(), {"within": 100.0}, **options)
    assert (len(shop.calls), time) == (1, pytest.approx(0.9 * timeout)) and answered(reply), (
        f"With timeout={timeout:g} an answer after {0.9 * timeout:g} s comes in time; the caller got {reply!r}."
    )


@pytest.mark.rule(2)
def test_what_took_too_long_is_a_time_out(lab):
    error, _ = outcome(lab, Shop(SLOW), order(), attempts=1)
    assert isinstance(error, TimeoutError), f"A try whose time is over has failed with a TimeoutError, not {error!r}."


@pytest.mark.rule(2)
def test_a_try_whose_time_is_over_does_not_go_on(lab):
    shop = Shop(SLOW)

    async def main():
        made, _ = client(lab, shop, attempts=1, timeout=0.7)
        await settled(made(order(), within=100.0))
        await asyncio.sleep(0.01)
        return list(shop.given_up)

    assert run(main) == pytest.approx([0.7]), (
        "A try was given up after 0.7 s, and goes on in the background: it lasts `timeout` seconds at most, so cancel "
        "it when its time is over."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(("within", "options"), [(2.5, {"within": 2.5}), (0.4, {"within": 0.4}), (5.0, {})])
def test_nothing_takes_longer_than_the_deadline(lab, within, options):
    shop = Shop(*[SLOW] * 99)
    error, time = outcome(lab, shop, order(), options, attempts=99, timeout=1.1)
    assert time <= within + 1e-6, (
        f"within={within:g}, and the call ended at {time:.2f} s: the last try may last no longer than the time left."
    )
    assert time == pytest.approx(within) or within > 0.4, (
        f"within={within:g} and timeout=1.1: the only try lasts until {within:g} s, for the time left is not rounded; "
        f"you made {len(shop.calls)}, and ended at {time:.2f} s."
    )
    assert isinstance(error, TimeoutError), f"When the time is over the caller gets a TimeoutError, not {error!r}."
