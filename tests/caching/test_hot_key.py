import pytest

from systemdesign.caching.hot_key import GUARDS, hot_key
from systemdesign.caching.replay import replay
from systemdesign.sim import poisson, recorded, steady

READ, WRITE = False, True


def test_a_replay_counts_misses_hits_and_stale_reads():
    events = [(0, "a", READ), (1, "a", READ), (2, "a", WRITE), (3, "a", READ), (5, "a", READ), (6, "b", READ)]
    found = replay(events, ttl=5.0)
    assert (found.reads, found.misses, found.stale) == (5, 3, 1)
    assert (found.hit_ratio, found.stale_share) == (0.4, 0.2)


def test_a_write_that_removes_the_entry_makes_the_next_read_a_miss_and_none_stale():
    events = [(0, "a", READ), (1, "a", WRITE), (2, "a", READ), (3, "a", READ)]
    found = replay(events, 60.0, invalidate=True)
    assert (found.reads, found.misses, found.stale) == (3, 2, 0)


def test_a_write_before_the_first_read_is_not_stale():
    assert replay([(0, "a", WRITE), (1, "a", READ), (2, "a", READ)], 60.0).stale == 0


def test_everybody_who_comes_during_a_rebuild_rebuilds_too():
    record = hot_key(recorded([1, 9.9, 10.0, 10.2, 10.4, 10.6]), 12, ttl=10, rebuild=0.5)
    assert record.began == [10.0, 10.2, 10.4]
    assert record.waits == pytest.approx([0, 0, 0.5, 0.5, 0.5, 0])
    assert record.storms() == {10.0: 3}


def test_with_single_flight_one_rebuilds_and_the_rest_wait_for_it():
    record = hot_key(recorded([10.0, 10.2, 10.4, 10.6]), 12, ttl=10, rebuild=0.5, guard="single flight")
    assert record.began == [10.0]
    assert record.waits == pytest.approx([0.5, 0.3, 0.1, 0])


def test_a_storm_that_the_end_cuts_off_is_not_counted():
    record = hot_key(recorded([10.0, 10.2, 10.4, 21.0, 21.1]), 21.3, ttl=10, rebuild=0.5)
    assert record.storms() == {10.0: 3, 21.0: 2}
    assert record.whole() == [3]


@pytest.mark.parametrize("guard", GUARDS)
def test_an_entry_that_is_read_often_is_rebuilt_about_once_a_life_or_more(guard):
    record = hot_key(steady(20), 1000, ttl=10, rebuild=0.25, guard=guard)
    assert 85 < len(record.storms()) < 110


def test_early_recomputation_spares_nearly_everybody_the_wait():
    early, one = [hot_key(poisson(50, 2), 2000, 10, 0.5, guard, seed=2)
                  for guard in ("early recomputation", "single flight")]
    assert sum(wait > 0 for wait in early.waits) < 0.2 * sum(wait > 0 for wait in one.waits)
    assert len(early.began) < 6 * len(one.began)


def test_a_larger_beta_rebuilds_earlier():
    lives = [len(hot_key(poisson(50, 2), 2000, 10, 0.5, "early recomputation", beta, seed=2).storms())
             for beta in (0.5, 1.0, 4.0)]
    assert lives == sorted(lives) and lives[0] < lives[2]


def test_an_unknown_guard_is_a_mistake():
    with pytest.raises(ValueError, match="no guard is called 'luck'; there are nothing"):
        hot_key(steady(1), 10, 5, 1, "luck")
