"""The four limiters of chapter 12: what they admit, against definitions, brute force and each other."""

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.api_gateway.attack import ALGORITHMS, BUCKET, FIXED, LIMIT, LOG, PERIOD, TWO, greedy, limiter, most
from systemdesign.api_gateway.bucket import Bucket
from systemdesign.api_gateway.theory import bucket_most, log_most
from systemdesign.api_gateway.windows import Fixed, Log, TwoCounters

gaps = st.lists(st.one_of(st.just(0.0), st.floats(0, 3)), max_size=80)
starts = st.floats(0, 1000)
rates = st.floats(0.2, 5)
bursts = st.integers(1, 12)


class Tokens:
    """A bucket by its definition: so many tokens at that time."""

    def __init__(self, rate, burst):
        self.rate, self.burst, self.tokens, self.time = rate, burst, burst, None

    def take(self, client, time):
        if self.time is not None:
            self.tokens = min(self.burst, self.tokens + (time - self.time) * self.rate)
        self.time = time
        if self.tokens < 1 - 1e-9:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


def times(start, gaps):
    return list(accumulate(gaps, initial=start))


@given(starts, gaps, rates, bursts)
def test_no_window_holds_more_than_the_burst_and_what_the_rate_brings(start, gaps, rate, burst):
    bucket = Bucket(rate, burst)
    admitted = [time for time in times(start, gaps) if not bucket.take("ann", time)]
    for j, last in enumerate(admitted):
        for i, first in enumerate(admitted[: j + 1]):
            assert j - i + 1 <= burst + rate * (last - first) + 1e-6


@given(starts, gaps, rates, bursts)
def test_one_number_admits_what_tokens_and_a_time_admit(start, gaps, rate, burst):
    bucket, tokens = Bucket(rate, burst), Tokens(rate, burst)
    for time in times(start, gaps):
        told, known = bucket.take("ann", time), tokens.take("ann", time)
        assert (not told) == (not known) or max(told, known) < 1e-6  # a tie that rounding has broken
        if (told and not known) or (known and not told):
            return
        assert told == pytest.approx(known, abs=1e-6)


@given(starts, gaps, st.integers(1, 6), st.floats(0.5, 5))
def test_a_log_admits_at_most_the_limit_in_any_window(start, gaps, limit, period):
    log = Log(limit, period)
    admitted = [time for time in times(start, gaps) if not log.take("ann", time)]
    assert most(admitted, period) <= limit


@given(starts, gaps, st.integers(1, 6), st.floats(0.5, 5))
def test_fixed_windows_admit_the_limit_in_each_window_of_the_clock(start, gaps, limit, period):
    asked, fixed, count = times(start, gaps), Fixed(limit, period), {}
    for time in asked:
        window = time // period
        count[window] = count.get(window, 0) + 1
        assert (not fixed.take("ann", time)) == (count[window] <= limit)


def test_two_counters_weigh_the_last_window_by_what_the_sliding_one_covers_of_it():
    two = TwoCounters(10, 60.0)
    assert [two.take("ann", 30.0 + k / 10) for k in range(9)] == [0.0] * 9
    assert two.take("ann", 60.0) == 0.0 and two.take("ann", 60.0) == pytest.approx(60 / 9)  # 9 x 60/60 + 1 = 10
    assert two.take("ann", 60 + 60 / 9) == 0.0 and two.take("ann", 60 + 60 / 9) > 0


def test_two_counters_forget_a_window_that_is_not_the_last_one():
    two = TwoCounters(10, 60.0)
    assert [two.take("ann", 59.0) for _ in range(10)] == [0.0] * 10
    assert [two.take("ann", 121.0) for _ in range(10)] == [0.0] * 10


@pytest.mark.parametrize("kind", ALGORITHMS)
@pytest.mark.parametrize("start", [17.3, 59.5, 123.456])
def test_a_refused_client_is_told_when_to_come_back(kind, start):
    asked, time, waited = limiter(kind), start, 0
    for _ in range(400):
        wait = asked.take("ann", time)
        if wait:
            waited += 1
            assert asked.take("ann", time + wait * 0.999 - 1e-6) > 0, "sooner it is refused"
            time += wait
            assert asked.take("ann", time) == 0.0, "then it is admitted"
        time += 0.01
    assert waited


@pytest.mark.parametrize("kind", ALGORITHMS)
def test_each_client_has_a_limit_of_her_own(kind):
    shared, alone = limiter(kind), limiter(kind)
    while not shared.take("ann", 1.0):
        pass
    assert [shared.take("bob", 1.0) for _ in range(LIMIT + 1)] == [alone.take("bob", 1.0) for _ in range(LIMIT + 1)]
    assert shared.take("", 1.0) == 0.0 and shared.take(0, 1.0) == 0.0


@pytest.mark.parametrize("kind", ALGORITHMS)
@pytest.mark.parametrize(("start", "burst"), [(59.5, 100), (31.7, 10), (0.0, 37)])
def test_who_skips_what_would_be_refused_gets_what_who_asks_every_time_gets(kind, start, burst):
    asked = limiter(kind, burst)
    known = [time for k in range(30_000) if not asked.take("he", time := start + k * 0.005)]
    assert greedy(limiter(kind, burst), start, seconds=150.0) == known


def test_the_most_in_a_window_is_what_counting_every_window_finds():
    seen = [0.0, 0.1, 0.5, 3.0, 3.9, 4.0, 4.01]
    for window in (0.05, 0.11, 1.0, 1.01, 4.0, 9.0):
        assert most(seen, window) == max(sum(t <= s < t + window for s in seen) for t in seen)
    assert most([], 1.0) == 0 and most([0.0, 60.0], 60.0) == 1


@pytest.mark.parametrize(("kind", "known"), [
    (FIXED, [100, 200, 200, 200, 200, 300]), (TWO, [100, 101, 114, 148, 198, 297]),
    (LOG, [100, 100, 100, 100, 100, 200]), (BUCKET, [101, 103, 116, 149, 199, 299])])
def test_the_worst_windows_of_an_attack_at_59_seconds(kind, known):
    admitted = greedy(limiter(kind), 59.0)
    assert [most(admitted, window) for window in (1, 2, 10, 30, 60, 120)] == known


@pytest.mark.parametrize("start", [0.0, 12.34, 59.5])
@pytest.mark.parametrize(("rate", "burst"), [(100 / 60, 100), (1.0, 41), (50 / 60, 50), (2.0, 1)])
def test_an_attack_on_a_bucket_reaches_its_bound_and_not_more(start, rate, burst):
    admitted = greedy(Bucket(rate, burst), start)
    for window in (3.0, 60.0, 120.0):
        assert bucket_most(burst, rate, window) - 1 - 1e-6 <= most(admitted, window) < bucket_most(burst, rate, window)


def test_an_attack_on_a_log_reaches_its_bound_whenever_it_begins():
    for start in (0.0, 12.34, 59.5):
        admitted = greedy(Log(LIMIT, PERIOD), start)
        assert [most(admitted, window) for window in (1, 60, 61, 120, 121)] == [
            log_most(LIMIT, PERIOD, window) for window in (1, 60, 61, 120, 121)]
