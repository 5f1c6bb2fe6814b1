"""What timelines are made of: numbers, lists, the graph, posts, pages, and ranking."""

import asyncio
from itertools import islice

import pytest

from systemdesign import now, run, stream
from systemdesign.messaging.worker import Worker
from systemdesign.timeline.graph import Graph
from systemdesign.timeline.ids import Ids, moment
from systemdesign.timeline.lists import Lists
from systemdesign.timeline.pages import Pages
from systemdesign.timeline.posts import Post, Posts
from systemdesign.timeline.push import Push
from systemdesign.timeline.ranking import DEPTH, Reader, ranked


def test_numbers_tell_their_millisecond_and_grow_within_it():
    ids = Ids(lambda: 1234.5678, worker=5)
    first, second = ids(), ids()
    assert first < second and moment(first) == moment(second) == 1234.567
    assert (first >> 12) & 1023 == 5 and first & 4095 == 0 and second & 4095 == 1


def test_numbers_never_repeat_though_a_millisecond_is_full_or_the_clock_goes_back():
    times = iter([10.0] * 5000 + [9.0] * 100)
    made = list(islice(iter(Ids(lambda: next(times)), None), 5100))
    assert made == sorted(set(made))


def test_numbers_of_69_years_stay_below_two_to_the_63():
    assert Ids(lambda: 69 * 365.25 * 86_400, worker=1023)() < 2**63


def test_a_worker_has_ten_bits():
    with pytest.raises(ValueError, match="0 to 1023"):
        Ids(now, 1024)


def test_a_list_is_in_order_has_each_number_once_and_only_the_newest_800():
    async def story():
        lists = Lists()
        for id in (5, 900, 5, *range(1000, 1800), 7):
            await lists.add("home:ann", id)
        assert lists.data["home:ann"] == list(range(1000, 1800))
        assert await lists.page("home:ann", 1003, 5) == [1002, 1001, 1000]
        assert await lists.page("home:ann", None, 2) == [1799, 1798]
        assert await lists.page("home:ben", None, 2) == []

    run(story())


def test_a_spread_reaches_one_list_after_another():
    async def story():
        lists = Lists(seconds=0.5)
        going = asyncio.create_task(lists.spread(["a", "b", "c"], 7))
        await asyncio.sleep(1.2)
        assert lists.data == {"a": [7], "b": [7]}
        await going
        assert list(lists.data) == ["a", "b", "c"] and now() == 1.5

    run(story())


def test_the_graph_knows_since_when_and_forgets_who_leaves():
    async def story():
        graph = Graph()
        await asyncio.sleep(3)
        await graph.follow("ann", "bob")
        since = await graph.since("ann", "bob")
        await graph.follow("ann", "bob")
        assert 3 < since == await graph.since("ann", "bob")
        assert await graph.followers("bob") == [] and await graph.count("bob") == 1
        assert [await graph.looked("ann"), await graph.looked("ann")] == [False, True]
        assert await graph.followers("bob") == ["ann"] and await graph.followed("ann") == ["bob"]
        await graph.unfollow("ann", "bob")
        assert await graph.since("ann", "bob") is None and await graph.followers("bob") == []

    run(story())


def test_a_post_is_ordered_to_be_fanned_out_once():
    async def story():
        posts, seen = Posts(), []

        async def note(post):
            seen.append(post)

        await posts.add(Post(1, "ann"))
        await Worker(posts.outbox, note).once(wait=0)
        assert seen == [Post(1, "ann")] and not await Worker(posts.outbox, note).once(wait=0)
        assert await posts.get([1, 2]) == [Post(1, "ann"), None]
        assert [await posts.delete(1), await posts.delete(1)] == [True, False]

    run(story())


@pytest.mark.parametrize("size", [1, 3, 7])
@pytest.mark.parametrize("seed", range(3))
def test_pages_show_all_that_stays_once_whatever_comes_and_goes(size, seed):
    async def story():
        service, random = Push(Ids(now), Posts(), Graph(), Lists()), stream("story")
        authors = ["bob", "eve", "zoe"]
        for author in authors:
            await service.graph.follow("ann", author)
        await service.read("ann")
        worker = Worker(service.posts.outbox, service.fan_out)

        async def post():
            await asyncio.sleep(0.01)
            id = await service.post(random.choice(authors))
            await worker.once()
            return id

        there, shown, after = [await post() for _ in range(30)], [], None
        await service.graph.unfollow("ann", "zoe")
        while True:
            posts, after = await Pages(service).page("ann", after, size)
            shown += posts
            if after is None:
                break
            assert len(posts) == size
            await post()
            await service.posts.delete(random.choice(there))
            await service.posts.delete(posts[-1].id)
        kept = {post.id for post in await service.posts.get(there) if post and post.author != "zoe"}
        numbers = [post.id for post in shown]
        assert numbers == sorted(set(numbers), reverse=True) and kept <= set(numbers) <= set(there)
        assert not any(post.author == "zoe" for post in shown)

    run(story(), seed)


@pytest.mark.parametrize("after", ["", "x", "-1", "1 ", "٣", "12.5"])
def test_a_cursor_that_nobody_gave_out_is_refused(after):
    with pytest.raises(ValueError, match="no cursor"):
        run(Pages(Push(Ids(now), Posts(), Graph(), Lists())).page("ann", after))


def test_ranking_weighs_an_author_against_an_hour_and_looks_at_the_newest():
    posts = [Post(Ids(lambda hour=hour: hour * 3600)(), author) for hour, author in enumerate(["ann", "bob", "ann"])]
    order = ranked(posts, Reader("zoe", {"ann": 1, "bob": 3}), 2 * 3600)
    assert [post.author for post in order] == ["bob", "ann", "ann"] and order[1] == posts[2]
    assert len(ranked([Post(n, "ann") for n in range(500)], Reader("zoe", {}), 9)) == DEPTH
