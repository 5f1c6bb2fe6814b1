"""What keeps lists, the graph and posts: in memory, in a database and in Valkey they are told one story, and agree."""

import asyncio
from time import time

import pytest

from systemdesign.engines import available
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.site import database
from systemdesign.kernel import run
from systemdesign.sim.request import Lost
from systemdesign.timeline import graph, lists, posts
from systemdesign.timeline.fanouts import Memory
from systemdesign.timeline.lists import KEPT
from systemdesign.timeline.outbox import Posts
from systemdesign.timeline.posts import Post
from systemdesign.timeline.sorted_sets import SortedSets
from systemdesign.timeline.tables import TABLES, Graph, Lists

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
BURST = 2 ** 62 + 12_345  # a number whose neighbours are the same double


@pytest.fixture(scope="module")
def postgres():
    from systemdesign.engines.postgres.server import Postgres

    with Postgres(fsync="off") as running:
        yield running


@pytest.fixture(scope="module")
def valkey():
    from systemdesign.engines.valkey.server import Valkey

    with Valkey() as running:
        yield running


@pytest.fixture
def kept(request, tmp_path):
    """`kept(name)`: a new database, or Valkey, an async context manager."""
    def made(name):
        if name == "sqlite":
            return database.SQLite(tmp_path / "site.db", TABLES)
        server = request.getfixturevalue(name)  # in this thread: it would end with the one that started it
        if name == "valkey":
            server.client.flushall()
            return SortedSets(server.port)
        with server.connect() as connection:
            connection.execute("drop table if exists people, follows, posts, outbox, listed")
        return database.PostgreSQL(server.address, TABLES)

    return made


def told(keeper, story, within=lambda keeper: keeper):
    """What comes of a story, told to what is kept there."""
    async def main():
        async with keeper as opened:
            return await story(within(opened))

    return in_thread(main)


def teller(request, kept, plain, on_tables):
    """Tells a story to whichever the test is for: in virtual time where nothing real is needed."""
    name = request.param
    if name in plain:
        return lambda story: run(story(plain[name]()))
    return lambda story: told(kept(name), story, (lambda keeper: keeper) if name == "valkey" else on_tables)


DATABASES = ["sqlite", pytest.param("postgres", marks=needs_postgres)]


@pytest.fixture(params=["far", "memory", *DATABASES, pytest.param("valkey", marks=needs_valkey)])
def on_lists(request, kept):
    return teller(request, kept, {"far": lists.Lists, "memory": Memory}, Lists)


@pytest.fixture(params=["far", *DATABASES])
def on_graph(request, kept):
    return teller(request, kept, {"far": graph.Graph}, lambda tables: Graph(tables, time))


@pytest.fixture(params=["far", *DATABASES])
def on_posts(request, kept):
    return teller(request, kept, {"far": posts.Posts}, Posts)


def test_a_page_has_the_newest_below_a_number_each_once_in_whatever_order_they_came(on_lists):
    async def story(lists):
        for id in (5, 3, 9, 5, 7):
            await lists.add("a", id)
        return [await lists.page("a"), await lists.page("a", 9, 2), await lists.page("a", 6), await lists.page("a", 3),
                await lists.page("b")]

    assert on_lists(story) == [[9, 7, 5, 3], [7, 5], [5, 3], [], []]


def test_numbers_that_a_double_cannot_tell_apart_are_told_apart(on_lists):
    async def story(lists):
        for id in range(BURST, BURST + 50):
            await lists.add("a", id)
        first = await lists.page("a")
        return [*first, *await lists.page("a", first[-1])]

    assert on_lists(story) == list(range(BURST + 49, BURST + 9, -1))


def test_numbers_of_different_lengths_are_in_the_order_of_numbers(on_lists):
    async def story(lists):
        for id in (2 ** 63 - 1, 9, 10, 2 ** 40):
            await lists.add("a", id)
        return await lists.page("a", 2 ** 70)

    assert on_lists(story) == [2 ** 63 - 1, 2 ** 40, 10, 9]


def test_only_the_newest_800_are_kept(on_lists):
    async def story(lists):
        for id in range(2, KEPT + 4):
            await lists.spread(["a"], id)
        await lists.add("a", 1)
        everything = await lists.page("a", None, 2 * KEPT)
        return len(everything), everything[-1], await lists.page("a", 5)

    assert on_lists(story) == (KEPT, 4, [4])


def test_a_list_is_extended_by_numbers_that_it_partly_has(on_lists):
    async def story(lists):
        await lists.add("a", 5)
        await lists.extend("a", [9, 5, 7])
        await lists.extend("a", [])
        return await lists.page("a")

    assert on_lists(story) == [9, 7, 5]


def test_a_spread_reaches_all_lists_and_does_no_harm_a_second_time(on_lists):
    async def story(lists):
        await lists.add("b", 1)
        for _ in range(2):
            await lists.spread(["a", "b", "c"], 7)
        await lists.remove("c")
        return [await lists.page(name) for name in "abc"]

    assert on_lists(story) == [[7], [7, 1], []]


def test_a_database_cuts_off_what_no_list_shows(kept):
    async def story(tables):
        lists = Lists(tables)
        for id in range(KEPT + 30):
            await lists.add("a", id)
        await lists.add("b", 3)
        await lists.trim()
        return await tables.rows("select list, count(*), min(id) from listed group by list order by list")

    assert told(kept("sqlite"), story) == [("a", KEPT, 30), ("b", 1, 3)]


@needs_valkey
def test_lists_of_a_valkey_that_died_are_lost(valkey, kept):
    async def story(lists):
        await lists.add("a", 1)
        valkey.kill()
        try:
            for call in (lists.page("a"), lists.add("a", 2), lists.remove("a")):
                with pytest.raises(Lost, match="Valkey"):
                    await call
        finally:
            valkey.start()

    told(kept("valkey"), story)


def test_who_follows_whom_is_kept_in_the_order_in_which_it_came_about(on_graph):
    async def story(graph):
        await join(graph, "ann", "bob", "cem", "star")
        for user in ("cem", "ann", "bob", "ann"):
            await graph.follow(user, "star")
        await graph.follow("ann", "bob")
        for user in ("bob", "ann"):
            await graph.looked(user)
        await graph.unfollow("bob", "ann")
        return [without("ann", await graph.followed("ann")), without("ann", await graph.followed("ann", 2)),
                await graph.since("bob", "ann"), await graph.since("ann", "star") >= 0,
                without("star", await graph.followers("star"))]

    assert on_graph(story) == [["star", "bob"], ["star"], None, True, ["ann", "bob"]]


async def join(graph, *names):
    """Have people, where they must be had."""
    if isinstance(graph, Graph):
        for name in names:
            await graph.join(name)


def without(user, names):
    """The names but one's own: in a database, each follows himself."""
    return [name for name in names if name != user]


def test_who_looks_is_active_from_then_on(on_graph):
    async def story(graph):
        await join(graph, "ann")
        return [await graph.looked("ann") for _ in range(3)]

    assert on_graph(story) == [False, True, True]


def test_who_is_sent_away_counts_as_one_who_has_not_looked(on_graph):
    async def story(graph):
        await join(graph, "ann")
        await graph.looked("ann")
        await graph.away("ann")
        await graph.away("ann")
        return await graph.followers("ann"), await graph.looked("ann"), await graph.looked("ann")

    assert on_graph(story) == ([], False, True)


def test_who_has_not_looked_for_thirty_days_is_away_and_a_look_an_hour_later_counts(kept):
    clock = [1e9]

    async def story(graph):
        found = []
        await graph.join("ann")
        for passed in (0, 3000, 3000, 30 * 86_400 - 10, 30 * 86_400 + 10):
            clock[0] += passed
            found.append((await graph.followers("ann"), await graph.looked("ann")))
        return found

    found = told(kept("sqlite"), story, lambda tables: Graph(tables, lambda: clock[0]))
    assert found == [([], False), (["ann"], True), (["ann"], True), (["ann"], True), ([], False)]


def test_a_second_look_within_the_hour_is_not_written_down(kept):
    clock = [1e9]

    async def story(tables):
        graph, found = Graph(tables, lambda: clock[0]), []
        await graph.join("ann")
        for passed in (0, 3000, 3000):
            clock[0] += passed
            await graph.looked("ann")
            found += await tables.read("select looked from people")
        return found

    assert told(kept("sqlite"), story) == [1e9, 1e9, 1e9 + 6000]


def test_posts_are_found_by_number_until_they_are_deleted(on_posts):
    one, two = Post(BURST, "ann", "Hello\n“you”", None), Post(BURST + 1, "bob", "x", BURST)

    async def story(posts):
        await posts.add(one)
        await posts.add(two)
        found = await posts.get([two.id, 1, one.id])
        return [found, await posts.delete(one.id), await posts.delete(one.id), await posts.get([one.id, two.id]),
                await posts.get([])]

    assert on_posts(story) == [[two, None, one], True, False, [None, two], []]


def test_each_post_is_an_order_until_it_is_acknowledged(on_posts):
    async def story(posts):
        await posts.add(Post(1, "ann"))
        await posts.add(Post(2, "bob", "x", 1))
        [first] = await posts.outbox.fetch()
        await first.nak()
        [again] = await posts.outbox.fetch()
        await again.ack()
        [last] = await posts.outbox.fetch()
        await last.ack()
        return first.body, again.body, last.body, await posts.outbox.fetch(1, 0.01)

    assert on_posts(story) == (Post(1, "ann"), Post(1, "ann"), Post(2, "bob", "x", 1), [])


def test_who_waits_for_an_order_is_woken_by_it(kept):
    async def story(posts):
        waiting = asyncio.ensure_future(posts.outbox.fetch(1, 60))
        await asyncio.sleep(0)
        await posts.add(Post(1, "ann"))
        return [order.body.id for order in await asyncio.wait_for(waiting, 20)]

    assert told(kept("sqlite"), story, Posts) == [1]


def test_a_lane_has_the_orders_of_its_authors_only_and_a_deleted_post_is_no_order(kept):
    async def story(tables):
        graph, posts = Graph(tables, time), Posts(tables)
        for user in ("ann", "bob", "star"):
            await graph.join(user)
            await graph.follow(user, "star")
        for id, author in enumerate(("star", "ann", "bob", "star"), 1):
            await posts.add(Post(id, author))
        await posts.delete(2)
        found = [await lane.fetch(9, 0) for lane in (posts.lane(-1, 1), posts.lane(1))]
        return [[order.body.id for order in orders] for orders in found], await posts.waiting()

    assert told(kept("sqlite"), story) == ([[3], [1, 4]], 3)
