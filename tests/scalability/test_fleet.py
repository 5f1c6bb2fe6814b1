"""The fleet's promise: whatever joins and leaves, each request is served exactly once."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import now, run
from systemdesign.scalability.fleet import Fleet
from systemdesign.scalability.turnover import join, leave, switch_on, unrest
from systemdesign.sim import Request, Server, Trace, Unavailable, constant, open_loop, steady


async def fleet_of(*servers, every=1.0):
    fleet = Fleet(every)
    for server in servers:
        await fleet.add_instance(server)
    return fleet


def quick(name):
    return Server(name, service=constant(0.1))


def test_requests_take_turns_whatever_their_ids():
    async def main():
        fleet = await fleet_of(*map(quick, "abc"))
        return Counter([(await fleet(Request(4 * k))).by for k in range(12)])

    assert run(main) == {"a": 4, "b": 4, "c": 4}


def test_a_booting_instance_gets_nothing_and_is_ready_at_the_first_probe_that_it_answers():
    async def main():
        fleet, late = await fleet_of(quick("a")), quick("b")
        switch_on(late, 2.5)
        joining = asyncio.create_task(fleet.add_instance(late))
        await asyncio.sleep(2.4)
        before = {(await fleet(Request(k))).by for k in range(2)}
        await joining
        return before, now(), {(await fleet(Request(k))).by for k in range(2)}

    assert run(main) == ({"a"}, 3.0, {"a", "b"})


def test_a_leaving_instance_gets_nothing_new_and_is_gone_when_it_is_empty():
    async def main():
        old = Server("a")
        fleet = await fleet_of(old, Server("b", workers=9))
        inside = [asyncio.create_task(fleet(Request(k, work=5.0))) for k in range(4)]
        await asyncio.sleep(0)
        leaving = asyncio.create_task(fleet.remove_instance(old))
        await asyncio.sleep(0)
        meanwhile = {(await fleet(Request(9, work=0.1))).by for _ in range(3)}
        there = [instance.state for instance in fleet.instances]
        await leaving
        return meanwhile, there, now(), len(fleet.instances), [task.done() for task in inside].count(True)

    served, there, time, left, done = run(main)
    assert served == {"b"} and there == ["leaving", "ready"] and left == 1
    assert time == pytest.approx(10.0) and done >= 2


def test_an_idle_instance_leaves_at_once():
    async def main():
        old = quick("a")
        fleet = await fleet_of(old, quick("b"))
        await fleet.remove_instance(old)
        return now(), len(fleet.instances)

    assert run(main) == (0.0, 1)


def test_an_instance_that_is_asked_to_leave_while_it_boots_never_gets_a_request():
    async def main():
        fleet, late = await fleet_of(quick("a")), quick("b")
        switch_on(late, 5.0)
        joining = asyncio.create_task(fleet.add_instance(late))
        await asyncio.sleep(1.5)
        await fleet.remove_instance(late)
        await joining
        await asyncio.sleep(5.0)
        return {(await fleet(Request(k))).by for k in range(3)}, len(fleet.instances)

    assert run(main) == ({"a"}, 1)


def test_the_last_that_is_ready_stays_and_the_error_says_what_to_do():
    async def main():
        last = quick("a")
        fleet = await fleet_of(last)
        with pytest.raises(ValueError, match="a is the last that is ready: first add another"):
            await fleet.remove_instance(last)
        return (await fleet(Request(0))).by

    assert run(main) == "a"


def test_who_is_not_there_cannot_be_removed():
    async def main():
        fleet = await fleet_of(quick("a"))
        with pytest.raises(LookupError, match="b is not in this fleet"):
            await fleet.remove_instance(quick("b"))

    run(main)


def test_without_a_ready_instance_a_request_is_refused_in_words():
    async def main():
        with pytest.raises(Unavailable, match="none of 0 instances"):
            await Fleet()(Request(0))

    run(main)


def test_two_who_ask_for_one_farewell_both_hear_of_it():
    async def main():
        old = Server("a")
        fleet = await fleet_of(old, quick("b"))
        inside = [asyncio.create_task(fleet(Request(k, work=3.0))) for k in range(2)]
        await asyncio.sleep(0)
        await asyncio.gather(fleet.remove_instance(old), fleet.remove_instance(old))
        return now(), len(fleet.instances), len(await asyncio.gather(*inside))

    assert run(main) == (3.0, 1, 2)


@pytest.mark.parametrize("seed", range(2))
def test_an_hour_of_machines_that_come_and_go_at_random_loses_no_request(seed):
    async def main():
        return await unrest(Fleet())

    trace, joined, left = run(main, seed)
    assert not trace.errors()
    assert len(trace) > 22_000 and min(joined, left) > 100


@given(st.lists(st.tuples(st.sampled_from(["join", "leave"]), st.floats(0.0, 3.0), st.floats(0.0, 8.0)), max_size=8))
def test_any_schedule_of_joins_and_leaves_serves_each_request_once(schedule):
    async def main():
        fleet, trace, on = Fleet(every=0.7), Trace(), [Server(f"s{k}") for k in range(2)]
        for server in on:
            await join(fleet, server)
        traffic = asyncio.create_task(open_loop(trace.watch(fleet), steady(1.3), until=15.0))
        going = [traffic]
        for number, (what, pause, boot) in enumerate(schedule):
            await asyncio.sleep(pause)
            if what == "join":
                on.append(Server(f"n{number}"))
                going.append(asyncio.create_task(join(fleet, on[-1], boot)))
            elif len(fleet.ready) > 1:
                going.append(asyncio.create_task(leave(fleet, on.pop(0))))
        await asyncio.gather(*going)
        return trace

    trace = run(main)
    assert not trace.errors() and len(trace) == 19


def test_the_same_hour_is_not_survived_by_a_front_that_forgets_who_is_leaving():
    class Hasty(Fleet):
        async def remove_instance(self, server):
            self.instances.remove(self._instance(server))

    async def main():
        return await unrest(Hasty(), rate=6.4, until=600.0)

    assert sum(run(main)[0].errors().values()) > 10
