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
