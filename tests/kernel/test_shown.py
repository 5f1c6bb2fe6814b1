"""What the loop says of itself, beside asyncio's own."""

import asyncio
import re

import pytest

from systemdesign import run

ON_BOTH = pytest.mark.parametrize("go", [run, asyncio.run], ids=["virtual", "asyncio"])


@ON_BOTH
def test_a_loop_that_runs_says_so_in_asyncios_words(go):
    async def main():
        with pytest.raises(RuntimeError, match="This event loop is already running"):
            asyncio.get_running_loop().run_forever()

    go(main())


@ON_BOTH
def test_a_loop_takes_no_executor_but_one_of_threads_and_has_a_duration_for_slow_callbacks(go):
    async def main():
        loop = asyncio.get_running_loop()
        with pytest.raises(TypeError, match="executor must be ThreadPoolExecutor instance"):
            loop.set_default_executor(3)
        return loop.slow_callback_duration

    assert go(main()) == 0.1


def shown(thing):
    return re.sub(r"when=[\d.]+", "when=", repr(thing))


def test_handles_and_what_a_sleeper_waits_for_show_themselves_as_asyncios():
    async def main():
        loop = asyncio.get_running_loop()
        handles = loop.call_soon(int, 1), loop.call_later(5, int, 2)
        with pytest.raises(TypeError, match="between instances of 'TimerHandle' and 'int'"):
            _ = handles[1] < 3
        before = list(map(shown, handles))
        for handle in handles:
            handle.cancel()
        task = asyncio.create_task(asyncio.sleep(0.01))
        await asyncio.sleep(0)
        assert "wait_for=<Future pending" in repr(task)
        await task
        return before + list(map(shown, handles))

    assert run(main) == asyncio.run(main())


@ON_BOTH
def test_a_handler_is_told_of_a_callback_in_asyncios_words(go):
    def failing(number):
        raise KeyError(number)

    async def main():
        loop, told = asyncio.get_running_loop(), []
        loop.set_exception_handler(lambda loop, context: told.append(context["message"]))
        loop.call_soon(failing, 3)
        await asyncio.sleep(0)
        return told

    (message,) = go(main())
    assert re.match(r"Exception in callback .*failing\(3?\) at .*test_shown\.py:\d+", message)


@ON_BOTH
def test_a_generator_that_is_yielded_to_the_loop_is_named_as_the_mistake(go):
    class Wrong:
        def __await__(self):
            yield (number for number in ())

    async def main():
        with pytest.raises(RuntimeError, match="yield was used instead of yield from for generator in task"):
            await Wrong()

    go(main())
