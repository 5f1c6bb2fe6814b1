"""Faults happen at their times."""

import asyncio

from systemdesign import now, run
from systemdesign.sim import Server, at, faults


def happenings(*times):
    log = []
    run(faults(*(at(time, lambda time=time: log.append((time, now()))) for time in times)))
    return log


def test_each_fault_happens_at_its_time():
    assert happenings(1.0, 2.5) == [(1.0, 1.0), (2.5, 2.5)]


def test_the_order_of_writing_does_not_matter():
    assert happenings(2.5, 1.0) == [(1.0, 1.0), (2.5, 2.5)]


def test_faults_at_one_time_happen_in_the_order_written():
    log = []
    run(faults(at(1.0, log.append, "first"), at(1.0, log.append, "second")))
    assert log == ["first", "second"]


def test_times_count_from_the_start_of_the_schedule():
    async def main():
        log = []
        await asyncio.sleep(5)
        await faults(at(1.0, lambda: log.append(now())))
        return log

    assert run(main) == [6.0]


def test_a_fault_before_the_start_happens_at_once():
    assert happenings(-1.0) == [(-1.0, 0.0)]


def test_a_fault_says_what_it_is():
    assert str(at(10, Server("s1").slow, 3)) == "10 s: s1 slow 3"
    assert str(at(2.5, Server("s1").crash)) == "2.5 s: s1 crash"
