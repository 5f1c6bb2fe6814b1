"""Times may be any real number, wherever asyncio takes one."""

import asyncio
from decimal import Decimal
from fractions import Fraction
from math import nan

import numpy
import pytest

from systemdesign import now, run
from systemdesign.kernel import Livelock, loop

NUMBERS = [3, True, 2.5, numpy.float64(1.5), numpy.float32(0.5), numpy.int64(7), Fraction(1, 4)]


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
@pytest.mark.parametrize("how", ["sleep", "call_later", "call_at", "timeout", "timeout_at", "wait_for", "wait"])
def test_a_wait_ends_on_the_dot_and_later_sleeps_are_not_disturbed(how, number):
    async def main():
        loop, event, never = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        if how == "sleep":
            await asyncio.sleep(number)
        elif how in ("call_later", "call_at"):
            getattr(loop, how)(number, event.set)
            await event.wait()
        elif how in ("timeout", "timeout_at"):
            with pytest.raises(TimeoutError):
                async with getattr(asyncio, how)(number):
                    await never.wait()
        elif how == "wait_for":
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(never.wait(), number)
        else:
            await asyncio.wait([asyncio.ensure_future(never.wait())], timeout=number)
        before = now()
        await asyncio.sleep(1)
        return before, now(), type(now())

    assert run(main) == (float(number), float(number) + 1, float)


@pytest.mark.parametrize("delay", [Decimal("0.5"), "1", None, 1j], ids=repr)
def test_what_asyncio_does_not_take_for_a_time_is_not_taken_here(delay):
    with pytest.raises(TypeError):
        asyncio.run(asyncio.sleep(delay))
    with pytest.raises(TypeError):
        run(asyncio.sleep(delay))


@pytest.mark.parametrize("delay", [nan, numpy.float64("nan")], ids=repr)
def test_a_time_that_is_no_number_is_an_error(delay):
    async def timer():
        asyncio.get_running_loop().call_later(delay, print)

    for main in (asyncio.sleep(delay), timer()):
        with pytest.raises(ValueError, match="NaN"):
            run(main)


def test_no_time_at_all_is_an_error():
    async def main():
        loop = asyncio.get_running_loop()
        with pytest.raises(TypeError, match="delay must not be None"):
            loop.call_later(None, print)
        with pytest.raises(TypeError, match="when cannot be None"):
            loop.call_at(None, print)

    run(main)


@pytest.mark.parametrize("start", [1e8, 1e12])
def test_a_task_that_spins_late_is_a_livelock_too(start, monkeypatch):
    async def main():
        await asyncio.sleep(start)
        while True:
            await asyncio.sleep(1e-12)

    monkeypatch.setattr(loop, "STALL", 10_000)
    with pytest.raises(Livelock, match="a task spins"):
        run(main, max_steps=100_000)
