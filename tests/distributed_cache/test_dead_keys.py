"""Numbers in place of keys: the figure `dead` against the engine's own cycle over real keys."""

from random import Random
from statistics import fmean

import pytest

from systemdesign.distributed_cache import dead_keys, theory
from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.sketch import DistributedCache


def held_by_the_engine(rate, life, threshold, seed, seconds=30):
    """The share that is dead in an engine whose cycle runs ten times a second, from the second half of a run."""
    engine, shares = Engine(Random(seed)), []
    for tick in range(10 * seconds):
        for number in range(rate // 10):
            engine.execute([b"SET", b"%d/%d" % (tick, number), b"x", b"PX", b"%d" % (1000 * life)], tick / 10)
        engine.now = tick / 10 + 0.05
        engine.cycle(threshold=threshold)
        dead = sum(end < engine.clock for end in engine.ends.values())
        shares.append(dead / len(engine))
    return fmean(shares[5 * seconds :])


@pytest.mark.parametrize(("rate", "life", "threshold"), [(100, 10, 0.25), (200, 5, 0.1), (20, 4, 0.25)])
def test_the_engine_holds_as_many_dead_keys_as_the_figure(rate, life, threshold):
    figure = fmean(dead_keys.sampled(rate, float(life), round(20 * threshold), seed)[0] for seed in range(10))
    assert held_by_the_engine(rate, life, threshold, seed=3) == pytest.approx(figure, rel=0.08)


@pytest.mark.parametrize(("rate", "least"), [(200, 5), (1000, 5), (1000, 2), (600, 8)])
def test_many_keys_come_to_the_share_of_theory(rate, least):
    found = fmean(dead_keys.sampled(rate, 10.0, least, seed)[0] for seed in range(10))
    assert found == pytest.approx(theory.dead_share(rate, least=least), rel=0.03)


def test_each_removal_costs_as_many_looks_as_keys_hide_a_dead_one():
    share, looks = (fmean(parts) for parts in zip(*(dead_keys.sampled(1000, 10.0, 5, seed) for seed in range(5))))
    assert looks * share == pytest.approx(1000, rel=0.06)


def test_a_round_that_finds_few_dead_ends_the_cycle():
    memory = dead_keys.Memory(alive=15, dead=5)
    memory.cycle(5, Random(1).random)
    assert (memory.alive, memory.dead, memory.looked) == (15, 0, 20)  # all were looked at, five of them dead


def test_a_round_that_finds_many_dead_is_followed_by_another():
    memory = dead_keys.Memory(alive=14, dead=6)
    memory.cycle(5, Random(1).random)
    assert (memory.alive, memory.dead, memory.looked) == (14, 0, 34)


def test_the_sketch_keeps_every_key_that_is_not_read():
    cache = DistributedCache()
    for second in range(100):
        cache.set(second, "x", now=second, life=10)
    assert len(cache.data) == 100 and dead_keys.unread(10, 100) == 0.9
    assert [cache.get(0, now=100), cache.get(95, now=100)] == [None, "x"] and len(cache.data) == 99
