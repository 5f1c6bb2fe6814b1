"""Replicas, the quorum and the last writer: what they promise, and what they do when some are down."""

import asyncio
from itertools import combinations

import pytest

from systemdesign import now, run, stream
from systemdesign.cap.last_writer import LastWriter
from systemdesign.cap.quorum import Quorum, first
from systemdesign.cap.replica import Replica, Tagged
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Unavailable

WAYS = constant(0.1)


def replicas(many, latency=WAYS):
    return [Replica(f"r{k + 1}", latency) for k in range(many)]


async def answer(time, value):
    await asyncio.sleep(time)
    if value is None:
        raise Unavailable("nobody here")
    return value


def test_a_message_there_and_one_back_take_their_time():
    async def asked():
        [replica] = replicas(1)
        await replica.set("x", 1)
        return await replica.get("x"), now()
    assert run(asked) == (1, pytest.approx(0.4))


def test_a_replica_that_is_down_raises_and_has_all_it_held_when_it_is_up_again():
    async def crashed():
        [replica] = replicas(1)
        await replica.set("x", 1)
        replica.crash()
        with pytest.raises(Unavailable, match="r1 is down"):
            await replica.set("x", 2)
        replica.restart()
        return await replica.get("x")
    assert run(crashed) == 1


def test_a_replica_keeps_the_newer_tag_whatever_comes_later():
    async def told():
        [replica] = replicas(1)
        await replica.keep("x", Tagged((2, "a"), "new"))
        await replica.keep("x", Tagged((1, "b"), "old"))
        return await replica.newest("x")
    assert run(told) == ((2, "a"), "new")


def test_two_values_with_equal_numbers_are_told_apart_by_the_writers_names_whatever_the_values():
    async def told():
        [replica] = replicas(1)
        await replica.keep("x", Tagged((1, "a"), {"no": "order"}))
        await replica.keep("x", Tagged((1, "b"), None))
        return await replica.newest("x")
    assert run(told) == ((1, "b"), None)


def test_the_first_answers_are_enough_and_later_errors_trouble_nobody():
    async def asked():
        calls = [answer(3, "c"), answer(1, "a"), answer(2, "b"), answer(4, None)]
        return await first(2, calls), now()
    assert run(asked) == (["a", "b"], 2)


def test_too_few_is_said_as_soon_as_it_is_known():
    async def asked():
        with pytest.raises(Unavailable, match="2 answers are needed, and 2 of 3"):
            await first(2, [answer(1, None), answer(2, None), answer(9, "late")])
        return now()
    assert run(asked) == 2


@pytest.mark.parametrize(("many", "R", "W"), [(3, 2, 2), (5, 3, 3), (3, 1, 3), (3, 3, 1), (5, 2, 4)])
def test_a_read_sees_each_write_that_has_finished_if_the_quorums_overlap(many, R, W):
    async def reads_its_writes():
        shop = Quorum([Replica(f"r{k}") for k in range(many)], R, W)
        for number in range(100):
            await shop.set("x", number)
            assert await shop.get("x") == number
    run(reads_its_writes, seed=3)


def test_a_read_may_miss_a_write_if_they_do_not():
    async def missed():
        shop, found = Quorum([Replica(f"r{k}") for k in range(3)], 1, 1), 0
        for number in range(100):
            await shop.set("x", number)
            found += await shop.get("x") == number
        return found
    assert run(missed) < 90


def test_two_writers_never_have_the_same_tag():
    async def written():
        copies = replicas(3)
        writers = [Quorum(copies, 2, 2, name) for name in "ab"]
        await asyncio.gather(*(writer.set("x", writer.name) for writer in writers))
        return {replica.held["x"] for replica in copies}
    assert run(written) == {((1, "b"), "b")}


def test_a_quorum_works_with_a_minority_down_and_refuses_with_a_majority_down():
    async def down():
        shop = Quorum(replicas(3), 2, 2)
        shop.replicas[0].crash()
        await shop.set("x", 1)
        assert await shop.get("x") == 1
        shop.replicas[1].crash()
        for call in (shop.get("x"), shop.set("x", 2)):
            with pytest.raises(Unavailable):
                await call
    run(down)


@pytest.mark.parametrize("seed", range(5))
def test_last_writers_that_have_met_hold_the_same_and_it_is_the_last_write(seed):
    async def split():
        nodes, random, last = [LastWriter(name) for name in "ABCDE"], stream("writes"), {}
        for number in range(200):
            await asyncio.sleep(random.random())
            key = random.choice("xyz")
            random.choice(nodes).set(key, number)
            last[key] = number
        for one, other in combinations(nodes, 2):
            one.meet(other)
        assert all({key: node.get(key) for key in last} == last for node in nodes)
    run(split, seed)


def test_of_two_writes_at_one_moment_the_higher_name_wins_on_both_sides():
    nodes = [LastWriter(name, clock=lambda: 7.0) for name in "AB"]
    for node in nodes:
        node.set("x", node.name)
    nodes[1].meet(nodes[0])
    assert [node.get("x") for node in nodes] == ["B", "B"]


def test_a_clock_that_is_ahead_wins_against_a_later_write():
    ahead, right = LastWriter("A", clock=lambda: 100.0), LastWriter("B", clock=lambda: 50.0)
    ahead.set("x", "earlier")
    right.set("x", "later")
    right.meet(ahead)
    assert right.get("x") == "earlier"
