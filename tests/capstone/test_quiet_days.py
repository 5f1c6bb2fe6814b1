"""On a day without faults the shop does what theory says: latency of reads, hit ratio, and stale share."""

from math import fsum
from statistics import fmean

import pytest

from systemdesign.caching.theory import ttl_hit_ratio
from systemdesign.capstone.board import NAIVE, REFERENCE
from systemdesign.capstone.day import day
from systemdesign.capstone.settings import ORDERS, PRODUCTS, READ, UPDATES, WORK
from systemdesign.capstone.traffic import FAULTS, NEVER, rate, traffic
from systemdesign.kernel import now
from systemdesign.sim import Zipf
from systemdesign.theory.entries import stale_share
from systemdesign.theory.intervals import interval
from systemdesign.theory.queues import mmc_mean
from tests.capstone.days import after

SHARES = [Zipf(PRODUCTS).probability(number) for number in range(1, PRODUCTS + 1)]


def over_the_day(at, since=0):
    """The mean of a property of reads from some time on, if it is at(reads a second) at each moment.

    The rate moves slowly: what is true of a steady one holds at each time.
    """
    reads = [(1 - ORDERS) * rate(time, NEVER) for time in range(since + 5, 600, 10)]
    return fsum(one * at(one) for one in reads) / fsum(reads)


def over_products(of, ttl, *more, first=1):
    """The same of a property of one product, of(its reads a second, ttl, …), when the entries have all their ages.

    Only of reads of the products from the `first` on: chance decides about the few that are read most.
    """
    shares = SHARES[first - 1 :]
    whole = over_the_day(lambda reads: fsum(share * of(reads * share, ttl, *more) for share in shares), 2 * ttl)
    return whole / fsum(shares)


@pytest.mark.parametrize("ttl", [1, 10, 100])
def test_the_hit_ratio_is_that_of_a_time_to_live_under_poisson_reads(ttl):
    asked = []

    def counted(shop):
        read = shop.database.read

        async def noted(product, seconds):
            asked.append(now())
            return await read(product, seconds)

        shop.database.read = noted

    after(dict(REFERENCE, ttl=ttl, instances=10), without=FAULTS, change=counted)
    reads = sum(one.product > 0 and one.time > 2 * ttl for one in traffic(0, crowd=False))
    hits = 1 - sum(time > 2 * ttl for time in asked) / reads
    assert hits == pytest.approx(over_products(ttl_hit_ratio, ttl), abs=0.015)


@pytest.mark.parametrize(("ttl", "narrow"), [(20, 0.4), (100, 0.3)])
def test_the_share_of_stale_reads_is_that_of_entries_as_old_as_chance_has_them(ttl, narrow):
    shares = []
    for seed in range(10):
        outcomes = day(dict(REFERENCE, ttl=ttl), seed, FAULTS).requests
        shares.append(fmean(one.stale for one in outcomes if one.time > 2 * ttl and one.product >= 20))
    found = interval(shares, 0.99)
    assert over_products(stale_share, ttl, UPDATES / PRODUCTS, first=20) in found and found.width < narrow


def test_reads_take_as_long_as_two_queues_in_a_row_with_plenty_of_room():
    design = dict(NAIVE, instances=10, replicas=3, policy="least connections")
    found = fmean(one.latency for one in day(design, 0, FAULTS).requests if one.product and one.latency)
    nodes = over_the_day(lambda reads: mmc_mean(reads / 4, 1 / READ, 1))  # each node sees a quarter: at most M/M/1
    assert WORK + READ < found < 1.02 * (WORK + nodes)
