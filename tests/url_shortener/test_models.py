"""What the figures of chapter 16 are drawn from, beside the formulas and the real components."""

from asyncio import TaskGroup, sleep
from hashlib import md5
from math import sqrt
from statistics import fmean

import pytest

from systemdesign import now, run, stream
from systemdesign.show import Film
from systemdesign.sim import Zipf, poisson
from systemdesign.sim.request import WebReply
from systemdesign.url_shortener import collisions, peeking, readers, recall, theory, tiers
from systemdesign.url_shortener.browser import Browser, always, lifetime
from systemdesign.url_shortener.codes import Counter
from systemdesign.url_shortener.edge import Edge
from systemdesign.url_shortener.links import Links
from systemdesign.url_shortener.shortener import Shortener


def test_the_first_to_share_is_the_first_to_share():
    draws = iter([0.1, 0.5, 0.9, 0.55, 0.0])
    assert collisions.first_meeting(lambda: next(draws), 4) == 4


@pytest.mark.parametrize("codes", [16**3, 62**3])
def test_the_median_of_the_first_to_share_is_where_odds_are_even(codes):
    found = collisions.meetings(codes, 400, seed=5)
    assert found[200] == pytest.approx(theory.even_odds(codes), rel=0.09)
    assert fmean(found) == pytest.approx(theory.first_shared(codes), rel=0.08)


def test_the_sketch_loses_an_invoice_to_a_later_one():
    lost, taken, code, (status, address) = collisions.overwritten()
    for number in (lost, taken):
        assert md5(f"https://example.com/invoice/{number}".encode()).hexdigest().startswith(code)
    assert (lost, taken, status, address) == (657, 16_012, 301, "https://example.com/invoice/16012")


@pytest.mark.parametrize("seen", [1, 2, 5, 10, 20])
def test_estimates_are_as_far_off_as_the_formula_says(seen):
    found = peeking.estimates(seen, 3000, 10**6, 62**7, peeking.COUNTED, seed=2)
    assert fmean(found) == pytest.approx(1, abs=4 / sqrt(3000))
    assert peeking.off(found) == pytest.approx(theory.spread(seen), rel=0.08)


def test_whoever_has_seen_every_code_knows_their_number():
    assert peeking.estimates(3, 20, 3, 62**7, peeking.COUNTED, seed=1) == [1] * 20


def test_of_hidden_codes_the_estimate_is_the_whole_space():
    found = peeking.estimates(10, 500, 10**8, 62**7, peeking.HIDDEN, seed=2)
    assert fmean(found) == pytest.approx(62**7 / 10**8, rel=0.02)
    assert peeking.tries(3.6e8, 62**7, peeking.HIDDEN) == pytest.approx(9782, abs=1)
    assert peeking.tries(3.6e8, 62**7, peeking.COUNTED) == 1


def through_real_edges(edges, ttl, rate, shield, seconds, seed):
    """The share of reads that reach the origin, after the first 2 ttl for an edge and 2 more for a shield."""
    warm, asked, came = 4 * ttl if shield else 2 * ttl, [], []

    async def origin(code):
        asked.append(now())
        return WebReply(302)

    async def story():
        further = Edge(origin, ttl) if shield else origin
        caches, draw = [Edge(further, ttl) for _ in range(edges)], Zipf(tiers.CODES)
        for gap in poisson(rate):
            await sleep(gap)
            if now() > warm + seconds:
                break
            came.append(now())
            await caches[int(stream("edges").random() * edges)](draw(stream("codes")))

    run(story(), seed)
    return sum(time >= warm for time in asked) / sum(time >= warm for time in came)


@pytest.mark.parametrize("shield", [False, True])
def test_reads_pass_real_edges_as_often_as_the_shortcut_says(shield):
    real = fmean(through_real_edges(8, 5.0, 200.0, shield, 40, seed) for seed in (1, 2))
    short = fmean(tiers.passed(8, 5.0, 200.0, shield, seed) for seed in range(5))
    assert short == pytest.approx(real, rel=0.05)


@pytest.mark.parametrize(("edges", "ttl", "rate"), [(1, 60, 200), (10, 60, 200), (100, 60, 200), (10, 6, 20)])
def test_the_shortcut_keeps_to_the_formula(edges, ttl, rate):
    found = fmean(tiers.passed(edges, ttl, rate, False, seed) for seed in range(8))
    assert found == pytest.approx(theory.origin_share(tiers.popularity(), rate, ttl, edges), rel=0.02)


def test_both_ways_through_the_edges_miss_as_often():
    random = stream("ways", seed=1).random
    by_edges = fmean(len(tiers.missed(random, 2.0, 10, 10, 40)) for _ in range(300))
    by_reads = fmean(len([*tiers.by_reads(random, 2.0, 10, 10, 40)]) for _ in range(300))
    assert by_reads == pytest.approx(by_edges, rel=0.04)
    assert by_edges == pytest.approx(40 * 2 / (1 + 2), rel=0.04)


def test_one_cache_asks_once_in_its_time():
    assert tiers.filled([0, 1, 4.9, 5, 9.9, 10, 30], 5) == 4
    assert tiers.filled([0, 1, 4.9, 5, 9.9, 10, 30], 5, warm=6) == 2


@pytest.mark.parametrize("shield", [False, True])
def test_the_film_of_the_edges_passes_on_about_what_the_figure_says(shield):
    shares = []
    for seed in range(6):
        film = Film([readers.places(10), ["shield"], ["origin"]], end=5.0, most=300)
        run(readers.read(film, 10, 60.0, 200.0, shield), seed)
        where = [film.places[leg.place].name for leg in film.legs]
        shares.append(where.count("origin") / readers.DOTS)
    known = fmean(tiers.passed(10, 60.0, 200.0, shield, seed) for seed in range(4))
    assert fmean(shares) == pytest.approx(known, abs=0.05)


@pytest.mark.parametrize("redirect", recall.REDIRECTS)
def test_real_browsers_are_sent_where_the_shortcut_says(redirect):
    seen, asked = [], []

    async def visitor(service, times, code):
        browser = Browser(service)
        for time in times:
            await sleep(max(0.0, time * 60 - now()))
            seen.append((round(now() / 60, 6), (await browser(code)).status))

    async def story():
        links = Links()
        links.delay = 0.0, 0.0
        ours = Shortener(links, Counter(links))
        code = (await ours.shorten("https://example.com/")).body
        answer = {"301": always(ours.resolve, 301), "302": always(ours.resolve, 302, "no-store")}.get(
            redirect, ours.resolve)

        async def service(code):
            asked.append(now())
            reply = await answer(code)
            return reply if reply.status != 410 or redirect == recall.AGED else WebReply(410)

        async with TaskGroup() as going:
            for times in recall.visits(4, 3.0, seed=3):
                going.create_task(visitor(service, times, code))
            await sleep(recall.WITHDRAWN * 60)
            await ours.withdraw(code)

    run(story())
    astray, counted = recall.told(4, 3.0, redirect, seed=3)
    assert [time for time, status in sorted(seen) if status != 410 and time >= 60] == [round(t, 6) for t in astray]
    assert len(asked) / len(seen) == pytest.approx(counted)


def test_visitors_are_counted_and_led_astray_as_the_formulas_say():
    for clicks, every in ((3, 20.0), (5, 2.0)):
        found = [recall.told(clicks, every, recall.PERMANENT, seed) for seed in range(20)]
        wrong = fmean(sum(time <= recall.UNTIL for time in astray) for astray, _ in found) / recall.VISITORS
        assert wrong == pytest.approx(theory.astray(recall.UNTIL, 60, clicks, every), rel=0.08)
        assert {share for _, share in found} == {1 / clicks}
        aged = fmean(recall.told(clicks, every, recall.AGED, seed)[1] for seed in range(20))
        assert aged == pytest.approx(theory.counted(clicks, 1.5 / every), abs=0.01)


def test_a_browser_keeps_what_it_is_told_to():
    assert lifetime(WebReply(301)) > 1e300 and lifetime(WebReply(302)) == 0
    assert lifetime(WebReply(301, {"Cache-Control": "private, max-age=90"})) == 90
    assert lifetime(WebReply(301, {"Cache-Control": "no-store"})) == 0
