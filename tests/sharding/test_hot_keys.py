"""Hot keys, shared out: by copies, and by bounds on loads."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.kernel import stream
from systemdesign.sharding.hot_keys import BoundedLoads, Copies, clockwise
from systemdesign.sharding.ring import Ring
from systemdesign.sharding.theory import hottest_shard, load_bound, share_deviation
from systemdesign.sim import Zipf

NAMES = [f"n{number}" for number in range(10)]
RING = Ring(NAMES)


def test_clockwise_begins_with_the_owner_and_meets_each_node_once():
    for key in range(100):
        nodes = list(clockwise(RING, key))
        assert nodes[0] == RING.owner(key)
        assert sorted(nodes) == NAMES


def test_without_its_owner_a_ring_goes_on_to_the_next_clockwise():
    for key in range(100):
        first, second, *_ = clockwise(RING, key)
        assert Ring([name for name in NAMES if name != first]).owner(key) == second


@given(st.lists(st.integers(1, 9), min_size=1, max_size=200), st.sampled_from([0.05, 0.1, 0.25, 1.0]))
def test_no_node_ever_has_more_than_its_bound(keys, slack):
    bounded = BoundedLoads(RING, slack)
    for count, key in enumerate(keys, 1):
        bounded.choose(key)
        assert max(bounded.counts.values()) <= load_bound(count, 10, slack)


def test_with_room_enough_the_owner_answers():
    bounded = BoundedLoads(RING, slack=9.0)
    assert [bounded.choose(key) for key in range(200)] == [RING.owner(key) for key in range(200)]


def test_a_full_owner_passes_on_to_the_next_clockwise():
    bounded = BoundedLoads(RING, slack=1.0)
    assert [bounded.choose("hot") for _ in range(3)] == list(clockwise(RING, "hot"))[:3]


def test_slack_must_be_above_zero():
    with pytest.raises(ValueError, match="slack must be above 0"):
        BoundedLoads(RING, 0)


def test_copies_of_a_hot_key_share_its_reads_evenly():
    copies = Copies(RING, ["hot"], 4, seed=1)
    counts = Counter(copies.choose("hot") for _ in range(8000))
    assert set(counts) == set(list(clockwise(RING, "hot"))[:4])
    assert all(abs(count - 2000) < 4 * (2000 * 0.75) ** 0.5 for count in counts.values())


def test_other_keys_stay_with_their_owner():
    copies = Copies(RING, ["hot"], 4, seed=1)
    assert all(copies.choose(key) == RING.owner(key) for key in range(100))


def test_with_an_even_ring_the_hottest_shard_is_theory_s():
    popular, rng, ring = Zipf(10_000, 1.2), stream("keys", 1), Ring(NAMES, virtual=2000)
    keys, runs = [popular(rng) for _ in range(4000)], 60
    hottest = [Counter(ring.owner(f"{r}/{key}") for key in keys)[ring.owner(f"{r}/1")] / 4000 for r in range(runs)]
    assert sum(hottest) / runs == pytest.approx(hottest_shard(10, 10_000, 1.2), abs=0.02)


@pytest.mark.parametrize("virtual", [1, 10])
def test_on_an_uneven_ring_the_top_key_has_more_company_on_average(virtual):
    popular, runs = Zipf(1000, 1.0), 400
    found = 0
    for r in range(runs):
        ring = Ring([f"{r}/{name}" for name in NAMES], virtual)
        home = ring.owner(f"{r}/1")
        found += sum(popular.probability(key) for key in range(1, 1001) if ring.owner(f"{r}/{key}") == home)
    known = hottest_shard(10, 1000, 1.0, share_deviation(10, virtual))
    assert found / runs == pytest.approx(known, rel=0.04)
    assert virtual > 1 or known > 1.25 * hottest_shard(10, 1000, 1.0)


def test_the_shares_of_the_hottest_shard_that_chapter_09_tells_are_the_theory_s():
    known = [hottest_shard(10, 10_000, 1.2, share_deviation(10, virtual)) for virtual in (10, 100, 1000)]
    assert [round(share, 3) for share in known] == [0.295, 0.288, 0.288]


def test_at_a_skew_of_1_2_the_hottest_shard_is_the_top_key_s_but_for_a_tenth_of_a_percent():
    zipf, gaps = Zipf(10_000, 1.2), []
    for r in range(20):
        ring, load = Ring([f"{r}/{name}" for name in NAMES], 10), Counter()
        for rank in range(1, 10_001):
            load[ring.owner(f"{r}/{rank}")] += zipf.probability(rank)
        gaps.append(max(load.values()) - load[ring.owner(f"{r}/1")])
    assert 0 <= sum(gaps) / 20 < 0.001
