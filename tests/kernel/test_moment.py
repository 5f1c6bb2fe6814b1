"""Waiting until a moment."""

import asyncio

from systemdesign.kernel import at, now, run


def test_it_is_the_very_moment_where_a_sleep_would_miss_it():
    async def main():
        await asyncio.sleep(0.2)
        await at(0.9)
        return now()

    assert 0.2 + (0.9 - 0.2) != 0.9
    assert run(main) == 0.9


def test_a_moment_that_has_passed_is_not_waited_for():
    async def main():
        await asyncio.sleep(1)
        steps = []
        asyncio.get_running_loop().call_soon(steps.append, "another step")
        await at(0.5)
        return list(steps), now()

    assert run(main) == ([], 1)
