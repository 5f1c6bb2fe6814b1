"""A fifth shard that joins under traffic: whose load it is, and what the move tells of itself."""

from collections import Counter
from math import inf

import pytest

from systemdesign import run
from systemdesign.sharding.handover import key_by_key
from systemdesign.sharding.move import POPULAR, SERVICE, Shop, join
from systemdesign.show import Film, desks
from systemdesign.sim import Trace

SCHEMES = ("ring", "modulo", "slots")


def hottest_on_the_way(scheme):
    """How hot a shard gets while keys move one by one, over how hot it gets under the old map or the new one."""
    async def main():
        shop = Shop(scheme)
        demand, ranks = shop.demand(shop.before), {key: rank for rank, key in enumerate(shop.keys, 1)}
        hottest, met = max(*demand.values(), *shop.demand(shop.after).values()), []
        for key in shop.moving():
            demand[shop.before.owner(key)] -= POPULAR.probability(ranks[key])
            demand[shop.after.owner(key)] += POPULAR.probability(ranks[key])
            met.append(max(demand.values()))
        return max(met) / hottest

    return [run(main, seed) for seed in range(20)]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_users_alone_keep_the_hottest_shard_as_busy_as_asked(scheme):
    asked = []

    async def stay(database, after, pace):
        held = [key for shard in database.shards.values() for key in shard.data]
        keys = {key: POPULAR.probability(int(key.split()[-1])) for key in held}
        demand = Counter()
        for place in (database.placement, after):
            for key, share in keys.items():
                demand[place, place.owner(key)] += share
        asked.append(max(demand.values()))
        return [0.0]

    moves = [run(join(scheme, stay, pace=20, load=0.5), seed) for seed in range(20)]
    busy = [move.trace.rate() * SERVICE * hottest for move, hottest in zip(moves, asked)]
    assert sum(busy) / 20 == pytest.approx(0.5, rel=0.03)


def test_a_shop_s_demand_is_the_share_of_its_requests():
    async def main():
        shop = Shop("ring")
        drawn = [request.key for _, request in zip(range(20_000), shop.requests())]
        counts = Counter(shop.before.owner(key) for key in drawn)
        demand = shop.demand(shop.before)
        assert sum(demand.values()) == pytest.approx(1)
        assert set(demand) == set(shop.names[:4])
        return [(counts[name] / 20_000, demand[name]) for name in demand]

    assert all(found == pytest.approx(known, abs=0.012) for found, known in run(main))


def test_each_seed_has_its_own_placement_and_its_own_start():
    async def main(seen):
        shop = Shop("modulo")
        move = await join("ring", key_by_key, pace=100, load=0.2)
        seen.append((tuple(shop.after.owner(key)[-1] for key in shop.keys), move.begin, move.share))

    seen = []
    for seed in range(5):
        run(main(seen), seed)
    assert all(len(set(column)) == 5 for column in zip(*seen))
    assert all(4.5 <= begin < 5.5 for _, begin, _ in seen)


@pytest.mark.parametrize("scheme", ["ring", "slots"])
def test_the_copies_alone_fill_a_newcomer_at_fifty_a_second(scheme):
    assert run(join(scheme, key_by_key, pace=50, load=0.2)).copies == pytest.approx(1.0)


def test_the_newcomer_s_share_is_what_it_answers_in_the_end():
    moves = [run(join("ring", key_by_key, pace=200, load=0.5), seed) for seed in range(10)]
    answered = total = 0
    for move in moves:
        late = move.trace.after(move.end + 0.2)
        answered, total = answered + late.counts()[move.newcomer], total + len(late)
    assert answered / total == pytest.approx(sum(move.share for move in moves) / 10, abs=0.04)


def test_the_latency_is_that_of_requests_that_arrive_while_keys_move():
    move = run(join("ring", key_by_key, pace=200, load=0.5))
    move.trace = Trace.of([move.begin - 0.1, move.begin, move.end - 0.1, move.end], [9.0, 1.0, 2.0, 9.0], "abcd")
    assert move.latency() == 1.5


@pytest.mark.parametrize("pace", [20, 200])
def test_the_move_begins_and_ends_where_stretches_do_and_each_stretch_is_whole(pace):
    move = run(join("ring", key_by_key, pace, load=0.5))
    trace, width = move.stretches()
    assert 0.6 < width < 1.5
    for edge in (move.begin, move.end):
        assert ((edge - trace.start) / width + 0.5) % 1 == pytest.approx(0.5, abs=1e-6)
    assert 0 <= trace.start < width
    assert move.end + 1 < max(trace.arrived) < trace.start + width * len(trace.series(width))
    last = trace.start + width * len(trace.series(width))
    assert last <= max(move.trace.arrived) < last + width
    assert len(trace) == sum(trace.start <= arrived < last for arrived in move.trace.arrived)


def test_a_half_moved_modulo_is_hotter_than_either_map():
    assert min(hottest_on_the_way("modulo")) > 1.05


@pytest.mark.parametrize("scheme", ["ring", "slots"])
def test_where_keys_go_to_the_newcomer_alone_no_shard_is_hotter_on_the_way(scheme):
    assert max(hottest_on_the_way(scheme)) <= 1 + 1e-9


def told(move):
    trace = move.trace
    return trace.arrived, trace.latency, trace.by, move.begin, move.end, move.waits, move.stale, move.lost


@pytest.mark.parametrize(("scheme", "pace", "load"), [("ring", 20, 0.6), ("modulo", 200, 0.8)])
def test_a_move_that_is_filmed_is_the_same_move(scheme, pace, load):
    film = Film([["read", "write"], desks(["shard 1", "shard 2", "shard 3", "shard 4", "newcomer"])], end=60)
    kinds = {"read": "read", "write": "write", "copy": "copy"}
    filmed = run(join(scheme, key_by_key, pace, load, lambda service, name: film.watch(
        service, name, role=kinds.get(name, ""))), 3)
    assert told(filmed) == told(run(join(scheme, key_by_key, pace, load), 3))
    roles = Counter(role for _, role in film.dots)
    assert roles.keys() == kinds.keys()
    assert roles["copy"] == len(filmed.waits)
    assert roles["read"] + roles["write"] >= len(filmed.trace)


def test_the_first_of_the_lost_writes_is_the_one_that_was_acknowledged_first():
    move = run(join("ring", key_by_key, pace=200, load=0.5))
    assert move.first_lost() == ("", inf)
    move.lost = {"a": 3.0, "b": 2.0, "c": 4.0}
    assert move.first_lost() == ("b", 2.0)
