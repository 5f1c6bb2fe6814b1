"""`run(..., shuffle=n)` takes what happens at the same time in another order."""

import asyncio
from itertools import permutations

import pytest

from systemdesign import now, run, stream
from systemdesign.kernel import Deadlock, Livelock


async def race():
    """Three who start together, and wake together: their order both times."""
    log = []

    async def one(name):
        log.append(name)
        await asyncio.sleep(1)
        log.append(name)

    await asyncio.gather(*map(one, "abc"))
    return "".join(log)


def test_without_it_events_come_in_the_order_they_were_scheduled():
    assert run(race) == "abcabc"


def test_the_same_number_is_the_same_order():
    assert [run(race, shuffle=n) for n in range(20)] == [run(race, shuffle=n) for n in range(20)]


def test_every_order_comes_up():
    orders = [run(race, shuffle=n) for n in range(200)]
    every = set(map("".join, permutations("abc")))
    assert {order[:3] for order in orders} == {order[3:] for order in orders} == every


def test_another_seed_is_another_order():
    assert len({run(race, seed, shuffle=0) for seed in range(50)}) > 10


def test_events_at_different_times_keep_their_order():
    async def main():
        log = []

        async def one(delay):
            await asyncio.sleep(delay)
            log.append(now())

        await asyncio.gather(*map(one, range(10)))
        return log

    assert all(run(main, shuffle=n) == list(range(10)) for n in range(10))


def test_timers_and_sleepers_change_places():
    async def main():
        log = []
        asyncio.get_running_loop().call_at(1, log.append, "timer")
        await asyncio.sleep(1)
        await asyncio.sleep(0)
        return len(log)

    async def late():
        try:
            await asyncio.wait_for(asyncio.sleep(1), 1)
        except TimeoutError:
            return "late"
        return "in time"

    assert {run(late, shuffle=n) for n in range(20)} == {"late", "in time"}
    assert {run(main, shuffle=n) for n in range(20)} == {1}


def test_calls_are_made_in_the_order_they_were_asked_for():
    async def main():
        log = []
        for number in range(10):
            asyncio.get_running_loop().call_soon(log.append, number)
        await asyncio.sleep(1)
        return log

    assert all(run(main, shuffle=n) == list(range(10)) for n in range(10))


def test_the_streams_of_chance_are_untouched():
    async def main():
        await race()
        return [stream("arrivals").random() for _ in range(3)]

    assert run(main, 5, shuffle=1) == run(main, 5)


def test_a_race_shows():
    async def shop():
        """The last one is sold, and another one comes, at the same time."""
        left = 1

        async def buy():
            nonlocal left
            await asyncio.sleep(0.1)
            if left > 0:
                left -= 1
                return "sold"

        async def restock():
            nonlocal left
            await asyncio.sleep(0.1)
            left = min(left + 1, 1)  # there is room for one

        await asyncio.gather(buy(), restock())
        return left

    assert run(shop) == 1
    assert {run(shop, shuffle=n) for n in range(20)} == {0, 1}


def test_a_deadlock_and_a_livelock_are_seen():
    async def spin():
        while True:
            await asyncio.sleep(0)

    with pytest.raises(Deadlock):
        run(asyncio.Event().wait(), shuffle=1)
    with pytest.raises(Livelock):
        run(spin, shuffle=1, max_steps=10_000)
