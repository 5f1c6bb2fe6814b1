"""How a run ends, beside asyncio's own."""

import asyncio

import pytest

from systemdesign import run

ON_BOTH = pytest.mark.parametrize("go", [run, asyncio.run], ids=["virtual", "asyncio"])


@ON_BOTH
@pytest.mark.parametrize("ending", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("place", ["main", "task", "callback"])
def test_tasks_left_at_an_interrupt_are_cancelled_and_finish_their_cleaning(go, ending, place):
    log = []

    async def pending():
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            await asyncio.sleep(0.001)
            log.append("cleaned")
            raise

    def end():
        raise ending

    async def failing():
        end()

    async def main():
        tasks = [asyncio.create_task(pending())]
        await asyncio.sleep(0)
        if place == "callback":
            asyncio.get_running_loop().call_soon(end)
        else:
            tasks.append(asyncio.create_task(failing()))
            await (tasks[-1] if place == "main" else asyncio.sleep(50))
        await asyncio.sleep(50)

    with pytest.raises(ending) as caught:
        go(main())
    assert log == ["cleaned"]
    assert not hasattr(caught.value, "__notes__")


@ON_BOTH
def test_a_generator_left_open_at_an_interrupt_is_closed(go):
    log, kept = [], []

    async def numbers():
        try:
            yield 1
        finally:
            await asyncio.sleep(0)
            log.append("closed")

    async def main():
        kept.append(numbers())
        await anext(kept[0])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go(main())
    assert log == ["closed"]


def test_an_interrupt_says_what_fails_while_the_rest_is_cancelled():
    async def pending():
        try:
            await asyncio.sleep(100)
        finally:
            raise KeyError("cleaning")

    async def main():
        task = asyncio.create_task(pending())
        await asyncio.sleep(0)
        raise KeyboardInterrupt(task)

    with pytest.raises(KeyboardInterrupt) as caught:
        run(main)
    assert caught.value.__notes__ == ["Also lost in the background: KeyError('cleaning')"]


def test_an_interrupt_ends_a_run_whose_tasks_cannot():
    async def stubborn():
        while True:
            try:
                await asyncio.get_running_loop().create_future()
            except asyncio.CancelledError:
                pass

    async def main():
        task = asyncio.create_task(stubborn())
        await asyncio.sleep(0)
        raise KeyboardInterrupt(task)

    with pytest.raises(KeyboardInterrupt):
        run(main)


@ON_BOTH
def test_a_main_that_is_cancelled_keeps_its_words(go):
    async def main():
        asyncio.current_task().cancel("enough")
        await asyncio.sleep(1)

    async def raising():
        raise asyncio.CancelledError("enough")

    for work in (main, raising):
        with pytest.raises(asyncio.CancelledError, match="enough"):
            go(work())


@ON_BOTH
def test_a_loop_whose_run_is_over_can_be_stopped_and_closed_but_not_run(go):
    async def main():
        return asyncio.get_running_loop()

    loop = go(main())
    assert loop.stop() is None
    assert loop.close() is None
    for start in (loop.run_forever, lambda: loop.run_until_complete(None)):
        with pytest.raises(RuntimeError, match="Event loop is closed"):
            start()
