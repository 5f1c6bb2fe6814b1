"""Pairs of writers against theory, chapter 4's formula, and the components under the same seed."""

from math import exp

import pytest

from systemdesign import run, stream
from systemdesign.cache_writes import races, theory
from systemdesign.cache_writes.ledger import Ledger
from systemdesign.cache_writes.through import VersionedCache, WriteThrough
from systemdesign.caching import theory as caches
from systemdesign.caching.remote import RemoteCache
from systemdesign.caching.writers import written_twice, wrong
from systemdesign.sim import exponential

CACHE, BASE, VERSION = races.ORDERS
GAPS = [0.0, 0.002, 0.01, 0.05]


class Sketch:
    """The guide's write-through, in either order."""

    def __init__(self, order):
        self.order, self.cache, self.database = order, RemoteCache(races.CACHE), Ledger(time=exponential(0.01))

    async def set(self, key, value):
        steps = [self.cache.set, self.database.write]
        for step in steps if self.order == CACHE else steps[::-1]:
            await step(key, value)


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("order", [CACHE, BASE])
def test_as_many_pairs_end_different_as_theory_says(order, gap):
    means = (races.CACHE, 0.01) if order == CACHE else (0.01, races.CACHE)
    found, known = races.different(order, gap, 0.01, 20_000, stream("pairs", 1)), theory.different(gap, *means)
    assert abs(found - known) < 4 * (known / 20_000) ** 0.5 + 1e-4


@pytest.mark.parametrize("order", [CACHE, BASE])
def test_the_components_end_different_as_often(order):
    async def story(gap):
        shop = await written_twice(Sketch(order), gap, keys=800)
        return wrong(shop)

    means = (races.CACHE, 0.01) if order == CACHE else (0.01, races.CACHE)
    for gap in (0.0, 0.002):
        known = theory.different(gap, *means)
        assert abs(run(story(gap), 2) - known) < 4 * (known / 800) ** 0.5


@pytest.mark.parametrize("gap", GAPS)
def test_versions_leave_no_pair_different(gap):
    assert races.different(VERSION, gap, 0.01, 2000, stream("pairs", 1)) == 0


def test_nor_do_the_components():
    async def story():
        shop = WriteThrough(VersionedCache(races.CACHE), Ledger(time=exponential(0.01)))
        shop.set = shop.write
        return wrong(await written_twice(shop, 0.0, keys=1000))

    assert run(story) == 0


@pytest.mark.parametrize(("gap", "page"), [(0.0, 0.5), (0.002, 0.409), (0.01, 0.184), (0.05, 0.0034)])
def test_a_first_step_that_takes_no_time_gives_chapter_4s_formula(gap, page):
    assert theory.different(gap, 1e-9, 0.01) == pytest.approx(caches.overtaken(gap, 0.01), rel=1e-5)
    assert theory.different(gap, 1e-9, 0.01) == pytest.approx(page, abs=0.0005)


@pytest.mark.parametrize("means", [(0.0002, 0.01), (0.01, 0.0002), (0.01, 0.01), (0.003, 0.004)])
@pytest.mark.parametrize("gap", [0.0, 0.003, 0.02])
def test_the_formula_is_the_integral_over_the_lead_at_the_first_place(gap, means):
    first, second = means
    step = min(means) / 200
    total = 0.0
    for k in range(-40_000, 40_000):
        lead = (k + 0.5) * step
        total += step * exp(-abs(lead + gap) / first) / (2 * first) * exp(-abs(lead) / second) / 2
    assert theory.different(gap, first, second) == pytest.approx(total, rel=2e-3)


def test_at_no_gap_the_two_orders_share_one_half():
    assert theory.different(0.0, 0.003, 0.008) + theory.different(0.0, 0.008, 0.003) == pytest.approx(0.5)

