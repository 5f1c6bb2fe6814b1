from functools import cache
from itertools import islice
from math import exp

import pytest

from systemdesign.caching import theory
from systemdesign.caching.eviction import hits, store
from systemdesign.caching.hot_key import hot_key
from systemdesign.caching.remote import RemoteCache
from systemdesign.caching.replay import replay, settled, traffic
from systemdesign.caching.writers import written_twice, wrong
from systemdesign.kernel import run, stream
from systemdesign.sim import Database, Zipf, poisson
from systemdesign.theory.intervals import batch_means, interval


def shares(keys, skew):
    zipf = Zipf(keys, skew)
    return [zipf.probability(key) for key in range(1, keys + 1)]


@cache
def trace(keys, skew, count=1_000_000, seed=1):
    zipf, rng = Zipf(keys, skew), stream("keys", seed)
    return [zipf(rng) for _ in range(count)]


def measured(policy, keys, skew, capacity, samples=5, warm=0.1, **how):
    """A 99 % interval of the hit ratio, the first requests left out."""
    found = hits(store(policy, capacity, 1, samples), trace(keys, skew, **how))
    return batch_means(found[int(warm * len(found)):], level=0.99)


def check(found, known, narrow=0.03):
    assert found.width < narrow, f"{found} is too wide: run longer"
    assert known in found, f"{known} is outside {found}"


@pytest.mark.parametrize(
    ("keys", "skew", "capacity", "known", "most"),
    [(10_000, 0.8, 1000, 0.43666, 0.57062), (10_000, 1, 100, 0.39053, 0.52999), (1000, 1, 100, 0.57652, 0.69299)])
def test_lru_and_the_bound_have_their_published_values(keys, skew, capacity, known, most):
    assert theory.lru(shares(keys, skew), capacity) == pytest.approx(known, abs=6e-6)
    assert theory.best(shares(keys, skew), capacity) == pytest.approx(most, abs=6e-6)


def test_fifo_and_random_have_their_published_value():
    assert theory.random(shares(10_000, 0.8), 1000) == pytest.approx(0.39418, abs=6e-6)


@pytest.mark.parametrize("form", [theory.lru, theory.random, theory.best])
def test_with_equal_keys_the_hit_ratio_is_the_share_that_fits(form):
    assert form([1 / 400] * 400, 100) == pytest.approx(0.25, abs=1e-3)


def test_with_one_place_a_key_hits_when_it_is_asked_for_twice_in_a_row():
    assert theory.lfu([0.5, 0.5], 1) == pytest.approx(0.5)  # whatever the policy, one place holds the last key
    assert theory.lfu([0.7, 0.3], 1) == pytest.approx(0.49 + 0.09)


def test_a_capacity_for_all_keys_is_no_question():
    with pytest.raises(ValueError, match="between 0 and the 10 keys, not at 10"):
        theory.lru([0.1] * 10, 10)


def test_a_drawn_curve_passes_through_the_solved_points():
    popularity = shares(1000, 0.8)
    for policy, form in [("LRU", theory.lru), ("FIFO", theory.random), ("LFU", theory.lfu), ("best", theory.best)]:
        for size, ratio in list(zip(*theory.curve(policy, popularity, 500)))[2::5]:
            assert ratio == pytest.approx(form(popularity, size), abs=1e-6)
            assert size <= 500


@pytest.mark.sampled(of=2)
@pytest.mark.slow
@pytest.mark.parametrize(("policy", "form"), [("LRU", theory.lru), ("FIFO", theory.random), ("RANDOM", theory.random)])
@pytest.mark.parametrize(("keys", "skew", "capacity"), [(10_000, 0.8, 1000), (1000, 1.0, 100)])
def test_a_million_requests_agree_with_theory(policy, form, keys, skew, capacity):
    check(measured(policy, keys, skew, capacity), form(shares(keys, skew), capacity))


@pytest.mark.sampled(of=2)
@pytest.mark.slow
@pytest.mark.parametrize("skew", [0.8, 1.2])
def test_lfu_agrees_with_its_exact_long_run(skew):
    runs = [hits(store("LFU", 10), trace(50, skew, 300_000, seed))[150_000:] for seed in range(6)]
    check(interval([sum(run) / 150_000 for run in runs], 0.99), theory.lfu(shares(50, skew), 10), narrow=0.01)


@pytest.mark.sampled(of=2)
@pytest.mark.slow
@pytest.mark.parametrize(("samples", "known"), [(1, 0.394), (3, 0.426), (5, 0.432), (10, 0.436)])
def test_sampled_lru_has_its_published_hit_ratios(samples, known):
    found = measured("sampled LRU", 10_000, 0.8, 1000, samples)
    assert found.width < 0.01
    assert found.mean == pytest.approx(known, abs=0.003)


@pytest.mark.slow
def test_sampled_lru_with_one_sample_is_random_and_with_many_is_lru():
    popularity = shares(1000, 1.0)
    for samples, form in ((1, theory.random), (60, theory.lru)):
        check(measured("sampled LRU", 1000, 1.0, 100, samples, count=300_000), form(popularity, 100))


@pytest.mark.parametrize(("rate", "ttl", "known"), [(1.0, 1.0, 0.5), (100.0, 1.0, 100 / 101), (2.0, 0.5, 0.5)])
def test_a_keys_hit_ratio_is_lambda_t_over_one_more(rate, ttl, known):
    assert theory.ttl_hit_ratio(rate, ttl) == pytest.approx(known)


@pytest.mark.parametrize(("rate", "ttl", "fill"), [(100, 0.1, 0.01), (100, 0.5, 0.05), (20, 0.05, 0.05)])
def test_the_misses_of_a_cache_that_takes_time_to_fill_are_the_theorys(rate, ttl, fill):
    def share(seed):
        record = hot_key(poisson(rate, seed), 30_000 / rate, ttl, fill)
        return len(record.began) / len(record.waits)

    check(interval([share(seed) for seed in range(24)], 0.99), theory.miss_share(rate, ttl, fill))


@pytest.mark.parametrize("fill", [0.0, 0.001, 0.01])
def test_for_short_fills_the_share_of_misses_is_the_chapters_formula(fill):
    misses = 1 + 100 * fill
    assert theory.miss_share(100, 10, fill) == pytest.approx(misses / (misses + 100 * 10), rel=1e-3)


def test_at_a_hundred_reads_a_second_a_fill_of_ten_milliseconds_doubles_the_misses():
    assert theory.miss_share(100, 10, 0) == pytest.approx(1 - theory.ttl_hit_ratio(100, 10))
    assert theory.miss_share(100, 10, 0.01) / theory.miss_share(100, 10, 0) == pytest.approx(2, rel=0.01)


def test_a_renewing_time_to_live_hits_when_the_next_read_comes_in_time():
    assert theory.renewing_hit_ratio(2.0, 1.0) == pytest.approx(1 - exp(-2))


def test_staleness_starts_at_none_and_ends_at_all():
    assert theory.stale_share(10, 5, 0) == 0
    assert theory.stale_share(10, 1e-6, 1) < 1e-9
    assert theory.stale_share(10, 1e6, 1) > 0.9999


def counted(seed, ttl, invalidate):
    """(hit ratio, stale share) of one run, counted from a moment that is spread over an entry's life: a popular key's
    cycles keep step with the start for long."""
    events = list(islice(traffic(poisson(100.0, seed), Zipf(50), 0.1, seed), 30_000))
    start = sum(time < (3 + seed % 12 / 12) * ttl for time, _, _ in events)
    cold, whole = [replay(part, ttl, invalidate) for part in (events[:start], events[:start + 20_000])]
    reads, misses, stale = [late - early for early, late in zip(cold, whole)]
    return 1 - misses / reads, stale / reads


@pytest.mark.sampled(of=2)
@pytest.mark.slow
@pytest.mark.parametrize("invalidate", [False, True])
@pytest.mark.parametrize(("ttl", "seeds"), [(0.5, 70), (2.0, 24), (10.0, 24)])
def test_replayed_traffic_agrees_with_the_time_to_lives_theory(ttl, seeds, invalidate):
    known = theory.ttl_mix(shares(50, 1.0), ttl, 90, 10, invalidate)
    hit, stale = zip(*[counted(seed, ttl, invalidate) for seed in range(seeds)])
    check(interval(hit, 0.99), known[0])
    if invalidate:
        assert set(stale) == {0}
    else:
        check(interval(stale, 0.99), known[1])


@pytest.mark.parametrize("invalidate", [False, True])
@pytest.mark.parametrize("ttl", [1.0, 30.0, 1000.0])
def test_short_looks_at_a_cache_that_has_long_been_used_agree_with_theory(ttl, invalidate):
    popularity = shares(50, 1.0)

    def looks(seed):
        events = list(islice(traffic(poisson(105, seed), Zipf(50), 5 / 105, seed), 4000))
        return settled(events, 4, popularity, ttl, 100, 5, invalidate, stream("then", seed))

    known = theory.ttl_mix(popularity, ttl, 100, 5, invalidate)
    hit, stale = zip(*[(found.hit_ratio, found.stale_share) for found in map(looks, range(40))])
    check(interval(hit, 0.99), known[0])
    if invalidate:
        assert set(stale) == {0}
    else:
        check(interval(stale, 0.99), known[1], narrow=0.1)


@pytest.mark.parametrize("guard", ["nothing", "jittered TTL"])
@pytest.mark.parametrize(("rate", "rebuild"), [(50, 0.4), (5, 0.5), (100, 0.05)])
def test_an_expiry_costs_one_rebuild_and_all_who_come_meanwhile(guard, rate, rebuild):
    storms = hot_key(poisson(rate, 1), 50_000 / rate * 5, 5, rebuild, guard, seed=1).storms()
    check(batch_means(list(storms.values()), level=0.99), theory.stampede(rate, rebuild), narrow=0.1)


def test_the_chance_of_an_early_rebuild_is_the_papers():
    assert theory.early(0.4, 0.4) == pytest.approx(0.3679, abs=5e-5)
    assert theory.early(0.8, 0.4, beta=2.0) == pytest.approx(0.3679, abs=5e-5)
    assert theory.early(0.0, 0.4) == 1


@pytest.mark.parametrize(("rate", "rebuild"), [(50, 0.5), (100, 1.0), (50, 0.05), (1, 0.5), (5, 0.5)])
def test_early_recomputation_builds_as_often_as_it_should(rate, rebuild):
    storms = hot_key(poisson(rate, 1), 80_000 / rate * 5, 20, rebuild, "early recomputation", seed=1).whole()
    check(batch_means(storms, level=0.99), theory.early_builds(rate, rebuild), narrow=0.3)


def test_early_recomputation_of_a_page_that_many_read_builds_e_times():
    assert theory.early_builds(50, 0.5) == pytest.approx(exp(1), rel=1e-4)
    assert theory.early_builds(1, 0.001) == pytest.approx(1, abs=2e-3)


@pytest.mark.sampled(of=2)
@pytest.mark.parametrize(("gap", "keys"), [(0.0, 1000), (0.005, 1500), (0.02, 5000)])
def test_two_writers_leave_cache_and_row_different_as_often_as_theory_says(gap, keys):
    async def share():
        return wrong(await written_twice(NaiveShop(0.01), gap, keys))

    check(interval([run(share, seed=seed) for seed in range(12)], 0.99), theory.overtaken(gap, 0.01), narrow=0.1)


class NaiveShop:
    """Writes the row, and then the cache."""

    def __init__(self, way):
        self.cache, self.database = RemoteCache(way), Database()

    async def set(self, key, value):
        await self.database.write(key, value)
        await self.cache.set(key, value)


@pytest.mark.parametrize("load", [0.1, 1.0, 5.0])
def test_among_poisson_writes_an_older_one_overtakes_as_often_as_theory_says(load):
    rng, gaps, time, writes = stream("second steps", 1), poisson(load, 1), 0.0, []
    for gap in islice(gaps, 100_000):
        time += gap
        writes.append((time, time + rng.expovariate(1.0)))
    overtaken, latest = [], 0.0
    for _, lands in writes:
        overtaken.append(lands < latest)
        latest = max(latest, lands)
    check(batch_means(overtaken, level=0.99), theory.overtaken_among(load, 1.0), narrow=0.1)
