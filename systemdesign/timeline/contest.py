"""The race for real: a star's post and an answer to it, through the outbox, workers and lists."""

import asyncio

from systemdesign.kernel.run import now
from systemdesign.kernel.streams import stream
from systemdesign.messaging.worker import Worker
from systemdesign.timeline.graph import Graph
from systemdesign.timeline.ids import Ids
from systemdesign.timeline.lists import Lists, home
from systemdesign.timeline.overtaking import ONE, PARENT
from systemdesign.timeline.posts import Posts
from systemdesign.timeline.push import Push

FANS, FRIENDS = 2000, 100
NOTHING, QUESTION, ANSWER, RIGHT, WRONG = "nothing", "question", "answer", "in order", "reversed"
STAGE = [[NOTHING], [QUESTION, ANSWER], [RIGHT, WRONG]]


class Noted(Lists):
    """Lists that say when something has come."""

    def __init__(self, seconds):
        super().__init__(seconds=seconds)
        self.came = {}

    def arrival(self, list, id):
        """A future: the moment at which a number comes into a list."""
        return self.came.setdefault((list, id), asyncio.get_running_loop().create_future())

    def _add(self, list, id):
        super()._add(list, id)
        self.arrival(list, id).set_result(now())


class Behind(Push):
    """A post that answers another is given to each reader behind that."""

    async def fan_out(self, post):
        """To each when he is ready for it."""
        if post.parent is None:
            return await super().fan_out(post)
        readers = await self.graph.followers(post.author)
        await asyncio.gather(*(self._give(home(user), post) for user in readers))

    async def _give(self, list, post):
        await self.lists.arrival(list, post.parent)
        await self.lists.spread([list], post.id)


async def race(fanout, delay, lane, fans=FANS, friends=FRIENDS):
    """When the answer was given, and for each friend when the question came and when the answer did."""
    graph, lists, posts = Graph(), Noted(fanout / fans), Posts()
    graph.delay = lists.delay = posts.delay = 0.0, 0.0
    readers = [f"reader {number}" for number in range(fans)]
    graph.looks = dict.fromkeys(readers, 0.0)
    graph.following["giver"] = dict.fromkeys(readers[:friends], 0.0)
    giver = stream("giver").choice(readers)
    stream("order").shuffle(readers)
    graph.following["star"] = dict.fromkeys(readers, 0.0)
    service = (Behind if lane == PARENT else Push)(Ids(now), posts, graph, lists)
    workers = [asyncio.create_task(Worker(posts.outbox, service.fan_out).run()) for _ in range(1 if lane == ONE else 2)]
    question = await service.post("star")
    await lists.arrival(home(giver), question)
    await asyncio.sleep(stream("delay").expovariate(1 / delay))
    given, answer = now(), await service.post("giver", parent=question)
    both = [[await lists.arrival(home(user), id) for id in (question, answer)] for user in graph.following["giver"]]
    for worker in workers:
        worker.cancel()
    return given, both


async def shown(film, both):
    """Put a race on a film: each friend is a dot, in the box of what he has."""

    async def nothing(friend):
        question, answer = both[friend]
        await asyncio.sleep(min(question, answer))
        await (alone if answer < question else asked)(friend)

    async def one(friend):
        question, answer = both[friend]
        await asyncio.sleep(abs(question - answer))
        await (wrong if answer < question else right)(friend)

    async def rest(friend):
        await asyncio.sleep(max(0.0, film.end - now()))

    right, wrong = film.watch(rest, RIGHT), film.watch(rest, WRONG)
    asked, alone, start = film.watch(one, QUESTION), film.watch(one, ANSWER), film.watch(nothing, NOTHING)
    await asyncio.gather(*map(start, range(len(both))))
