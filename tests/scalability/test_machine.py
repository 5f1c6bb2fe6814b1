"""One machine that grows: it restarts, and it ends somewhere."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.scalability.machine import Machine
from systemdesign.sim import Request, Trace, Unavailable, constant, open_loop, steady


def test_it_has_more_workers_after_a_restart():
    async def main():
        machine = Machine("m", 2, largest=8, boot=30.0, service=constant(1.0))
        await machine.scale_up(4)
        start = now()
        await asyncio.gather(*(machine(Request(k)) for k in range(12)))
        return start, now() - start

    assert run(main) == (30.0, 2.0)


def test_what_is_inside_and_what_comes_meanwhile_fails():
    async def main():
        machine, trace = Machine("m", 2, largest=8, boot=10.0, service=constant(1.5)), Trace()
        asyncio.get_running_loop().call_later(20.25, asyncio.create_task, machine.scale_up(2))
        await open_loop(trace.watch(machine), steady(1.0), until=60.0)
        return trace

    trace = run(main)
    failed = [arrived for arrived, outcome in zip(trace.arrived, trace.outcome) if outcome]
    assert failed == [19.0, 20.0, *(float(k) for k in range(21, 31))]


def test_no_machine_is_larger_than_the_largest_and_who_asks_for_one_keeps_what_he_has():
    async def main():
        machine = Machine("m", 8, largest=10, boot=10.0)
        with pytest.raises(ValueError, match="no machine has 11 cores; the largest has 10"):
            await machine.scale_up(3)
        return now(), machine.workers, (await machine(Request(0, work=1.0))).by

    assert run(main) == (0.0, 8, "m")


def test_the_largest_there_is_can_be_had():
    async def main():
        machine = Machine("m", 8, largest=10, boot=10.0)
        await machine.scale_up(2)
        return machine.workers

    assert run(main) == 10


def test_when_it_is_down_everything_is():
    async def main():
        machine = Machine("m", 8, largest=10, boot=10.0)
        machine.crash()
        with pytest.raises(Unavailable):
            await machine(Request(0))

    run(main)
