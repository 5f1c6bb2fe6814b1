"""Cancellation in virtual time follows asyncio's rules."""

import asyncio

import pytest

from systemdesign import now, run


async def nap(log, delay=9.0):
    """Sleep, and log when and how the sleep ended."""
    try:
        await asyncio.sleep(delay)
        log.append(("rested", now()))
    except asyncio.CancelledError as error:
        log.append(("cancelled", now(), *error.args))
        raise


def test_a_cancelled_sleeper_wakes_at_once():
    async def main():
        log = []
        task = asyncio.create_task(nap(log))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return log, task.cancelled(), now()

    assert run(main) == ([("cancelled", 1.0)], True, 1.0)


def test_a_cancellation_carries_its_message():
    async def main():
        log = []
        task = asyncio.create_task(nap(log))
        await asyncio.sleep(1)
        task.cancel("enough")
        await asyncio.wait([task])
        return log

    assert run(main) == [("cancelled", 1.0, "enough")]


def test_a_task_cancelled_before_it_starts_never_runs():
    async def main():
        log = []
        task = asyncio.create_task(nap(log))
        task.cancel()
        await asyncio.wait([task])
        return log, task.cancelled()

    assert run(main) == ([], True)


def test_a_cancellation_reaches_through_the_tasks_that_are_awaited():
    async def main():
        log = []

        async def middle():
            await asyncio.create_task(nap(log))

        outer = asyncio.create_task(middle())
        await asyncio.sleep(1)
        outer.cancel("down")
        await asyncio.wait([outer])
        return log, outer.cancelled()

    assert run(main) == ([("cancelled", 1.0, "down")], True)


def test_a_task_may_refuse_to_be_cancelled():
    async def main():
        async def stubborn():
            try:
                await asyncio.sleep(9)
            except asyncio.CancelledError:
                await asyncio.sleep(2)
            return "stayed"

        task = asyncio.create_task(stubborn())
        await asyncio.sleep(1)
        task.cancel()
        return await task, now(), task.cancelling()

    assert run(main) == ("stayed", 3.0, 1)


def test_last_words_may_take_time():
    async def main():
        async def tidy():
            try:
                await asyncio.sleep(9)
            finally:
                await asyncio.sleep(2)

        task = asyncio.create_task(tidy())
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return task.cancelled(), now()

    assert run(main) == (True, 3.0)


def test_cancelling_what_is_done_does_nothing():
    async def main():
        task = asyncio.create_task(asyncio.sleep(1, "result"))
        await task
        return task.cancel(), task.result()

    assert run(main) == (False, "result")


def test_uncancel_counts_requests_down():
    async def main():
        task = asyncio.current_task()
        task.cancel()
        task.cancel()
        return task.cancelling(), task.uncancel(), task.uncancel(), task.uncancel()

    assert run(main) == (2, 1, 0, 0)


def test_uncancel_takes_back_a_cancellation_not_yet_delivered():
    async def main():
        asyncio.current_task().cancel()
        asyncio.current_task().uncancel()
        await asyncio.sleep(1)
        return now()

    assert run(main) == 1.0


def test_uncancel_comes_too_late_for_a_sleep_already_broken_off():
    async def main():
        log = []
        task = asyncio.create_task(nap(log))
        await asyncio.sleep(1)
        task.cancel()
        task.uncancel()
        await asyncio.wait([task])
        return log

    assert run(main) == [("cancelled", 1.0)]


def test_a_task_that_cancels_itself_is_cancelled_at_its_next_wait():
    async def main():
        log = []

        async def suicidal():
            asyncio.current_task().cancel()
            log.append("still here")
            await nap(log)

        task = asyncio.create_task(suicidal())
        await asyncio.wait([task])
        return log, task.cancelled()

    assert run(main) == (["still here", ("cancelled", 0.0)], True)


def test_uncancel_comes_too_late_for_a_sleep_begun_with_a_cancellation_pending():
    async def main():
        log = []

        async def suicidal():
            asyncio.current_task().cancel()
            await nap(log)

        task = asyncio.create_task(suicidal())
        asyncio.get_running_loop().call_soon(task.uncancel)
        await asyncio.wait([task])
        return log

    assert run(main) == [("cancelled", 0.0)]


def test_a_task_that_cancels_itself_and_returns_is_cancelled():
    async def main():
        async def last():
            asyncio.current_task().cancel()
            return "result"

        task = asyncio.create_task(last())
        await asyncio.wait([task])
        return task.cancelled()

    assert run(main) is True


def test_a_time_out_tells_its_own_cancellation_from_another():
    async def main():
        log = []

        async def limited():
            try:
                async with asyncio.timeout(5):
                    await asyncio.sleep(9)
            except TimeoutError:
                log.append("timed out")

        task = asyncio.create_task(limited())
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.wait([task])
        return log, task.cancelled()

    assert run(main) == ([], True)


def test_a_cancelled_main_is_an_error_of_the_run():
    async def main():
        asyncio.current_task().cancel()
        await asyncio.sleep(1)

    with pytest.raises(asyncio.CancelledError):
        run(main)


def test_a_time_once_slept_until_does_not_wake_a_task_that_was_cancelled_and_sleeps_anew():
    async def main():
        log = []

        async def twice():
            with pytest.raises(asyncio.CancelledError):
                await asyncio.sleep(2)
            await nap(log, 8)

        asyncio.get_running_loop().call_at(2, log.append, ("timer", 2.0))
        task = asyncio.create_task(twice())
        await asyncio.sleep(1)
        task.cancel()
        await task
        return log

    assert run(main) == [("timer", 2.0), ("rested", 9.0)]


def test_a_hundred_thousand_cancelled_time_outs_leave_nothing_in_the_heap():
    async def main():
        for _ in range(100_000):
            async with asyncio.timeout(1e6):
                await asyncio.sleep(0.001)
        return len(asyncio.get_running_loop().heap)

    assert run(main) < 250


def test_cancelled_sleepers_leave_nothing_in_the_heap():
    async def main():
        tasks = []
        for _ in range(5_000):
            tasks.append(asyncio.create_task(asyncio.sleep(1e6)))
            await asyncio.sleep(0.001)
            tasks[-1].cancel()
        await asyncio.wait(tasks)
        return len(asyncio.get_running_loop().heap)

    assert run(main) < 250
