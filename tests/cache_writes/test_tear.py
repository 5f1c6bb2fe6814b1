"""The direct loop of the bank against the components, the chapter's page, and other ways to count."""

from itertools import pairwise
from statistics import mean

import pytest

from systemdesign import run, stream
from systemdesign.cache_writes import tear
from systemdesign.cache_writes.bank import ACCOUNTS, bank, transfers
from systemdesign.cache_writes.copies import BEHIND

DEFAULT = {"rate": 20, "every": 2.0, "row": 0.01}
NOW, SNAPSHOT, WHOLE = tear.FLUSHES


@pytest.mark.parametrize("flush", tear.FLUSHES)
@pytest.mark.parametrize("changed", [{}, {"every": 0.5, "row": 0.05}, {"rate": 1}])
def test_the_loop_shows_the_sums_of_the_components_under_the_same_seed(flush, changed):
    setting = DEFAULT | changed
    sums, _ = tear.torn(flush, **setting, until=40.0, seed=3)
    books = run(bank(BEHIND[flush], **setting, until=40.0), 3)
    assert len(books.sums) > 5 and [pair for pair in sums if pair[0] < 40] == books.sums


@pytest.mark.parametrize(("changed", "now", "snapshot"), [
    ({}, 0.642, 0.0814), ({"rate": 5}, 0.239, 0.044), ({"every": 0.5}, 0.557, 0.177),
    ({"row": 0.002}, 0.249, 0.016), ({"row": 0.05}, 0.863, 0.407)])
def test_the_share_of_wrong_moments_is_that_of_five_runs_of_four_thousand_seconds(changed, now, snapshot):
    def share(flush):
        return mean(tear.wrong_share(tear.torn(flush, **DEFAULT | changed, until=220.0, seed=seed)[0], 20.0, 220.0)
                    for seed in range(6))

    assert share(NOW) == pytest.approx(now, abs=0.05) and share(SNAPSHOT) == pytest.approx(snapshot, abs=0.01)
    assert share(WHOLE) == 0


def test_a_crash_at_random_sees_a_wrong_sum_as_often_as_time_does():
    sums, _ = tear.torn(NOW, **DEFAULT, until=220.0, seed=1)
    rng = stream("crashes", 1)
    crashes = [rng.uniform(20, 220) for _ in range(4000)]
    seen = mean(tear.at(sums, crash) != 0 for crash in crashes)
    assert seen == pytest.approx(tear.wrong_share(sums, 20.0, 220.0), abs=0.03)


def test_a_flush_takes_the_time_of_its_rows():
    _, flushes = tear.torn(NOW, **DEFAULT, until=220.0, seed=1)
    assert len(flushes) == 109 and all(0 <= end - begin <= 0.2 + 1e-9 for begin, end in flushes)
    assert [begin for begin, _ in flushes[:3]] == [2, 4, 6]


def test_flushes_that_take_longer_than_the_pause_follow_each_other():
    _, flushes = tear.torn(NOW, rate=50, every=0.5, row=0.05, until=60.0, seed=1)
    assert all(later >= end for (_, end), (later, _) in pairwise(flushes))


def test_a_transfer_is_between_two_accounts_each_as_likely():
    moves = transfers(20, seed=1)
    seen = [next(moves) for _ in range(20_000)]
    assert all(giver != taker for _, giver, taker in seen)
    assert mean(gap for gap, *_ in seen) == pytest.approx(0.05, rel=0.03)
    for place in (1, 2):
        counts = [sum(move[place] == account for move in seen) for account in range(ACCOUNTS)]
        assert min(counts) > 850 and max(counts) < 1150


def test_the_flush_that_is_shown_finds_the_sum_right_and_leaves_it_wrong():
    sums, flushes = tear.torn(NOW, **DEFAULT, until=220.0, seed=0)
    begin, end = tear.tearing(sums, flushes, after=20.0)
    assert (begin, end) in flushes and tear.at(sums, begin) == 0 != tear.at(sums, end)


def test_where_no_flush_tears_the_first_is_shown():
    sums, flushes = tear.torn(WHOLE, **DEFAULT, until=220.0, seed=0)
    assert tear.tearing(sums, flushes, after=20.0)[0] == 20
