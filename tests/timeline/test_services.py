"""Three timeline services with one interface, and what they stand on."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.messaging.worker import Worker
from systemdesign.sim.request import Unavailable
from systemdesign.timeline.graph import ACTIVE, Graph
from systemdesign.timeline.hybrid import Hybrid
from systemdesign.timeline.ids import Ids
from systemdesign.timeline.lists import Lists, home, own
from systemdesign.timeline.posts import Posts
from systemdesign.timeline.pull import Pull
from systemdesign.timeline.push import Push
from systemdesign.timeline.web import Timelines

KINDS = [Pull, Push, Hybrid]


def opened(kind, **options):
    """A service of this kind over a world in virtual time."""
    return kind(Ids(now), Posts(), Graph(), Lists(), **options)


async def fanned(service):
    """Carry out all orders there are."""
    worker = Worker(service.posts.outbox, service.fan_out)
    while await worker.once(wait=0.0):
        pass


async def posted(service, author, many=1):
    """So many posts of an author, fanned out: their numbers."""
    ids = []
    for _ in range(many):
        await asyncio.sleep(0.01)
        ids.append(await service.post(author))
    await fanned(service)
    return ids


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_sees_the_newest_posts_of_whom_he_follows_newest_first(kind):
    async def story():
        service = opened(kind)
        await service.graph.follow("ann", "bob")
        await service.graph.follow("ann", "eve")
        await service.read("ann")
        ids = [*await posted(service, "bob", 3), *await posted(service, "eve", 2), *await posted(service, "bob", 2)]
        await posted(service, "zoe")
        assert await service.read("ann", count=4) == ids[:-5:-1]
        assert await service.read("ann", below=ids[3], count=9) == ids[2::-1]

    run(story())


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_looks_for_the_first_time_finds_what_was_posted_before(kind):
    async def story():
        service = opened(kind)
        await service.graph.follow("ann", "bob")
        ids = await posted(service, "bob", 3)
        assert await service.read("ann") == ids[::-1]

    run(story())


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_looks_again_after_a_failure_finds_it_all_the_same(kind):
    async def story():
        service = opened(kind)
        await service.graph.follow("ann", "bob")
        ids = await posted(service, "bob", 3)
        service.lists.crash()
        with pytest.raises(Unavailable):
            await service.read("ann")
        service.lists.restart()
        assert await service.read("ann") == ids[::-1]

    run(story())


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_follows_again_after_a_failure_sees_what_was_said_before(kind):
    async def story():
        service = opened(kind)
        service.graph.knows = service.graph.join = alike  # here everybody is known
        timelines = Timelines(service, None)
        ids = await posted(service, "bob", 3)
        await service.read("ann")
        if kind is not Pull:
            service.lists.crash()
            with pytest.raises(Unavailable):
                await timelines.follow("ann", "bob")
            service.lists.restart()
        await timelines.follow("ann", "bob")
        assert await service.read("ann") == ids[::-1]

    async def alike(name):
        return True

    run(story())


@pytest.mark.parametrize("kind", KINDS)
def test_a_fan_out_that_is_repeated_shows_nothing_twice(kind):
    async def story():
        service = opened(kind)
        await service.graph.follow("ann", "bob")
        await service.read("ann")
        [id] = await posted(service, "bob")
        [post] = await service.posts.get([id])
        await service.fan_out(post)
        assert await service.read("ann") == [id]

    run(story())


@pytest.mark.parametrize("kind", KINDS)
def test_a_fan_out_that_fails_is_made_up_for(kind):
    async def story():
        service = opened(kind)
        await service.graph.follow("ann", "bob")
        await service.read("ann")
        id = await service.post("bob")
        service.lists.miss()
        await fanned(service)
        assert await service.read("ann") == [id]

    run(story())


def test_a_push_gives_nothing_to_those_who_never_look():
    async def story():
        service = opened(Push)
        for user in ("ann", "never"):
            await service.graph.follow(user, "bob")
        await service.read("ann")
        [id] = await posted(service, "bob")
        assert service.lists.data == {own("bob"): [id], home("ann"): [id]}
        await asyncio.sleep(ACTIVE + 1)
        await posted(service, "bob")
        assert service.lists.data[home("ann")] == [id]
        assert len(await service.read("ann")) == 2

    run(story())


def test_a_read_is_one_list_pushed_and_each_author_s_pulled():
    async def reads(kind):
        service = opened(kind)
        for author in ("bob", "eve", "zoe"):
            await service.graph.follow("ann", author)
        await service.read("ann")
        service.lists.reads = 0
        await service.read("ann")
        return service.lists.reads

    assert [run(reads(kind)) for kind in (Push, Pull)] == [1, 3]


def test_a_hybrid_pulls_those_with_more_followers_than_its_limit():
    async def story():
        service = opened(Hybrid, limit=2)
        for user in ("ann", "ben", "cat"):
            await service.graph.follow(user, "star")
            await service.read(user)
        for user in ("ann", "ben"):
            await service.graph.follow(user, "bob")
        [hers], [his] = await posted(service, "star"), await posted(service, "bob")
        assert service.lists.data[home("ann")] == [his] and home("cat") not in service.lists.data
        assert await service.read("ann") == [his, hers] and await service.read("cat") == [hers]

    run(story())


def test_a_hybrid_shows_once_what_was_pushed_before_its_author_became_a_star():
    async def story():
        service = opened(Hybrid, limit=1)
        await service.graph.follow("ann", "star")
        await service.read("ann")
        [early] = await posted(service, "star")
        await service.graph.follow("ben", "star")
        [late] = await posted(service, "star")
        assert service.lists.data[home("ann")] == [early]
        assert await service.read("ann") == [late, early]

    run(story())
