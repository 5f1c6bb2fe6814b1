"""Lab 01, part 1: more than one test, at once and one after the other."""

import asyncio

import pytest

from systemdesign import now, run

from .scene import NEVER, Target, rounded, until


@pytest.mark.rule(6)
def test_two_tests_at_once_are_two_tests(lab):
    async def one(target, start, times, **options):
        await until(start)
        return rounded(await lab.fire(target, times, **options), times), round(now(), 6)

    async def main():
        slow, quick = Target(after=4.0), Target(after=0.5)
        first = one(slow, 1.0, [0.0, 0.0], connections=1)
        return await asyncio.gather(first, one(quick, 2.3, [0.1, 0.2], connections=1))

    found = run(main)
    assert found == [([4.0, 8.0], 9.0), ([0.5, 0.9], 3.4)], (
        "Two tests at once, of two services and each with one connection, should give [4, 8] at 9 s and [0.5, 0.9] at "
        f"3.4 s, and gave {found}: each call of `fire` has its own start and its own connections."
    )


@pytest.mark.rule(6)
def test_a_second_test_is_a_fresh_one(lab):
    async def main():
        target = Target(after=1.0, seconds={2: NEVER})
        first = await lab.fire(target, [0.4, 0.4, 0.4], connections=2, timeout=1.7)
        await until(20.3)
        target.seconds.clear()
        return [rounded(latencies, [0] * 3) for latencies in (first, await lab.fire(target, [0.4] * 3, connections=2))]

    found = run(main)
    assert found == [[1.0, 1.0, float("inf")], [1.0, 1.0, 2.0]], (
        "A test in which one request timed out, and 18 s after it another one, should give [1, 1, inf] and "
        f"[1, 1, 2], and gave {found}: nothing of one call of `fire` is left to the next, least of all its start."
    )
