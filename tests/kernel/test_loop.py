"""The virtual loop: order, timers, dead ends, and what it refuses."""

# ruff: noqa: RUF006 (a run keeps its tasks itself)

import asyncio
import contextvars
import sys

import pytest

from systemdesign import now, run
from systemdesign.kernel import Deadlock, Livelock, RealIO


async def after(delay, value=None):
    await asyncio.sleep(delay)
    return value


# Order


def test_simultaneous_events_run_in_the_order_they_were_scheduled():
    async def main():
        loop, log = asyncio.get_running_loop(), []

        async def sleeper(name, delay):
            await asyncio.sleep(delay)
            log.append(name)

        asyncio.create_task(sleeper("sleeper of 2", 2))
        await asyncio.sleep(1)
        loop.call_at(2, log.append, "timer at 2")
        asyncio.create_task(sleeper("sleeper of 1", 1))
        await asyncio.sleep(0)
        loop.call_later(1, log.append, "timer in 1")
        await asyncio.sleep(5)
        return log

    assert run(main) == ["sleeper of 2", "timer at 2", "sleeper of 1", "timer in 1"]


def test_a_timer_for_now_takes_its_turn_among_what_is_ready():
    async def main():
        loop, log = asyncio.get_running_loop(), []
        loop.call_soon(log.append, "before")
        loop.call_later(0, log.append, "timer")
        loop.call_soon(log.append, "after")
        await asyncio.sleep(0)
        return log, now()

    assert run(main) == (["before", "timer", "after"], 0.0)


def test_what_is_ready_runs_before_the_clock_moves():
    async def main():
        log = []
        asyncio.get_running_loop().call_later(1e-12, log.append, "timer")
        for _ in range(1_000):
            await asyncio.sleep(0)
        log.append("ready")
        await asyncio.sleep(1)
        return log

    assert run(main) == ["ready", "timer"]


# Timers


def test_a_timer_knows_its_time_and_can_be_cancelled():
    async def main():
        loop, log = asyncio.get_running_loop(), []
        timer = loop.call_later(2, log.append, "no")
        when = timer.when()
        timer.cancel()
        await asyncio.sleep(3)
        return when, timer.cancelled(), log

    assert run(main) == (2.0, True, [])


def test_a_call_can_be_cancelled():
    async def main():
        log = []
        handle = asyncio.get_running_loop().call_soon(log.append, "no")
        handle.cancel()
        await asyncio.sleep(0)
        return handle.cancelled(), log

    assert run(main) == (True, [])


def test_a_call_takes_any_number_of_arguments_in_the_context_given():
    variable = contextvars.ContextVar("variable", default="outside")

    async def main():
        context, log = contextvars.copy_context(), []
        context.run(variable.set, "inside")
        loop = asyncio.get_running_loop()
        for values in [(), (1,), (1, 2)]:
            loop.call_soon(lambda *values: log.append((variable.get(), values)), *values, context=context)
        loop.call_later(1, lambda: log.append(variable.get()))
        await asyncio.sleep(2)
        return log

    assert run(main) == [("inside", ()), ("inside", (1,)), ("inside", (1, 2)), "outside"]


@pytest.mark.parametrize("start", [0.0, 1.0, 1e9])
def test_a_timer_set_again_and_again_for_now_lets_the_clock_move(start):
    async def main():
        await asyncio.sleep(start)
        loop, deadline = asyncio.get_running_loop(), start + 5e-324
        reached = loop.create_future()

        def again():
            if loop.time() > deadline:
                reached.set_result(True)
            else:
                loop.call_at(loop.time() + 1e-17, again)

        again()
        return await reached

    assert run(main, max_steps=1_000) is True


def test_the_smallest_sleep_lets_the_clock_move():
    async def main():
        await asyncio.sleep(1e9)
        await asyncio.sleep(1e-17)
        return now()

    assert run(main) > 1e9


def test_a_timer_in_the_past_does_not_turn_the_clock_back():
    async def main():
        await asyncio.sleep(5)
        times = []
        asyncio.get_running_loop().call_at(1, lambda: times.append(now()))
        await asyncio.sleep(1)
        return times

    assert run(main) == [pytest.approx(5)]


# Dead ends


def test_a_deadlock_names_the_tasks_what_they_wait_on_and_the_time():
    async def worker(queue):
        await queue.get()

    async def main():
        queue = asyncio.Queue()
        helper = asyncio.create_task(worker(queue), name="worker")
        await asyncio.sleep(2.5)
        await helper

    with pytest.raises(Deadlock) as caught:
        run(main)
    text = str(caught.value)
    assert "at 2.5 s" in text
    assert "2 tasks are still waiting" in text
    assert "'worker' waits in Queue.get (test_loop.py, line" in text
    assert "await queue.get())" in text
    assert "for task 'worker'" in text


def test_a_deadlock_shows_eight_tasks_and_counts_the_others():
    async def main():
        await asyncio.gather(*(asyncio.Event().wait() for _ in range(20)))

    with pytest.raises(Deadlock, match="… and 13 more"):
        run(main)


def test_to_sleep_for_ever_with_nothing_else_to_come_is_a_deadlock():
    with pytest.raises(Deadlock, match="'main' waits in sleep"):
        run(asyncio.sleep(float("inf")))


def test_a_deadlock_lets_coroutines_close_what_they_opened():
    closed = []

    async def main():
        try:
            await asyncio.Event().wait()
        finally:
            closed.append("main")

    with pytest.raises(Deadlock):
        run(main)
    assert closed == ["main"]


def test_a_deadlock_while_left_over_tasks_wind_up_is_told_too():
    async def stubborn():
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.Event().wait()

    async def main():
        asyncio.create_task(stubborn(), name="stubborn")
        await asyncio.sleep(1)

    with pytest.raises(Deadlock, match=r"'stubborn' waits in Event\.wait"):
        run(main)


def test_a_deadlock_says_what_had_failed_before():
    async def main():
        queue = asyncio.Queue()

        async def producer():
            raise KeyError("no item")

        asyncio.create_task(producer())
        await queue.get()

    with pytest.raises(Deadlock) as caught:
        run(main)
    assert isinstance(caught.value.__cause__, KeyError)
    assert "a background task failed: KeyError('no item')" in caught.value.__notes__[0]


def test_a_task_that_spins_is_a_livelock_that_names_it():
    async def spinner():
        while True:
            await asyncio.sleep(0)

    async def main():
        await asyncio.sleep(3)
        await asyncio.create_task(spinner(), name="spinner")

    with pytest.raises(Livelock, match="the clock stands at 3 s") as caught:
        run(main)
    assert "'spinner' waits in sleep (test_loop.py" in str(caught.value)


def test_callbacks_that_spin_are_a_livelock():
    async def main():
        def again():
            asyncio.get_running_loop().call_soon(again)

        again()
        await asyncio.sleep(1)

    with pytest.raises(Livelock, match="the clock stands at 0 s"):
        run(main)


def test_a_run_ends_at_its_step_limit():
    async def main():
        while True:
            await asyncio.sleep(1)

    with pytest.raises(Livelock, match="10,000 steps done by 9999 s"):
        run(main, max_steps=10_000)


def test_a_crowd_that_does_much_at_one_moment_is_no_livelock():
    async def turns():
        for _ in range(40):
            await asyncio.sleep(0)

    async def main():
        await asyncio.gather(*(turns() for _ in range(60_000)))
        return now()

    assert run(main) == 0.0


# The real world


def test_threads_run_inline_and_take_no_time():
    async def main():
        return await asyncio.to_thread(sum, [1, 2]), now()

    assert run(main) == (3, 0.0)


def test_executors_run_inline_and_hand_on_what_fails():
    async def main():
        with pytest.raises(ZeroDivisionError):
            await asyncio.get_running_loop().run_in_executor(None, lambda: 1 / 0)

    run(main)


@pytest.mark.parametrize(
    "act",
    [
        lambda: asyncio.open_connection("127.0.0.1", 80),
        lambda: asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0),
        lambda: asyncio.create_subprocess_exec(sys.executable),
        lambda: asyncio.get_running_loop().getaddrinfo("localhost", 80),
    ],
    ids=["connect", "serve", "subprocess", "resolve"],
)
def test_real_io_is_refused_with_the_way_out(act):
    async def main():
        await act()

    with pytest.raises(RealIO, match=r"ordinary loop: `await main\(\)` in a notebook, `asyncio.run\(main\(\)\)`"):
        run(main)


def test_the_loop_cannot_be_run_a_second_time():
    async def main():
        asyncio.get_running_loop().run_until_complete(None)

    with pytest.raises(RuntimeError, match="`await` what it should complete"):
        run(main)


# Tasks of other makes, and bad awaits


def test_a_task_factory_is_used():
    async def main():
        made = []

        def factory(loop, coro, **options):
            made.append(coro.__name__)
            return asyncio.Task(coro, loop=loop, **options)

        asyncio.get_running_loop().set_task_factory(factory)
        result = await asyncio.create_task(after(2, "result"), name="theirs")
        return made, result, now(), asyncio.get_running_loop().get_task_factory() is factory

    assert run(main) == (["after"], "result", 2.0, True)


def test_a_task_of_asyncios_own_make_runs_among_ours():
    async def main():
        task = asyncio.Task(after(2, "result"), loop=asyncio.get_running_loop())
        await asyncio.sleep(1)
        return task in asyncio.all_tasks(), await task, now()

    assert run(main) == (True, "result", 2.0)


def test_a_task_may_start_at_once():
    async def main():
        log = []

        async def eager():
            log.append(asyncio.current_task().get_name())
            await asyncio.sleep(2)
            return "result"

        task = asyncio.get_running_loop().create_task(eager(), name="eager", eager_start=True)
        log.append(asyncio.current_task().get_name())
        return log, await task, now()

    assert run(main) == (["eager", "main"], "result", 2.0)


def test_to_await_what_is_no_future_is_an_error_in_the_task():
    class Odd:
        def __await__(self):
            yield "odd"

    async def main():
        with pytest.raises(RuntimeError, match="Task got bad yield: 'odd'"):
            await Odd()
        await asyncio.sleep(1)
        return now()

    assert run(main) == 1.0


def test_to_await_oneself_is_an_error():
    async def main():
        await asyncio.current_task()

    with pytest.raises(RuntimeError, match="Task cannot await on itself"):
        run(main)


def test_a_future_of_another_loop_is_refused():
    async def make():
        return asyncio.get_running_loop().create_future()

    foreign = run(make)

    async def main():
        await foreign

    with pytest.raises(RuntimeError, match="make it inside this run"):
        run(main)


def test_a_task_shows_itself_as_asyncios_does():
    async def main():
        task = asyncio.create_task(after(1, "result"), name="one")
        await asyncio.sleep(0)
        shown = [repr(task)]
        task.cancel()
        shown.append(repr(task))
        await asyncio.wait([task])
        return [each.partition(" wait_for")[0].rstrip(">") for each in (*shown, repr(task))]

    assert run(main) == asyncio.run(main())


def test_unnamed_tasks_are_numbered_in_order_of_creation():
    async def main():
        tasks = [asyncio.create_task(after(1)) for _ in range(3)]
        return [task.get_name() for task in reversed(tasks)]

    assert run(main) == ["Task-4", "Task-3", "Task-2"]
