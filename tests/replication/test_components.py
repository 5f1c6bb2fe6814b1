"""The components of chapter 08: what a log gives that a task for each copy does not."""

import asyncio

import pytest

from systemdesign import now, run, stream
from systemdesign.replication.follower import Follower
from systemdesign.replication.manager import ReplicationManager
from systemdesign.replication.member import Member
from systemdesign.replication.primary import Primary
from systemdesign.sim.distributions import constant, exponential
from systemdesign.sim.request import Unavailable


def followed(scene, seed=0, lags=(exponential(0.1), exponential(0.1))):
    """Run `scene(primary, followers)`."""
    async def main():
        primary = Primary()
        return await scene(primary, [Follower(f"f{k + 1}", primary, lag) for k, lag in enumerate(lags)])
    return run(main, seed=seed)


async def write(primary, count, rate=10.0):
    for number in range(count):
        await asyncio.sleep(stream("writer").expovariate(rate))
        primary.write("row", number)


@pytest.mark.parametrize("seed", range(5))
def test_a_follower_holds_a_prefix_of_the_log_at_every_moment(seed):
    async def scene(primary, followers):
        writing = asyncio.create_task(write(primary, 100))
        while not writing.done():
            await asyncio.sleep(0.037)
            for follower in followers:
                last = primary.log[follower.position - 1].value if follower.position else None
                assert await follower.read("row") == last
        await asyncio.sleep(5)
        return [follower.position for follower in followers]
    assert followed(scene, seed) == [100, 100]


def test_copies_that_are_sent_by_themselves_overtake_each_other_and_entries_of_a_log_do_not():
    async def scene(primary, followers):
        member = Member("f1")
        tasks = []
        for number in range(50):
            tasks.append(asyncio.create_task(member.replicate(("row", number))))
            primary.write("row", number)
        await asyncio.gather(*tasks)
        await asyncio.sleep(5)
        return await member.read("row"), await followers[0].read("row")
    alone, ordered = followed(scene, seed=1)
    assert alone != 49 and ordered == 49


def test_an_entry_comes_after_its_lag_and_not_before_the_one_in_front_of_it():
    async def scene(primary, followers):
        moments = []
        for _ in range(2):
            position = primary.write("row", "x")
            asyncio.create_task(followers[0].reached(position)).add_done_callback(lambda _: moments.append(now()))
        await asyncio.sleep(10)
        return moments
    lags = iter((3.0, 1.0))
    slow_first = exponential(1.0)
    slow_first = type(slow_first)("given", 2.0, 0.0, lambda random: next(lags))
    assert followed(scene, lags=(slow_first,)) == [3.0, 3.0]


@pytest.mark.parametrize("seed", range(5))
def test_a_crash_only_delays(seed):
    async def scene(primary, followers):
        writing = asyncio.create_task(write(primary, 60))
        for _ in range(4):
            await asyncio.sleep(0.7)
            followers[0].crash()
            with pytest.raises(Unavailable):
                await followers[0].read("row")
            await asyncio.sleep(0.5)
            followers[0].restart()
        await writing
        await asyncio.sleep(5)
        return followers[0].position, await followers[0].read("row")
    assert followed(scene, seed) == (60, 59)


def test_a_member_that_is_down_misses_its_copy_for_good():
    async def main():
        member = Member("r1", constant(0.1))
        member.crash()
        with pytest.raises(Unavailable, match="r1 is down"):
            await member.replicate(("row", 1))
        member.restart()
        return await member.read("row")
    assert run(main) is None


@pytest.mark.parametrize(("sync", "took"), [(0, 0.0), (1, 0.1), (2, 0.4)])
def test_a_write_is_acknowledged_when_so_many_followers_have_it(sync, took):
    async def scene(primary, followers):
        shop = ReplicationManager(primary, followers, sync)
        assert await shop.write(("row", 7)) == 1
        return now(), sum(follower.position == 1 for follower in followers)
    when, have = followed(scene, lags=(constant(0.4), constant(0.1)))
    assert when == pytest.approx(took) and have == sync


def test_a_write_waits_for_a_follower_that_is_down_until_it_is_back():
    async def scene(primary, followers):
        shop = ReplicationManager(primary, followers, sync=1)
        followers[0].crash()
        asyncio.get_running_loop().call_later(3.0, followers[0].restart)
        await shop.write(("row", 7))
        return now()
    assert followed(scene, lags=(constant(0.1),)) == pytest.approx(3.1)


def test_reads_go_to_every_follower():
    async def scene(primary, followers):
        shop = ReplicationManager(primary, followers)
        await shop.write(("row", "new"))
        await asyncio.sleep(0.2)
        return {await shop.read("row") for _ in range(50)}
    assert followed(scene, lags=(constant(0.1), constant(1.0))) == {"new", None}


def test_a_follower_that_joins_late_asks_for_everything():
    async def main():
        primary = Primary()
        for number in range(5):
            primary.write(number, number)
        late = Follower("late", primary, constant(0.1))
        await late.reached(5)
        return now(), late.values == primary.values
    assert run(main) == (pytest.approx(0.1), True)
