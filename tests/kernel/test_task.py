"""A task as libraries see it that look closely, such as anyio, beside asyncio's own."""

import asyncio

import pytest

from systemdesign import run

ON_BOTH = pytest.mark.parametrize("go", [run, asyncio.run], ids=["virtual", "asyncio"])


@ON_BOTH
@pytest.mark.parametrize(("given", "name"), [("", ""), ("a", "a"), (7, "7")])
def test_a_task_keeps_the_name_it_was_given_an_empty_one_too(go, given, name):
    async def main():
        return asyncio.create_task(asyncio.sleep(0), name=given).get_name()

    assert go(main()) == name


def told(task):
    """What a library makes of what the task waits for."""
    waiter = task._fut_waiter
    return None if waiter is None else "over" if waiter.done() else "waits"


@ON_BOTH
def test_a_task_waits_for_what_is_over_from_its_waking_to_its_step(go):
    async def main():
        seen, gate = [], asyncio.get_running_loop().create_future()

        async def waiting():
            await gate
            seen.append(told(task))
            await asyncio.sleep(0.01)
            seen.append(told(task))
            await asyncio.sleep(0)

        task = asyncio.create_task(waiting())
        seen.append(told(task))
        await asyncio.sleep(0)
        seen.append(told(task))
        gate.set_result(None)
        seen.append(told(task))
        await asyncio.sleep(0)
        seen.append(told(task))
        await task
        return [*seen, told(task)]

    assert go(main()) == [None, "waits", "over", None, "waits", None, None]
