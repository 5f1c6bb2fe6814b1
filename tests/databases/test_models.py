"""The sale, the vouchers, the documents and the till agree with their formulas, and with facts that need none."""

from random import Random
from statistics import mean

import pytest

from systemdesign.databases import theory
from systemdesign.databases.sale import TRIES, sale
from systemdesign.databases.shapes import first_edits, old_on, sampled
from systemdesign.databases.till import shown_old
from systemdesign.databases.vouchers import GUARDS, redemptions
from systemdesign.databases.ways import WAYS
from systemdesign.sim.versions.transaction import LEVELS
from systemdesign.theory.entries import stale_share

RC, RR, SER = LEVELS
SEEDS = range(30)


@pytest.mark.parametrize("way", list(WAYS)[:2])
def test_a_stale_look_oversells_as_computed(way):
    sold = [len(sale(50, 6, 0.08, way, RC, seed).sold) for seed in SEEDS]
    assert mean(sold) - 6 == pytest.approx(theory.oversold(way, RC, 50, 0.08, 6), rel=0.15)


def test_the_lost_update_leaves_nothing_and_the_stale_check_less_than_that():
    first, second = [sale(50, 6, 0.08, way, RC, 1) for way in list(WAYS)[:2]]
    assert first.stock == 0 and len(first.sold) > 6
    assert second.stock == 6 - len(second.sold) < 0


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("isolation", LEVELS)
def test_nothing_is_sold_twice_by_the_sound_ways_or_above_read_committed(way, isolation):
    for seed in range(5):
        found = sale(50, 6, 0.08, way, isolation, seed)
        if isolation != RC or way in list(WAYS)[2:]:
            assert (len(found.sold), found.stock) == (6, 0)


def test_without_a_pause_nothing_is_oversold():
    assert all(len(sale(100, 5, 0.0, way, RC, 0).sold) == 5 for way in WAYS)


def test_a_lock_sells_one_lamp_in_each_time_to_think():
    found = sale(200, 6, 0.1, "lock the row", RC, 0)
    assert [round(later - sooner, 9) for sooner, later in zip(found.sold, found.sold[1:])] == [0.1] * 5


def test_an_update_with_a_condition_aborts_nobody_and_a_snapshot_somebody():
    assert sale(100, 6, 0.05, "one conditional update", RR, 0).aborts == 0
    assert sale(100, 6, 0.05, "read, then write", RR, 0).aborts > 10


def test_nobody_tries_for_ever():
    found = sale(200, 20, 0.2, "read, then write", RR, 0)
    assert max(len(buyer.tries) for buyer in found.buyers) == TRIES


@pytest.mark.parametrize("guard", GUARDS)
@pytest.mark.parametrize("isolation", LEVELS)
def test_a_voucher_is_redeemed_as_often_as_computed(guard, isolation):
    known = theory.redemptions(guard, isolation, 80, 0.04)
    found = mean(redemptions(80, 0.04, guard, isolation, 60, seed)[0] for seed in range(5))
    assert found == (1 if known == 1 else pytest.approx(known, rel=0.08))


def test_the_lock_lets_through_more_at_the_stronger_level():
    used = {level: redemptions(100, 0.05, "lock the voucher", level, 20, 0)[0] for level in LEVELS}
    assert used[RC] == used[SER] == 1 < 4 < used[RR]


def test_documents_change_their_shape_as_they_are_edited():
    edits = first_edits(5000, 30, seed=0)
    assert old_on(edits, [0]) == {0: 1.0}
    for days, share in ((7, 0.792), (30, 0.368), (90, 0.0498)):  # e^(-days/30), from a table
        assert theory.old_shapes(30, days) == pytest.approx(share, abs=0.0006)
        assert old_on(edits, [days])[days] == pytest.approx(share, abs=0.02)
        assert sampled(edits, days, 2000, 0) == pytest.approx(share, abs=0.03)


def test_the_last_hundredth_is_edited_when_the_share_says_so():
    assert theory.old_shapes(30, theory.days_until(0.01, 30)) == pytest.approx(0.01)


@pytest.mark.parametrize(("rate", "ttl", "every"), [(10, 60, 600), (0.1, 5, 60), (2, 3600, 600), (1, 1, 3600)])
def test_old_prices_are_shown_as_computed(rate, ttl, every):
    found = mean(shown_old(rate, ttl, every, seed) for seed in range(20))
    assert found == pytest.approx(stale_share(rate, ttl, 1 / every), rel=0.06)


def replayed(rate, ttl, every, seed, until):
    """The same by walking through every single read and change of the price."""
    rng = Random(seed)
    read, change, ends, changed, old, reads = 0.0, rng.expovariate(1 / every), 0.0, False, 0, 0
    while read < until:
        read += rng.expovariate(rate)
        reads += 1
        while change < read:
            changed = changed or change < ends
            change += rng.expovariate(1 / every)
        if read >= ends:
            ends, changed = read + ttl, False
        old += changed
    return old / reads


def test_old_prices_are_shown_as_a_walk_through_every_read_finds():
    walked = mean(replayed(1.0, 20, 60, seed, 20_000) for seed in range(5))
    assert mean(shown_old(1.0, 20, 60, seed) for seed in range(10)) == pytest.approx(walked, rel=0.08)
