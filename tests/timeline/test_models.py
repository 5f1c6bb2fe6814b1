"""What the figures of chapter 17 are drawn from, beside the formulas and the real components."""

import asyncio
from random import Random
from statistics import fmean

import pytest

from systemdesign import now, run
from systemdesign.messaging.worker import Worker
from systemdesign.show import Film
from systemdesign.sim import poisson
from systemdesign.timeline import contest, overtaking, paging, theory, trials, waits
from systemdesign.timeline.bill import bill
from systemdesign.timeline.graph import Graph
from systemdesign.timeline.ids import Ids
from systemdesign.timeline.lists import Lists, home
from systemdesign.timeline.overtaking import ONE, PARENT, SMALL
from systemdesign.timeline.pages import Pages
from systemdesign.timeline.posts import Posts
from systemdesign.timeline.pull import Pull
from systemdesign.timeline.push import Push
from systemdesign.timeline.world import FOLLOWED, PEOPLE, world

PRICES = 0.01, 0.05, 0.2, 1, 3, 10


def test_a_world_is_drawn_as_it_says():
    drawn = world(0.3, 1)
    assert len(set(drawn.pairs)) == len(drawn.pairs) == PEOPLE * FOLLOWED
    assert not any(author == reader for author, reader in drawn.pairs)
    assert sum(drawn.followers) == len(drawn.pairs) and max(drawn.followers) > 900
    assert sum(not rate for rate in drawn.reads) == pytest.approx(300, abs=45)
    assert [rate for rate, other in zip(drawn.reads, world(0.0, 1).reads) if rate] == [
        other for rate, other in zip(drawn.reads, world(0.0, 1).reads) if rate]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("price", PRICES)
def test_a_bill_is_the_sum_over_all_pairs(seed, price):
    found, (pairs, posts, reads, followers) = bill(0.3, seed), world(0.3, seed)
    many = len(pairs)
    assert found.push() == pytest.approx(sum(posts[a] for a, _ in pairs) / many)
    assert found.pull(price) == pytest.approx(sum(price * reads[r] for _, r in pairs) / many)
    assert found.active() == pytest.approx(sum(posts[a] for a, r in pairs if reads[r]) / many)
    assert found.best(price) == pytest.approx(sum(min(posts[a], price * reads[r]) for a, r in pairs) / many)
    assert found.by_author(price, lambda w, f: f > 200) == pytest.approx(
        sum(price * reads[r] if followers[a] > 200 else posts[a] for a, r in pairs) / many)


@pytest.mark.parametrize("seed", range(8))
def test_no_rule_costs_less_than_each_pair_its_way(seed):
    found = bill(0.3, seed)
    rules = [lambda w, f, c=c: f > c for c in (0, 20, 100, 500, 1000)]
    rules += [lambda w, f, c=c: w > c for c in (0.5, 1, 2, 5, 20)] + [lambda w, f: f * w > 100]
    for price in PRICES:
        assert all(found.best(price) <= found.by_author(price, rule) + 1e-9 for rule in rules)
        assert found.best(price) <= found.active() and found.best(price) <= found.pull(price)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("limit", [20, 100, 500])
def test_dealt_anew_the_rule_by_followers_lies_between_pushing_and_pulling_all(seed, limit):
    found = bill(0.3, seed)
    for price in PRICES:
        low, high = sorted([found.dealt(price, 1000), found.dealt(price, 0)])
        assert low < found.dealt(price, limit) < high


def test_what_is_dealt_anew_is_the_mean_over_all_ways_to_deal():
    random, seen, (pairs, posts, reads, followers) = Random(2), [], world(0.3, 2)
    for _ in range(400):
        author, reader = random.sample(posts, PEOPLE), random.sample(reads, PEOPLE)
        seen.append(sum(0.5 * reader[r] if followers[a] > 100 else author[a] for a, r in pairs) / len(pairs))
    assert fmean(seen) == pytest.approx(bill(0.3, 2).dealt(0.5, 100), rel=0.02)


@pytest.mark.parametrize("kind", [Push, Pull])
def test_the_real_services_pay_what_the_bill_says(kind):
    """A small world: each author posts so often a day, each reader looks so often; inserts and list reads are counted.

    An author's own list has an insert for each post besides, and a look at one's own timeline is a read in both.
    """
    posts, reads = [3, 1, 4], [0, 2, 5]
    pairs = [(0, 1), (0, 2), (1, 2), (2, 1), (2, 0)]

    async def day():
        service = kind(Ids(now), Posts(), Graph(), Lists())
        for author, reader in pairs:
            await service.graph.follow(str(reader), str(author))
        service.graph.looks = dict.fromkeys(map(str, range(3)), now())
        for author, many in enumerate(posts):
            for _ in range(many):
                await service.post(str(author))
        worker = Worker(service.posts.outbox, service.fan_out)
        while await worker.once(wait=0.0):
            pass
        for reader, many in enumerate(reads):
            for _ in range(many):
                await service.read(str(reader))
        return service.lists.inserts - sum(posts), service.lists.reads

    pushed, pulled = sum(posts[a] for a, _ in pairs), sum(reads[r] for _, r in pairs)
    assert run(day()) == ((pushed, sum(reads)) if kind is Push else (0, pulled))


@pytest.mark.parametrize("lane", overtaking.LANES)
@pytest.mark.parametrize("delay", [2, 30])
def test_the_shortcut_of_the_race_keeps_to_the_formulas(lane, delay):
    first, late, _ = theory.lane(lane, delay, 100)
    found = overtaking.raced(100, delay, lane, seed=3)
    assert found.first == pytest.approx(first, abs=0.01) and found.late == pytest.approx(late, rel=0.04, abs=1e-9)


@pytest.mark.parametrize("lane", overtaking.LANES)
def test_a_real_race_goes_as_the_shortcut_says(lane):
    """Of one answer: friends are reached evenly over the fan-out, and the answer takes a hundredth of it."""
    gone, late = [], []
    for seed in range(10):
        given, both = run(contest.race(100.0, 20.0, lane, fans=2500, friends=25), seed)
        gone.append(fmean(answer < question for question, answer in both)
                    - theory.at_random(given, 100.0) * (lane == SMALL))
        expected = {ONE: max(0.0, 100 - given), SMALL: 0.0, PARENT: max(0.0, 100 - given) ** 2 / 200}[lane]
        late.append(fmean(answer - given for _, answer in both) - expected)
    assert fmean(gone) == pytest.approx(0, abs=0.04 if lane == SMALL else 0)
    assert fmean(late) == pytest.approx(0, abs=2.5)


def test_the_film_of_the_race_shows_each_friend_in_the_box_of_what_he_has():
    both = [[1.0, 3.0], [4.0, 2.0]]
    film = Film(contest.STAGE, end=6.0)
    run(contest.shown(film, both))
    places = [place for column in contest.STAGE for place in column]
    assert [[film.count(place, time) for place in places] for time in (0.5, 1.5, 2.5, 3.5, 5)] == [
        [2, 0, 0, 0, 0], [1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 1]]


def test_behind_a_star_the_wait_falls_as_fast_as_the_worker_gains():
    xs, ys = waits.by_second(waits.waited(10**6, 10**5, seed=2))
    for x, y in zip(xs, ys):
        assert y == pytest.approx(max(0.0, 10 - 0.8 * x) if x > 0 else 0, abs=0.6)


def test_real_fan_outs_wait_as_the_shortcut_says():
    """A hundredth of the size: two followers each, a star of 2,000, and 1,000 inserts a second."""
    begun = {}

    class Timed(Push):
        async def fan_out(self, post):
            begun[post.id] = now()
            await super().fan_out(post)

    async def story():
        graph, lists, posts = Graph(), Lists(seconds=0.001), Posts()
        graph.delay = lists.delay = posts.delay = 0.0, 0.0
        for name, fans in (("star", 2000), ("other", 2)):
            graph.following[name] = {f"fan {number}": 0.0 for number in range(fans)}
        graph.looks = dict.fromkeys(graph.following["star"], 0.0)
        service, posted = Timed(Ids(now), posts, graph, lists), {}
        worker = asyncio.create_task(Worker(posts.outbox, service.fan_out).run())
        await service.post("star")
        for gap in poisson(100.0):
            await asyncio.sleep(gap)
            if now() > 4:
                break
            posted[await service.post("other")] = now()
        await asyncio.sleep(0.5)
        worker.cancel()
        return [(time, begun[id] - time) for id, time in posted.items()]

    for time, wait in run(story(), seed=4):
        assert wait == pytest.approx(max(0.0, 2 - 0.8 * time), abs=0.13)


@pytest.mark.parametrize(("rate", "pause", "repeats"), [(0.1, 10, 1), (0.5, 10, 5), (1.0, 10, 10)])
def test_a_page_by_offset_repeats_what_came_meanwhile(rate, pause, repeats):
    found = [fmean(paging.turned(rate, pause, 20, 0.0, paging.OFFSET, seed).repeats) for seed in range(4)]
    assert fmean(found) == pytest.approx(repeats, rel=0.06)


def turned_for_real(service_pages, coming, size):
    """What a reader sees who turns three pages, while so many are posted after each: the numbers of each page."""
    async def story():
        service = Push(Ids(now), Posts(), Graph(), Lists())
        await service.graph.follow("ann", "bob")
        await service.read("ann")
        worker = Worker(service.posts.outbox, service.fan_out)

        async def post(many):
            for _ in range(many):
                await asyncio.sleep(0.01)
                await service.post("bob")
                await worker.once()

        await post(100)
        pages = []
        async for page in service_pages(service, size):
            pages.append(page)
            await post(coming)
        return pages

    return run(story())


async def by_offset(service, size):
    for number in range(3):
        yield (await service.lists.page(home("ann"), None, (number + 1) * size))[number * size :]


async def by_cursor(service, size):
    after = None
    for _ in range(3):
        posts, after = await Pages(service).page("ann", after, size)
        yield [post.id for post in posts]


@pytest.mark.parametrize(("coming", "again"), [(0, 0), (5, 5), (20, 20), (30, 10), (40, 0)])
def test_real_pages_repeat_what_the_shortcut_repeats_and_by_cursor_nothing(coming, again):
    first, second, _ = turned_for_real(by_offset, coming, 20)
    assert len({*first} & {*second}) == again
    shown = [id for page in turned_for_real(by_cursor, coming, 20) for id in page]
    assert len(shown) == 60 and shown == sorted(set(shown), reverse=True)


@pytest.mark.parametrize("deletes", [0.0, 0.1, 0.5])
def test_by_cursor_nothing_is_shown_twice_or_passed(deletes):
    found = paging.turned(0.5, 10, 20, deletes, paging.CURSOR, 1)
    assert not any(found.repeats) and found.missed == 0


def test_what_is_deleted_on_pages_turned_lets_others_pass_unseen():
    assert paging.turned(0.0, 10, 20, 0.1, paging.OFFSET, 1).missed == pytest.approx(0.97, abs=0.1)


def test_a_post_is_an_insert_for_each_fan_and_a_look_is_one_read_or_one_for_each_followed():
    assert trials.compared(fans=200, followed=10) == [("Push", 201, 1, 1), ("Pull", 1, 10, 1), ("Hybrid", 1, 2, 1)]


def test_makers_whose_clocks_agree_swap_next_to_nothing():
    assert trials.disordered(100, 0.0, 4000) < 0.04
    assert trials.disordered(100, 0.05, 8000, seed=1) == pytest.approx(theory.swapped(100, 0.05), abs=0.02)


def test_who_unfollows_keeps_what_was_pushed_and_is_not_shown_it():
    assert run(trials.unfollowed(7)) == (7, 0)
