"""asyncio's functions are the same ones before, during and after a run, whoever holds them."""

import asyncio
from asyncio import all_tasks, as_completed, create_task, gather, sleep, wait_for

import pytest

from systemdesign import now, run

HELD = {"sleep": sleep, "all_tasks": all_tasks, "create_task": create_task, "gather": gather, "wait_for": wait_for}


def test_a_run_puts_nothing_in_the_place_of_asyncios_functions():
    async def main():
        return [getattr(asyncio, name) is held for name, held in HELD.items()]

    assert all(run(main))


def test_a_run_gives_asyncios_functions_their_own_bodies_back():
    before = [asyncio.sleep.__code__, asyncio.gather.__code__]
    run(sleep(1))
    assert [asyncio.sleep.__code__, asyncio.gather.__code__] == before


async def meeting(rest):
    """Three who wake at the same moment, in the order in which they went to sleep, and a timer between them."""
    log = []

    async def one(name):
        await rest(1.0)
        log.append(name)

    first = create_task(one("first"))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_at(1.0, log.append, "timer")
    second = asyncio.create_task(one("second"))
    await gather(first, second)
    return log


def test_a_sleep_imported_before_the_run_is_the_same_at_ties():
    assert run(meeting(sleep)) == run(meeting(lambda delay: asyncio.sleep(delay)))


def test_all_tasks_imported_before_the_run_sees_them():
    async def main():
        other = create_task(sleep(1), name="other")
        return all_tasks() == asyncio.all_tasks() == {other, asyncio.current_task()}

    assert run(main)


def test_as_completed_imported_before_the_run_starts_in_the_order_given():
    async def main():
        started = []

        async def start(number):
            started.append(number)

        for each in as_completed([start(number) for number in range(50)]):
            await each
        return started

    assert run(main) == list(range(50))


def test_a_function_put_in_sleeps_place_before_the_run_is_used_and_stays(monkeypatch):
    calls = []

    async def fake(delay, result=None):
        calls.append(delay)

    async def main():
        await asyncio.sleep(60)
        return now()

    monkeypatch.setattr(asyncio, "sleep", fake)
    assert (run(main), calls) == (0.0, [60])
    assert asyncio.sleep is fake


def test_a_function_put_in_sleeps_place_within_the_run_is_used_and_stays(monkeypatch):
    async def fake(delay, result=None):
        return "fake"

    async def main():
        monkeypatch.setattr(asyncio, "sleep", fake)
        return await asyncio.sleep(60)

    assert run(main) == "fake"
    assert asyncio.sleep is fake


def test_asyncio_sleeps_on_as_before_a_run():
    async def main():
        return await sleep(0.001, "slept"), await asyncio.wait_for(sleep(0, "in time"), 1)

    run(sleep(1))
    assert asyncio.run(main()) == ("slept", "in time")


def test_a_forgotten_await_of_a_sleep_is_warned_of():
    async def main():
        asyncio.sleep(1)

    with pytest.warns(RuntimeWarning, match="coroutine 'sleep' was never awaited"):
        run(main)


def test_a_sleep_is_a_coroutine_for_whoever_asks():
    async def main():
        rest = asyncio.sleep(2, "rested")
        return asyncio.iscoroutine(rest), asyncio.iscoroutinefunction(asyncio.sleep), await asyncio.create_task(rest)

    assert run(main) == (True, True, "rested")


def test_as_completed_takes_one_coroutine_twice():
    async def main():
        rest = sleep(1, "rested")
        return [await each for each in as_completed([rest, rest])]

    assert run(main) == ["rested"]


@pytest.mark.parametrize("wrong", [3, [3], "ab"])
def test_as_completed_refuses_what_asyncio_refuses(wrong):
    async def main():
        for each in as_completed(wrong):
            await each

    for runs in (lambda: asyncio.run(main()), lambda: run(main)):
        with pytest.raises(TypeError):
            runs()


def test_as_completed_refuses_a_coroutine_as_asyncio_does():
    async def main():
        rest = sleep(1)
        with pytest.raises(TypeError, match="iterable"):
            list(as_completed(rest))
        rest.close()

    run(main)


def test_at_a_tie_wait_for_times_out_on_every_python():
    async def main():
        return await asyncio.wait_for(asyncio.sleep(1, "answer"), 1)

    with pytest.raises(TimeoutError):
        run(main)


def test_wait_for_nothing_takes_what_is_there():
    async def main():
        done = create_task(sleep(0, "done"))
        await sleep(1)
        with pytest.raises(TimeoutError):
            await wait_for(sleep(1), 0)
        return await wait_for(done, 0)

    assert run(main) == "done"
