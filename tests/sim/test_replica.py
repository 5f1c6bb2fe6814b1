"""Replicas with callers who say how long they wait, and leave."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import Replica, Request, Unavailable, constant


def test_it_answers_and_remembers_what_it_was_told():
    async def main():
        replica = Replica("a", constant(2.0))
        replies = [await replica(Request(1), within=seconds) for seconds in (5.0, 0.5)]
        return [reply.by for reply in replies], replica.told, now()

    assert run(main) == (["a", "a"], [5.0, 0.5], 4.0)


def test_it_hears_a_caller_leave_and_takes_the_next():
    async def main():
        replica = Replica("a", constant(2.0))
        first = asyncio.ensure_future(replica(Request(1), within=9.0))
        second = asyncio.ensure_future(replica(Request(2), within=9.0))
        await asyncio.sleep(0.5)
        first.cancel()
        await second
        return now(), replica.in_flight

    assert run(main) == (2.5, 0)


def test_silent_it_does_the_work_and_its_reply_is_lost():
    async def main():
        replica = Replica("a", constant(2.0))
        replica.silent = True
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(50):
                await replica(Request(1), within=50.0)
        return now(), replica.in_flight

    assert run(main) == (50.0, 0)


def test_down_it_is_unavailable():
    async def main():
        replica = Replica("a", constant(2.0))
        replica.crash()
        with pytest.raises(Unavailable):
            await replica(Request(1), within=9.0)

    run(main)
