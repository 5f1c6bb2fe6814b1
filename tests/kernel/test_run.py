"""What `run` takes, gives back, cleans up, and leaves as it was."""

# ruff: noqa: RUF006 (a run keeps its tasks itself)

import asyncio
import contextvars
import gc
import logging
import threading

import nbformat
import pytest
from nbclient import NotebookClient

from systemdesign import now, run

variable = contextvars.ContextVar("variable", default="unset")


async def after(delay, value=None):
    await asyncio.sleep(delay)
    return value


def test_run_takes_an_async_function():
    async def main():
        return now()

    assert run(main) == 0.0


def test_run_takes_a_coroutine():
    assert run(after(1, "result")) == "result"


@pytest.mark.parametrize("main", [3, len, lambda: 1])
def test_run_says_what_it_takes(main):
    with pytest.raises(TypeError, match=r"write `async def main\(\): ...` and run\(main\)"):
        run(main)


def test_an_exception_of_main_comes_out_as_it_is():
    async def main():
        await asyncio.sleep(1)
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        run(main)


def test_an_hour_of_virtual_time_starts_at_zero_each_time():
    assert [run(after(3600, 1)), run(after(0, 2))] == [1, 2]

    async def main():
        start = now()
        await asyncio.sleep(3600)
        return start, now()

    assert run(main) == (0.0, 3600.0)


def test_a_run_works_inside_a_running_loop_and_leaves_it_running():
    async def outer():
        before = asyncio.current_task(), asyncio.get_running_loop()
        inside = run(after(60, "inner"))
        await asyncio.sleep(0)
        return inside, before == (asyncio.current_task(), asyncio.get_running_loop())

    assert asyncio.run(outer()) == ("inner", True)


def test_a_run_works_inside_a_run_and_has_its_own_time():
    async def inner():
        await asyncio.sleep(7)
        return now(), asyncio.current_task().get_name()

    async def outer():
        await asyncio.sleep(1)
        inside = run(inner)
        await asyncio.sleep(1)
        return inside, now(), asyncio.current_task().get_name()

    assert run(outer) == ((7.0, "main"), 2.0, "main")


def test_runs_in_several_threads_keep_their_own_time():
    times, meet = {}, threading.Barrier(2)

    async def main(delay):
        for _ in range(100):
            meet.wait(timeout=30)
            await asyncio.sleep(delay)
        return now()

    def work(delay):
        times[delay] = run(main(delay))

    threads = [threading.Thread(target=work, args=(delay,)) for delay in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert times == {1: 100.0, 2: 200.0}


def test_an_ordinary_loop_in_another_thread_sleeps_in_real_time_meanwhile():
    ready, result = threading.Event(), []

    async def ordinary():
        ready.set()
        result.append(await asyncio.wait_for(asyncio.create_task(asyncio.sleep(0.01, "slept")), 30))

    thread = threading.Thread(target=lambda: asyncio.run(ordinary()))

    async def main():
        thread.start()
        ready.wait(30)
        await asyncio.sleep(1)
        thread.join()
        return now()

    assert run(main) == 1.0
    assert result == ["slept"]


def test_a_run_works_in_a_notebooks_cell():
    cells = [
        "import asyncio\nfrom systemdesign import run, now",
        "async def main():\n    await asyncio.sleep(60)\n    return now()",
        "run(main)",
        "await asyncio.sleep(0.01, 'the kernel loop still turns')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    shown = [cell.outputs[0]["data"]["text/plain"] for cell in notebook.cells[2:]]
    assert shown == ["60.0", "'the kernel loop still turns'"]


def test_tasks_left_over_are_cancelled_in_order_of_creation():
    ended = []

    async def stay(name):
        try:
            await asyncio.sleep(100)
        finally:
            ended.append((name, now()))

    async def main():
        for name in "abc":
            asyncio.create_task(stay(name))
        await asyncio.sleep(1)

    run(main)
    assert ended == [("a", 1.0), ("b", 1.0), ("c", 1.0)]


def test_tasks_started_by_last_words_are_ended_too():
    ended = []

    async def second():
        try:
            await asyncio.sleep(100)
        finally:
            ended.append("second")

    async def first():
        try:
            await asyncio.sleep(100)
        finally:
            asyncio.create_task(second())
            await asyncio.sleep(1)

    async def main():
        asyncio.create_task(first())
        await asyncio.sleep(1)

    run(main)
    assert ended == ["second"]


async def count(log, name):
    try:
        for number in range(3):
            yield number
            await asyncio.sleep(1)
    finally:
        await asyncio.sleep(1)
        log.append((name, now()))


def test_a_generator_dropped_half_way_is_closed_in_the_background():
    async def main():
        log = []
        async for _ in count(log, "dropped"):
            break
        gc.collect()
        await asyncio.sleep(5)
        return log

    assert run(main) == [("dropped", 1.0)]


def test_generators_left_open_are_closed_at_the_end_in_order_of_opening():
    log, kept = [], []

    async def main():
        for name in "abc":
            kept.append(count(log, name))
            await anext(kept[-1])

    run(main)
    assert log == [("a", 1.0), ("b", 1.0), ("c", 1.0)]


def test_a_task_sees_its_makers_context_and_keeps_its_own_changes():
    async def child():
        seen = variable.get()
        variable.set("child")
        await asyncio.sleep(1)
        return seen, variable.get()

    async def main():
        variable.set("main")
        return await asyncio.create_task(child()), variable.get()

    assert run(main) == (("main", "child"), "main")
    assert variable.get() == "unset"


def test_a_task_runs_in_the_context_it_is_given():
    context = contextvars.copy_context()
    context.run(variable.set, "given")

    async def read():
        await asyncio.sleep(1)
        return variable.get()

    async def main():
        return await asyncio.create_task(read(), context=context)

    assert run(main) == "given"


# Exceptions that nobody awaits


async def fail(error, delay=1.0):
    await asyncio.sleep(delay)
    raise error


def test_the_exception_of_a_background_task_comes_out_of_the_run():
    async def main():
        asyncio.create_task(fail(KeyError("lost")), name="background")
        await asyncio.sleep(5)

    with pytest.raises(KeyError) as caught:
        run(main)
    assert caught.value.__notes__ == [
        "Raised at 1 s of virtual time in the background task 'background', which nobody awaited."
    ]


def test_several_lost_exceptions_come_out_together():
    async def main():
        tasks = [asyncio.create_task(fail(error)) for error in (KeyError(1), ValueError(2))]
        await asyncio.sleep(5)
        return tasks

    with pytest.raises(ExceptionGroup, match="2 background tasks failed") as caught:
        run(main)
    assert [type(error) for error in caught.value.exceptions] == [KeyError, ValueError]


def test_an_exception_that_somebody_took_is_not_lost():
    async def main():
        task = asyncio.create_task(fail(KeyError("taken")))
        await asyncio.sleep(5)
        return repr(task.exception())

    assert run(main) == "KeyError('taken')"


def test_what_else_was_lost_is_noted_on_the_exception_of_main():
    async def main():
        asyncio.create_task(fail(KeyError("lost")))
        await asyncio.sleep(5)
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine") as caught:
        run(main)
    assert caught.value.__notes__ == ["Also lost in the background: KeyError('lost')"]


def test_the_exception_of_a_callback_comes_out_of_the_run():
    async def main():
        asyncio.get_running_loop().call_later(1, lambda: 1 / 0)
        await asyncio.sleep(5)

    with pytest.raises(ZeroDivisionError) as caught:
        run(main)
    assert caught.value.__notes__[0].endswith(" (at 1 s of virtual time)")


def test_a_failure_while_the_run_ends_comes_out_of_it():
    async def rude():
        try:
            await asyncio.sleep(100)
        finally:
            raise KeyError("last words")

    async def main():
        asyncio.create_task(rude())
        await asyncio.sleep(1)

    with pytest.raises(KeyError, match="last words"):
        run(main)


def test_a_future_dropped_with_its_exception_comes_out_of_the_run():
    async def main():
        asyncio.get_running_loop().create_future().set_exception(KeyError("dropped"))
        await asyncio.sleep(1)

    with pytest.raises(KeyError) as caught:
        run(main)
    assert "never retrieved" in caught.value.__notes__[0]


def test_failures_awaited_in_time_are_neither_lost_nor_kept():
    async def main():
        failed = 0
        for _ in range(30):
            outcomes = await asyncio.gather(*(fail(KeyError()) for _ in range(100)), return_exceptions=True)
            failed += sum(isinstance(outcome, KeyError) for outcome in outcomes)
        return failed, len(asyncio.get_running_loop().orphans.watched)

    failed, kept = run(main)
    assert failed == 3_000
    assert kept <= 1_200


def test_a_handler_of_exceptions_gets_what_would_be_raised():
    handled = []

    async def main():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: handled.append((now(), context["exception"])))
        loop.call_later(1, lambda: 1 / 0)
        asyncio.create_task(fail(KeyError("lost"), 2))
        await asyncio.sleep(5)
        return "result"

    assert run(main) == "result"
    assert [(time, type(error)) for time, error in handled] == [(1.0, ZeroDivisionError), (5.0, KeyError)]


def test_what_is_found_after_the_run_is_logged(caplog):
    async def main():
        future = asyncio.get_running_loop().create_future()
        future.set_exception(KeyError("late"))
        return future

    future = run(main)
    with caplog.at_level(logging.ERROR, logger="asyncio"):
        del future
    assert "never retrieved" in caplog.text


def test_an_interrupt_ends_the_run_and_is_not_logged_as_lost(caplog):
    async def main():
        asyncio.create_task(fail(KeyboardInterrupt()))
        await asyncio.sleep(5)

    with pytest.raises(KeyboardInterrupt):
        run(main)
    gc.collect()
    assert caplog.text == ""
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()


def test_a_loop_is_closed_after_its_run():
    async def main():
        loop = asyncio.get_running_loop()
        return loop, loop.is_running(), loop.is_closed()

    loop, running, closed = run(main)
    assert (running, closed) == (True, False)
    assert (loop.is_running(), loop.is_closed()) == (False, True)
