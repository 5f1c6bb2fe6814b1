"""Every word of asyncio's means in virtual time what it means on the ordinary loop."""

# ruff: noqa: RUF006 (a run keeps its tasks itself)

import asyncio
from math import inf

import pytest

from systemdesign import now, run

ORIGINAL = asyncio.sleep, asyncio.create_task, asyncio.all_tasks, asyncio.as_completed


async def after(delay, value=None):
    await asyncio.sleep(delay)
    return value


def test_sleep_takes_exactly_its_delay():
    async def main():
        await asyncio.sleep(0.1)
        await asyncio.sleep(0.2)
        return now()

    assert run(main) == 0.1 + 0.2


def test_sleep_returns_the_result_it_was_given():
    assert run(asyncio.sleep(1, "result")) == "result"


def test_sleep_for_nothing_lets_the_others_have_their_turn():
    async def main():
        log = []

        async def twice(name):
            for _ in range(2):
                log.append(name)
                await asyncio.sleep(0)

        await asyncio.gather(twice("a"), twice("b"))
        return log, now()

    assert run(main) == (["a", "b", "a", "b"], 0.0)


def test_timeout_ends_a_wait_on_the_dot():
    async def main():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.5):
                await asyncio.sleep(2)
        return now()

    assert run(main) == 1.5


def test_timeout_that_is_not_reached_changes_nothing():
    async def main():
        async with asyncio.timeout(3) as limit:
            await asyncio.sleep(2)
        await asyncio.sleep(5)
        return now(), limit.expired()

    assert run(main) == (7.0, False)


def test_timeout_can_be_rescheduled():
    async def main():
        async with asyncio.timeout(1) as limit:
            limit.reschedule(now() + 3)
            await asyncio.sleep(2)
        return now()

    assert run(main) == 2.0


def test_the_inner_timeout_of_two_ends_its_own_block_only():
    async def main():
        async with asyncio.timeout(5):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await asyncio.sleep(9)
            await asyncio.sleep(3)
        return now()

    assert run(main) == 4.0


def test_wait_for_gives_the_result_in_time():
    assert run(asyncio.wait_for(after(1, "answer"), 2)) == "answer"


def test_wait_for_cancels_what_is_late():
    async def main():
        late = asyncio.create_task(after(2))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(late, 1)
        return late.cancelled(), now()

    assert run(main) == (True, 1.0)


def test_gather_keeps_the_order_of_its_arguments():
    async def main():
        return await asyncio.gather(after(3, "a"), after(1, "b"), after(2, "c")), now()

    assert run(main) == (["a", "b", "c"], 3.0)


def test_gather_hands_on_the_first_failure_when_it_happens():
    async def fail():
        await asyncio.sleep(1)
        raise KeyError("one")

    async def main():
        with pytest.raises(KeyError):
            await asyncio.gather(after(5), fail())
        return now()

    assert run(main) == 1.0


def test_a_task_group_waits_for_all():
    async def main():
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(after(delay, delay)) for delay in (2, 1)]
        return [task.result() for task in tasks], now()

    assert run(main) == ([2, 1], 2.0)


def test_a_task_group_cancels_the_rest_when_one_fails():
    ends = []

    async def stay():
        try:
            await asyncio.sleep(9)
        finally:
            ends.append(now())

    async def fail():
        await asyncio.sleep(1)
        raise KeyError("one")

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(stay())
            group.create_task(fail())

    with pytest.raises(ExceptionGroup) as caught:
        run(main)
    assert caught.group_contains(KeyError)
    assert ends == [1.0]


def test_a_task_group_cancels_in_the_order_of_creation():
    order = []

    async def stay(number):
        try:
            await asyncio.sleep(9)
        finally:
            order.append(number)

    async def main():
        async with asyncio.TaskGroup() as group:
            for number in range(6):
                group.create_task(stay(number))
            await asyncio.sleep(1)
            raise KeyError("main")

    with pytest.raises(ExceptionGroup):
        run(main)
    assert order == [0, 1, 2, 3, 4, 5]


def test_a_queue_makes_its_reader_wait_for_an_item():
    async def main():
        queue = asyncio.Queue()
        reader = asyncio.create_task(queue.get())
        await asyncio.sleep(2)
        queue.put_nowait("item")
        return await reader, now()

    assert run(main) == ("item", 2.0)


def test_a_full_queue_makes_its_writer_wait_for_room():
    async def main():
        queue = asyncio.Queue(maxsize=1)
        times = []

        async def write():
            for item in range(3):
                await queue.put(item)
                times.append(now())

        writer = asyncio.create_task(write())
        for _ in range(3):
            await asyncio.sleep(1)
            await queue.get()
        await writer
        return times

    assert run(main) == [0.0, 1.0, 2.0]


def test_a_queue_can_be_joined():
    async def main():
        queue = asyncio.Queue()
        queue.put_nowait("item")

        async def work():
            await queue.get()
            await asyncio.sleep(4)
            queue.task_done()

        worker = asyncio.create_task(work())
        await queue.join()
        return now(), worker.done()

    assert run(main)[0] == 4.0


def test_an_event_wakes_all_who_wait():
    async def main():
        event, woken = asyncio.Event(), []

        async def wait(name):
            await event.wait()
            woken.append((name, now()))

        async with asyncio.TaskGroup() as group:
            for name in "abc":
                group.create_task(wait(name))
            await asyncio.sleep(2)
            event.set()
        return woken

    assert run(main) == [("a", 2.0), ("b", 2.0), ("c", 2.0)]


def test_a_semaphore_admits_as_many_as_it_says_first_come_first_served():
    async def main():
        semaphore, starts = asyncio.Semaphore(2), []

        async def hold(name):
            async with semaphore:
                starts.append((name, now()))
                await asyncio.sleep(1)

        await asyncio.gather(*map(hold, "abcde"))
        return starts

    assert run(main) == [("a", 0.0), ("b", 0.0), ("c", 1.0), ("d", 1.0), ("e", 2.0)]


def test_a_waiter_cancelled_as_it_is_let_in_hands_the_semaphore_on():
    async def main():
        semaphore = asyncio.Semaphore(1)
        await semaphore.acquire()
        first, second = [asyncio.create_task(semaphore.acquire()) for _ in range(2)]
        await asyncio.sleep(1)
        semaphore.release()
        first.cancel()
        return await asyncio.wait_for(second, 5), first.cancelled(), now()

    assert run(main) == (True, True, 1.0)


def test_a_lock_lets_one_in_at_a_time():
    async def main():
        lock, inside = asyncio.Lock(), []

        async def enter(name):
            async with lock:
                inside.append((name, now()))
                await asyncio.sleep(2)

        await asyncio.gather(*map(enter, "abc"))
        return inside

    assert run(main) == [("a", 0.0), ("b", 2.0), ("c", 4.0)]


def test_a_condition_wakes_whom_it_notifies():
    async def main():
        condition, woken = asyncio.Condition(), []

        async def wait(name):
            async with condition:
                await condition.wait()
                woken.append((name, now()))

        tasks = [asyncio.create_task(wait(name)) for name in "ab"]
        for _ in range(2):
            await asyncio.sleep(1)
            async with condition:
                condition.notify()
        await asyncio.gather(*tasks)
        return woken

    assert run(main) == [("a", 1.0), ("b", 2.0)]


def test_a_condition_waits_for_what_it_is_told():
    async def main():
        condition, level = asyncio.Condition(), [0]

        async def rise():
            for _ in range(5):
                await asyncio.sleep(1)
                async with condition:
                    level[0] += 1
                    condition.notify_all()

        task = asyncio.create_task(rise())
        async with condition:
            await condition.wait_for(lambda: level[0] >= 3)
            reached = now()
        await task
        return reached

    assert run(main) == 3.0


def test_a_barrier_opens_when_all_are_there():
    async def main():
        barrier, passed = asyncio.Barrier(3), []

        async def come(delay):
            await asyncio.sleep(delay)
            await barrier.wait()
            passed.append(now())

        await asyncio.gather(*map(come, (1, 2, 5)))
        return passed

    assert run(main) == [5.0, 5.0, 5.0]


def test_a_shield_keeps_its_task_from_the_cancellation():
    async def main():
        task = asyncio.create_task(after(3, "saved"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(task), 1)
        return await task, now()

    assert run(main) == ("saved", 3.0)


def test_as_completed_gives_results_as_they_come():
    async def main():
        return [(await each, now()) for each in asyncio.as_completed([after(2, "b"), after(1, "a")])]

    assert run(main) == [("a", 1.0), ("b", 2.0)]


def test_as_completed_starts_coroutines_in_the_order_given():
    async def main():
        started = []

        async def start(number):
            started.append(number)

        for each in asyncio.as_completed([start(number) for number in range(50)]):
            await each
        return started

    assert run(main) == list(range(50))


def test_as_completed_stops_at_its_time_limit():
    async def main():
        first, second = asyncio.as_completed([after(1, "a"), after(9, "b")], timeout=2)
        got = await first
        with pytest.raises(TimeoutError):
            await second
        return got, now()

    assert run(main) == ("a", 2.0)


def test_wait_returns_with_the_first():
    async def main():
        tasks = [asyncio.create_task(after(delay)) for delay in (3, 1)]
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return [tasks.index(task) for task in done], len(pending), now()

    assert run(main) == ([1], 1, 1.0)


def test_wait_returns_at_its_time_limit():
    async def main():
        done, pending = await asyncio.wait([asyncio.create_task(after(9))], timeout=2)
        return len(done), len(pending), now()

    assert run(main) == (0, 1, 2.0)


def test_create_task_runs_beside_its_maker():
    async def main():
        task = asyncio.create_task(after(1, "done"), name="mine")
        await asyncio.sleep(1)
        return task.get_name(), await task, now()

    assert run(main) == ("mine", "done", 1.0)


def test_create_task_says_what_it_wants():
    async def main():
        asyncio.create_task(after)

    with pytest.raises(TypeError, match="call an async function"):
        run(main)


def test_all_tasks_are_those_not_done():
    async def main():
        early, late = asyncio.create_task(after(1)), asyncio.create_task(after(3))
        await asyncio.sleep(2)
        return asyncio.all_tasks() == {asyncio.current_task(), late}, early.done()

    assert run(main) == (True, True)


def test_current_task_is_whoever_asks_and_nobody_in_a_callback():
    async def main():
        seen = []

        async def ask():
            await asyncio.sleep(1)
            return asyncio.current_task().get_name()

        asyncio.get_running_loop().call_later(0.5, lambda: seen.append(asyncio.current_task()))
        return await asyncio.create_task(ask(), name="asker"), asyncio.current_task().get_name(), seen

    assert run(main) == ("asker", "main", [None])


def test_to_sleep_for_ever_is_to_wait_until_the_run_ends():
    async def main():
        asyncio.create_task(asyncio.sleep(inf))
        await asyncio.sleep(5)
        return now()

    assert run(main) == 5.0


def test_asyncio_has_its_own_words_back_after_a_run():
    run(after(1))
    assert (asyncio.sleep, asyncio.create_task, asyncio.all_tasks, asyncio.as_completed) == ORIGINAL


def test_a_word_taken_from_a_run_still_works_on_the_ordinary_loop():
    async def take():
        return asyncio.sleep, asyncio.create_task, asyncio.all_tasks, asyncio.as_completed

    sleep, create_task, all_tasks, as_completed = run(take)

    async def main():
        task = create_task(sleep(0, "slept"))
        assert task in all_tasks()
        return await task, [await each for each in as_completed([sleep(0, "again")])]

    assert asyncio.run(main()) == ("slept", ["again"])
