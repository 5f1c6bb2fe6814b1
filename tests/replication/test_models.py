"""The fast models of chapter 08: against the components they stand for, against theory, and what must hold whatever."""

import asyncio
from itertools import pairwise
from random import Random
from statistics import fmean

import pytest

from systemdesign import run
from systemdesign.replication import crashes, failover, order, sessions, theory
from systemdesign.replication.follower import Follower
from systemdesign.replication.node import Node
from systemdesign.replication.primary import Primary
from systemdesign.sim.distributions import exponential


def given(delays):
    """A lag that draws these, one after the other."""
    following = iter(delays)
    one = exponential(1.0)
    return type(one)("given", 1.0, 1.0, lambda random: next(following))


@pytest.mark.parametrize("seed", range(5))
def test_a_replica_holds_what_a_node_and_a_follower_hold_when_the_copies_take_as_long(seed):
    writes = order.burst(10.0, 0.1, 1, Random(seed).random)
    start, delays = writes[0][0], [arrives[0] - time for time, arrives in writes]
    probes = [k * 0.0137 for k in range(200)]

    async def main():
        primary, node = Primary(), Node("node", given(delays))
        follower, seen, tasks = Follower("follower", primary, given(delays)), [], []

        async def write():
            for version, (time, _) in enumerate(writes, 1 - len(writes)):
                await asyncio.sleep(max(0.0, time - start - asyncio.get_running_loop().time()))
                primary.write("row", version)
                tasks.append(asyncio.create_task(node.replicate(("row", version))))
        writing = asyncio.create_task(write())
        for probe in probes:
            await asyncio.sleep(probe - asyncio.get_running_loop().time())
            seen.append((await node.read("row"), await follower.read("row")))
        await writing
        return seen

    def shown(way, probe):
        times, versions = order.steps(writes, 0, way)
        here = [version for time, version in zip(times, versions) if time - start <= probe]
        return here[-1] if here else None
    for probe, pair in zip(probes, run(main)):
        assert pair == (shown(order.EACH, probe), shown(order.LOG, probe)), probe


@pytest.mark.parametrize(("rate", "delay"), [(1, 0.1), (10, 0.1), (10, 0.3)])
def test_copies_end_wrong_and_settle_as_theory_says(rate, delay):
    found = order.endings(rate, delay, 2, 1000, seed=1)
    assert fmean(wrong for wrong, _ in found) / 2 == pytest.approx(theory.overtaken(rate, delay), abs=0.03)
    assert fmean(when for _, when in found) == pytest.approx(theory.reached(rate, 0.0, delay, 1, 1), rel=0.06)


@pytest.mark.parametrize(("rate", "delay"), [(1.0, 0.02), (10.0, 0.1)])
def test_an_unlucky_row_ends_wrong_without_a_log_and_right_with_one(rate, delay):
    one = order.unlucky(rate, delay, seed=3)
    assert order.steps(one, 0, order.EACH)[1][-1] < 0 == order.steps(one, 0, order.LOG)[1][-1]


@pytest.mark.parametrize("seed", range(10))
def test_a_log_never_goes_back_and_arrives_no_later(seed):
    writes = order.burst(10.0, 0.3, 3, Random(seed).random)
    for replica in range(3):
        (times, versions), (alone, _) = (order.steps(writes, replica, way) for way in (order.LOG, order.EACH))
        assert [*versions] == sorted(versions) and versions[-1] == 0 and max(times) == max(alone)


def backwards(found):
    return fmean(later.version < earlier.version for reads in found for earlier, later in pairwise(reads))


@pytest.mark.parametrize(("rate", "pause"), [(1.0, 0.0), (1.0, 0.5), (0.2, 1.0)])
@pytest.mark.parametrize(("rule", "own"), [(sessions.ANY, 0.0), (sessions.OWN, sessions.HERS)])
def test_pairs_of_reads_go_back_as_often_as_theory_says(rule, own, rate, pause):
    found = sessions.sessions(rate, (0.1, 2.0), pause, rule, 800, seed=2)
    assert backwards(found) == pytest.approx(theory.backwards(rate, (0.1, 2.0), pause, own * rate), abs=0.015)


@pytest.mark.parametrize("rule", [sessions.STICKY, sessions.SEEN])
def test_one_home_or_a_memory_never_goes_back(rule):
    for lags in ((0.1, 2.0), (0.0, 5.0), (1.0, 1.0)):
        for pause in (0.0, 0.3, 5.0):
            assert backwards(sessions.sessions(2.0, lags, pause, rule, 100, seed=3)) == 0


def test_reads_miss_a_write_as_often_as_theory_says_whichever_replica_is_home():
    for rule in (sessions.ANY, sessions.STICKY):
        found = sessions.sessions(1.0, (0.1, 2.0), 0.5, rule, 1200, seed=4)
        share = fmean(read.version < read.newest for reads in found for read in reads)
        assert share == pytest.approx(theory.stale(1.0, (0.1, 2.0)), abs=0.02), rule


def test_what_the_user_wrote_is_seen_under_the_rules_that_promise_it():
    random, missing = Random(5).random, dict.fromkeys((sessions.ANY, sessions.OWN, sessions.SEEN), 0)
    for rule in missing:
        for _ in range(100):
            feed, found = sessions.session(1.0, (0.1, 2.0), 0.5, rule, random)
            missing[rule] += sum(read.version < feed.own(read.time) for read in found)
    assert missing[sessions.ANY] > 100 and missing[sessions.OWN] == missing[sessions.SEEN] == 0


@pytest.mark.parametrize("replicas", [1, 2, 3, 5])
def test_crashes_lose_and_writes_wait_as_theory_says(replicas):
    found = crashes.crashes(100, 0.05, 0.05, replicas, 1000, seed=1)
    for sync in range(replicas + 1):
        wait, best, anyone, _ = crashes.summary(found, sync)
        known = theory.lost(100, 0.05, 0.05, replicas, sync)
        assert wait == pytest.approx(theory.reached(100, 0.05, 0.05, replicas, sync), rel=0.04), sync
        assert (best, anyone) == (pytest.approx(known[0], rel=0.05), pytest.approx(known[1], rel=0.08)), sync


def test_one_acknowledgement_is_enough_for_the_most_advanced_and_loses_with_any_as_often_as_known():
    for replicas, sync, share in ((2, 1, 0.47), (3, 1, 0.63), (3, 2, 0.31), (2, 2, 0.0)):
        found = crashes.crashes(100, 0.05, 0.05, replicas, 600, seed=2)
        assert crashes.summary(found, sync)[3] == pytest.approx(share, abs=0.05)
        assert all(crashes.beyond(crash.lacks, sync)[0] == 0 for crash in found)


@pytest.mark.parametrize("fence", [failover.NOBODY, failover.STOPPED, failover.WAITS])
@pytest.mark.parametrize(("detection", "share"), [(0, 0.2), (10, 0.2), (30, 1.0), (10, 0.0)])
def test_a_failover_throws_away_as_many_as_theory_says(fence, detection, share):
    before = since = 0
    for seed in range(10):
        for write in failover.writes(20.0, detection, share, fence, seed):
            gone = write.by == failover.OLD and not write.kept
            before += gone and write.time < failover.CUT + detection
            since += gone and write.time >= failover.CUT + detection
    for found, known in zip((before, since), failover.lost(20.0, detection, share, fence)):
        assert found / 10 == pytest.approx(known, rel=0.1, abs=0.6)


def test_after_the_promotion_only_one_acknowledges_once_the_old_one_is_stopped():
    for fence in (failover.STOPPED, failover.WAITS):
        late = [w for w in failover.writes(20.0, 10.0, 0.2, fence, 1) if w.time >= failover.CUT + 10]
        assert not any(write.by == failover.OLD and write.time < failover.MENDED for write in late), fence
