"""No error is lost, and none is kept longer than asyncio keeps it."""

# ruff: noqa: RUF006 (a run keeps its tasks itself)

import asyncio
import gc
import sys
import weakref
from contextvars import ContextVar

import pytest

from systemdesign import run
from systemdesign.kernel import Deadlock

kept = []
whose = ContextVar("whose", default="nobody's")


@pytest.fixture(autouse=True)
def _empty():
    yield
    kept.clear()


async def fail(error=None):
    raise error or KeyError("lost")


def test_an_error_while_an_open_generator_is_closed_comes_out_of_the_run():
    async def numbers():
        try:
            yield 1
        finally:
            raise KeyError("closing")

    async def main():
        kept.append(numbers())
        await anext(kept[0])

    with pytest.raises(KeyError, match="closing"):
        run(main)


def test_a_generator_that_outlives_its_run_is_dropped_in_silence(monkeypatch):
    complaints = []
    monkeypatch.setattr(sys, "unraisablehook", complaints.append)

    async def numbers():
        while True:
            yield 1

    async def main():
        kept.append(numbers())
        await anext(kept[0])
        await asyncio.Event().wait()

    with pytest.raises(Deadlock):
        run(main)
    kept.clear()
    gc.collect()
    assert complaints == []


@pytest.mark.parametrize("keep", [True, False])
def test_the_error_of_a_gather_that_nobody_awaits_comes_out_of_the_run(keep):
    async def main():
        gathered = asyncio.gather(fail())
        kept.extend([gathered] * keep)
        del gathered
        await asyncio.sleep(1)

    with pytest.raises(KeyError, match="lost"):
        run(main)


def test_the_error_of_a_task_comes_out_of_the_run_though_somebody_keeps_the_task():
    async def main():
        kept.append(asyncio.create_task(fail()))
        await asyncio.sleep(1)

    with pytest.raises(KeyError, match="lost"):
        run(main)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="eager tasks came with Python 3.12")
@pytest.mark.parametrize("custom", [True, False])
def test_the_error_of_an_eager_task_comes_out_of_the_run(custom):
    async def main():
        factory = asyncio.create_eager_task_factory(asyncio.Task) if custom else asyncio.eager_task_factory
        asyncio.get_running_loop().set_task_factory(factory)
        kept.append(asyncio.create_task(fail(), name="eager"))
        kept.append(kept[0].get_name())

    with pytest.raises(KeyError, match="lost"):
        run(main)
    assert kept[1] == "eager"


def test_errors_come_out_in_the_order_in_which_they_happened():
    async def main():
        kept.append(asyncio.create_task(fail(KeyError(1))))
        asyncio.create_task(fail(KeyError(2)))
        await asyncio.sleep(1)
        kept.append(asyncio.create_task(fail(KeyError(3))))
        await asyncio.sleep(1)

    with pytest.raises(ExceptionGroup) as caught:
        run(main)
    assert [error.args for error in caught.value.exceptions] == [(1,), (2,), (3,)]
    assert "Raised at 0 s of virtual time in the background task 'Task-3'" in caught.value.exceptions[1].__notes__[0]


def test_an_interrupt_says_what_else_was_lost():
    async def main():
        asyncio.create_task(fail())
        await asyncio.sleep(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        run(main)
    assert caught.value.__notes__ == ["Also lost in the background: KeyError('lost')"]


class Large:
    pass


async def awaited(work):
    await asyncio.create_task(work())


async def limited(work):
    async with asyncio.timeout(5):
        await asyncio.create_task(work())


async def asked(work):
    await asyncio.wait(tasks := [asyncio.create_task(work())])
    tasks.pop().result()


@pytest.mark.parametrize("take", [awaited, limited, asked])
def test_a_failed_task_that_was_awaited_frees_what_its_frames_held(take):
    async def hold():
        large = Large()
        kept.append(weakref.ref(large))
        raise KeyError("seen")

    async def main():
        try:
            await take(hold)
        except KeyError:
            pass
        await asyncio.sleep(0)
        return kept[0]() is None

    gc.disable()
    try:
        assert asyncio.run(main())
        kept.clear()
        assert run(main)
    finally:
        gc.enable()


def test_the_traceback_of_a_task_begins_where_its_coroutine_does():
    async def main():
        task = asyncio.create_task(fail())
        await asyncio.wait([task])
        return task.exception().__traceback__.tb_frame.f_code.co_name

    assert run(main) == "fail"


def test_who_awaits_a_cancelled_task_sees_where_it_was_cancelled():
    async def rest():
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError as error:
            kept.append(error)
            raise

    async def main():
        task = asyncio.create_task(rest())
        await asyncio.sleep(1)
        task.cancel("enough")
        with pytest.raises(asyncio.CancelledError, match="enough") as caught:
            await task
        return caught.value is kept[0]

    assert run(main)


def test_a_failed_task_of_asyncios_own_is_freed_at_once():
    """An error's frames lead to the loop's own, which must not hold on to whom it called."""

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: kept.append(context["exception"]))
        asyncio.Task(fail())
        await asyncio.sleep(0)
        return len(kept)

    gc.disable()
    try:
        assert run(main) == 1
    finally:
        gc.enable()


def test_an_error_of_the_handler_itself_comes_out_and_the_run_goes_on():
    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: 1 / 0)
        asyncio.get_running_loop().call_soon(fail)  # a coroutine that nobody awaits: no error
        asyncio.get_running_loop().call_soon(lambda: {}["missing"])
        await asyncio.sleep(5)
        kept.append("went on")

    with pytest.warns(RuntimeWarning), pytest.raises(ZeroDivisionError):
        run(main)
    assert kept == ["went on"]


def test_a_handler_runs_in_the_context_of_the_callback():
    async def main():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, context: kept.append(whose.get()))
        whose.set("callback's")
        loop.call_soon(lambda: {}["missing"])
        whose.set("main's")
        await asyncio.sleep(0)

    run(main)
    assert kept == ["callback's"]


@pytest.mark.parametrize("wrong", [{}, 3, "handler"])
def test_a_handler_must_be_callable(wrong):
    async def main():
        with pytest.raises(TypeError, match="A callable object or None is expected"):
            asyncio.get_running_loop().set_exception_handler(wrong)

    run(main)


def test_an_empty_report_is_an_error_of_the_run_too():
    async def main():
        asyncio.get_running_loop().call_exception_handler({})

    with pytest.raises(RuntimeError, match="Unhandled exception in event loop"):
        run(main)
