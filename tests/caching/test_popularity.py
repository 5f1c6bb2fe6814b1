from itertools import combinations
from math import prod

import pytest

from systemdesign.caching import theory
from systemdesign.caching.eviction import POLICIES, hits, store
from systemdesign.caching.popularity import answered, warmed
from systemdesign.kernel import stream
from systemdesign.sim import Zipf
from systemdesign.theory.intervals import interval

ZIPF = Zipf(300, 0.8)
SHARES = [ZIPF.probability(key) for key in range(1, 301)]


def warm(policy, seed=1, capacity=40):
    return warmed(store(policy, capacity, seed), SHARES, stream("warm", seed))


def drawn(seed, count):
    rng = stream("keys", seed)
    return [ZIPF(rng) for _ in range(count)]


def test_it_is_the_share_of_the_requests_for_what_is_held():
    held = store("FIFO", 2)
    for key in (1, 2):
        held.put(key, True)
    assert answered(held, [1, 2, 1], [0.5, 0.3, 0.2]) == pytest.approx(0.8)


def test_it_looks_before_the_request_and_not_at_every_one():
    assert answered(store("FIFO", 2), [1, 2, 3], [0.5, 0.3, 0.2], every=2) == pytest.approx((0 + 0.8) / 2)


@pytest.mark.parametrize("policy", POLICIES)
def test_it_agrees_with_the_counted_hits(policy):
    counted = sum(hits(warm(policy), drawn(1, 40_000))) / 40_000
    assert answered(warm(policy), drawn(1, 40_000), SHARES) == pytest.approx(counted, rel=0.02)


@pytest.mark.parametrize("policy", POLICIES)
def test_no_policy_is_above_the_best(policy):
    for seed in range(20):
        assert answered(warm(policy, seed), drawn(seed, 60), SHARES) <= theory.best(SHARES, 40) + 1e-12


def test_a_warmed_lru_is_in_its_steady_state_from_the_start():
    def first(seed):
        return answered(warm("LRU", seed), drawn(seed, 1), SHARES)

    found = interval([first(seed) for seed in range(600)], 0.99)
    assert theory.lru(SHARES, 40) in found
    assert found.width < 0.02


@pytest.mark.parametrize("settings", [("FIFO", None), ("RANDOM", 1), ("sampled LRU", 1, 1)], ids=lambda given: given[0])
def test_a_warmed_store_without_regard_to_use_holds_a_set_as_often_as_gelenbe_says(settings):
    shares, rng, runs = [0.4, 0.3, 0.15, 0.1, 0.05], stream("warm", 1), 6000
    weights = {pair: prod(shares[key - 1] for key in pair) for pair in combinations(range(1, 6), 2)}
    name, *others = settings
    found = [tuple(sorted(warmed(store(name, 2, *others), shares, rng).entries)) for _ in range(runs)]
    for pair, weight in weights.items():
        assert found.count(pair) / runs == pytest.approx(weight / sum(weights.values()), abs=0.025)


@pytest.mark.parametrize("policy", ["FIFO", "RANDOM"])
def test_few_requests_show_the_long_run_s_hit_ratio_even_when_nearly_all_are_hits(policy):
    zipf = Zipf(1000, 1.4)
    shares = [zipf.probability(key) for key in range(1, 1001)]

    def missed(seed):
        rng = stream("keys", seed)
        full = warmed(store(policy, 500, seed), shares, stream("warm", seed))
        return 1 - answered(full, [zipf(rng) for _ in range(2000)], shares)

    found = interval([missed(seed) for seed in range(20)], 0.99)
    assert 1 - theory.random(shares, 500) in found
    assert found.width < 0.1
