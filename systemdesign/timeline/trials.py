"""Small runs that show one thing each: what a post and a look cost, and pages of a ranking that is made anew."""

from itertools import pairwise

from systemdesign.kernel.run import now, run
from systemdesign.kernel.streams import stream
from systemdesign.messaging.worker import Worker
from systemdesign.timeline.graph import Graph
from systemdesign.timeline.hybrid import Hybrid
from systemdesign.timeline.ids import Ids
from systemdesign.timeline.lists import Lists
from systemdesign.timeline.pages import Pages
from systemdesign.timeline.posts import Post, Posts
from systemdesign.timeline.pull import Pull
from systemdesign.timeline.push import Push
from systemdesign.timeline.ranking import Reader, ranked


def compared(fans=1000, followed=50):
    """A star's post, and a look by one of her fans, who follows many: (service, inserts, lists read, seen), of each."""
    return [(kind.__name__, *run(_cost(kind, fans, followed))) for kind in (Push, Pull, Hybrid)]


async def _cost(kind, fans, followed):
    service = kind(Ids(now), Posts(), Graph(), Lists())
    if kind is Hybrid:
        service.limit = fans // 2
    for author in ["star", *(f"friend {number}" for number in range(1, followed))]:
        await service.graph.follow("ann", author)
    for number in range(1, fans):
        await service.graph.follow(f"fan {number}", "star")
    service.graph.looks = dict.fromkeys(["ann", *(f"fan {number}" for number in range(1, fans))], now())
    await service.post("star", "Hello")
    await Worker(service.posts.outbox, service.fan_out).once()
    service.lists.reads = 0
    seen = await service.read("ann")
    return service.lists.inserts, service.lists.reads, len(seen)


def reranked(minutes=10, size=20, seed=0):
    """A ranking's second page, when it is made anew after so many minutes: how many of it were on the first."""
    random = stream("ranking", seed)
    reader = Reader("ann", {f"friend {number}": random.lognormvariate(1.0, 1.0) for number in range(40)})
    times = [random.uniform(0, 7200 + 60 * minutes) for _ in range(400)]
    posts = [Post(Ids(lambda time=time: time)(), random.choice(list(reader.stops))) for time in sorted(times)]
    first, second = (ranked([post for post, time in zip(posts, sorted(times)) if time <= end], reader, end)
                     for end in (7200, 7200 + 60 * minutes))
    return len({*first[:size]} & {*second[size : 2 * size]})


def disordered(rate=100, lag=0.05, many=20_000, seed=0):
    """The share of neighbouring posts whose numbers are in the wrong order, of two makers, one `lag` seconds slow."""
    random, time, made = stream("makers", seed), 1.0, []
    makers = [Ids(lambda: time, worker=1), Ids(lambda: time - lag, worker=0)]
    for _ in range(many):
        time += random.expovariate(rate)
        made.append(random.choice(makers)())
    return sum(first > second for first, second in pairwise(made)) / (many - 1)


async def unfollowed(posts=40):
    """Ann unfollows Bob, who posted so often: how many of his are still in her list, and how many her pages show."""
    service = Push(Ids(now), Posts(), Graph(), Lists())
    await service.graph.follow("ann", "bob")
    await service.read("ann")
    for _ in range(posts):
        await service.post("bob")
    await Worker(service.posts.outbox, service.fan_out, most=posts).once()
    await service.graph.unfollow("ann", "bob")
    shown, _ = await Pages(service).page("ann", size=posts)
    return len(await service.read("ann", count=posts)), len(shown)
