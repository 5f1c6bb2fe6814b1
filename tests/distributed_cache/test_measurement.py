"""What dies and what is found, how long packets wait, and how much of the memory is dead: on Valkey and on ours."""

import pytest

from systemdesign.distributed_cache.benchmark import fitted
from systemdesign.distributed_cache.measurement import batches, dead, failover, killed
from systemdesign.distributed_cache.results import Batches, Dead, Failover, Killed
from systemdesign.engines import available
from tests.quiet import quietly

needs_valkey = pytest.mark.skipif(not available("valkey"), reason="Valkey's wheel")
needs_tools = pytest.mark.skipif(not available("redis-benchmark"), reason="redis-benchmark")


@pytest.fixture
def live(way):
    way("live")


def check_killed(found):
    assert set(found.lost.values()) == {0}
    for answered, kept in zip(found.answered, found.found):
        assert all(0 <= more - told <= 1 for told, more in zip(answered, kept))
        assert min(answered) > 0


def check_failover(found):
    assert found.found == [found.plan.heard] * 2
    assert min(found.answered) > found.plan.heard
    assert (found.before, found.after) == ([1, 1], [0, 0])


def check_batches(found):
    for test in found.plan.tests:
        one, *_, most = found.ratio(test)
        assert 0.6 < one < 5 and 1.5 < most < 15
        for server in found.plan.servers:
            waits = found.wait(test, server)
            assert waits == sorted(waits) and waits[0] > 0
            assert min(cost for cost in found.costs(test, server)[1:]) > 0


def check_dead(found):
    valkey, ours = found.share
    assert 0.05 < valkey < 0.32 and 0.3 < ours < 0.6


@needs_valkey
def test_a_killed_server_finds_all_that_it_answered(live):
    check_killed(killed(seconds=0.05))


@needs_valkey
def test_a_failover_loses_what_was_answered_after_the_line_stood_still_and_nothing_else(live):
    check_failover(failover(heard=37, stalled=0.05))


@needs_valkey
@needs_tools
def test_the_more_requests_a_packet_has_the_more_our_slowness_shows(live):
    check_batches(quietly(lambda: batches(requests=(1_000, 4_000, 16_000), rounds=4), stall=0.1))


@needs_valkey
def test_of_keys_that_nobody_reads_a_part_is_dead_and_in_memory(live):
    check_dead(quietly(lambda: dead(seconds=2.0, settled=1.3), stall=0.1))


def test_what_a_packet_costs_and_what_a_request_is_found_from_their_sums():
    assert fitted((1, 16, 64), [7 + 2 * size for size in (1, 16, 64)]) == pytest.approx((7, 2))


def test_a_table_tells_what_was_found():
    plan = killed.recordings.plan()
    told = str(Killed(plan=plan, made={}, answered=[[3, 2, 1], [3, 2, 1]], found=[[3, 2, 2], [3, 1, 1]]))
    assert told.splitlines()[5].split() == ["ours", "everysec", "2", "1"]
    plan = failover.recordings.plan()
    told = str(Failover(plan=plan, made={}, answered=[150, 130], found=[100, 100], before=[1, 1], after=[0, 0]))
    assert told.splitlines()[1].split() == ["Valkey", "150", "100", "50", "1", "then", "0"]
    plan = batches.recordings.plan(rounds=1)
    found = Batches(plan=plan, made={}, waits=2 * [[[[0.001], [0.002], [0.004]], [[0.002], [0.006], [0.016]]]])
    assert found.ratio("get") == [2, 3, 4]
    assert str(found).splitlines()[2].split() == ["SET", "ours", "2.00", "ms", "6.00", "ms", "16.00", "ms"]
    told = str(Dead(plan=dead.recordings.plan(), made={}, share=[0.18, 0.44]))
    assert told.split() == ["Valkey", "18%", "ours", "44%"]


@pytest.mark.parametrize(("measure", "check"), [
    (killed, check_killed), (failover, check_failover), (batches, check_batches), (dead, check_dead)])
def test_the_recordings_say_the_same(measure, check):
    recordings = measure.recordings.all()
    assert recordings
    for found in recordings:
        check(found)
