"""Other threads, and what would need them."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from systemdesign import now, run


async def meeting():
    log = []

    async def one(name):
        for _ in range(20):
            await asyncio.sleep(1)
            log.append((name, now()))

    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(one(name))
            asyncio.get_running_loop().call_at(3, log.append, name)
    return log


def test_a_run_is_the_same_while_another_thread_has_one():
    alone, inside, leave = run(meeting), threading.Event(), threading.Event()

    async def stay():
        inside.set()
        leave.wait()

    other = threading.Thread(target=run, args=(stay,))
    other.start()
    inside.wait()
    try:
        assert run(meeting) == alone
    finally:
        leave.set()
        other.join()


def test_a_run_is_the_same_when_another_begins_and_ends_in_its_middle():
    def other():
        thread = threading.Thread(target=run, args=(asyncio.sleep(1),))
        thread.start()
        thread.join()

    async def main():
        asyncio.get_running_loop().call_later(2.5, other)
        return await meeting()

    assert run(main) == run(meeting)


@pytest.mark.parametrize("ask", ["result", "exception"])
def test_a_function_in_a_thread_is_told_that_it_cannot_wait_for_the_loop(ask):
    async def main():
        loop = asyncio.get_running_loop()

        def work():
            return getattr(asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop), ask)()

        return await asyncio.to_thread(work)

    with pytest.raises(RuntimeError, match="Make it an async function, and await"):
        run(main)


def test_a_function_in_a_thread_may_leave_the_loop_something_to_do():
    async def main():
        loop = asyncio.get_running_loop()
        future = await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(asyncio.sleep(1, "slept"), loop))
        await asyncio.sleep(2)
        return future.result()

    assert run(main) == "slept"


def made():
    async def main():
        return asyncio.get_running_loop()

    return run(main)


@pytest.mark.parametrize(
    "act",
    [
        lambda loop: loop.call_soon(print),
        lambda loop: loop.call_later(1, print),
        lambda loop: loop.call_at(1, print),
        lambda loop: loop.call_soon_threadsafe(print),
        lambda loop: loop.create_task(None),
        lambda loop: loop.run_in_executor(None, print),
    ],
)
def test_a_loop_whose_run_is_over_takes_no_more(act):
    with pytest.raises(RuntimeError, match="Event loop is closed"):
        act(made())


@pytest.mark.parametrize("act", ["run_forever", "stop", "close"])
def test_a_loop_is_driven_by_its_run_alone(act):
    async def main():
        with pytest.raises(RuntimeError, match=r"return from `main`|`await` something"):
            getattr(asyncio.get_running_loop(), act)()

    run(main)


def test_closing_a_loop_again_does_nothing():
    assert made().close() is None


def test_what_ends_a_loops_threads_and_generators_has_nothing_to_do():
    async def main():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor())
        await loop.shutdown_default_executor()
        await loop.shutdown_asyncgens()

    run(main)
