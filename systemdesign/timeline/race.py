"""A star's post and the replies to it, on their way into the lists of a real Valkey."""

import asyncio
from statistics import median

from systemdesign.timeline.lists import home
from systemdesign.timeline.sorted_sets import SortedSets, member

CHUNK, PILOTS = 100, 5
PILOT, QUESTION, ANSWER = 1, 2, 3  # the numbers of posts


class Race:
    """What a RacePlan asks for, on the Valkey at a port."""

    def __init__(self, port, plan, rng):
        self.plan, self.rng, self.lists, self.port = plan, rng, None, port
        self.users = [home(f"fan{number}") for number in range(plan.followers)]

    async def run(self):
        """What came of it, as a dict."""
        async with SortedSets(self.port) as self.lists:
            reckoned = await self.reckoned(self.users[: len(self.users) // 10])
            delay = self.plan.delay * reckoned
            replies, at = [], self.moments()
            took = await self.fan_out(QUESTION, self.users, at, lambda: replies.append(
                asyncio.ensure_future(self.reply(self.rng.expovariate(1 / delay)))))
            overtaken = sum(await asyncio.gather(*replies)) / self.plan.replies / self.plan.friends
        return {"reckoned": reckoned, "took": took, "delay": delay, "overtaken": overtaken}

    async def reckoned(self, pilot):
        """What the fan-out should take, after the median of a few to so many users."""
        return median([await self.fan_out(PILOT, pilot, {}) for _ in range(PILOTS)]) * len(self.users) / len(pilot)

    def moments(self):
        """{chunk: how many of its readers reply}."""
        at = [self.rng.randrange(len(self.users)) // CHUNK for _ in range(self.plan.replies)]
        return {chunk: at.count(chunk) for chunk in dict.fromkeys(at)}

    async def fan_out(self, id, users, at, seen=None):
        """Give a post to all of these, and call `seen` for each who will reply, once he has it: the seconds it took."""
        now = asyncio.get_running_loop().time
        begun = now()
        for chunk, start in enumerate(range(0, len(users), CHUNK)):
            await self.lists.spread(users[start : start + CHUNK], id)
            for _ in range(at.get(chunk, 0)):
                seen()
        return now() - begun

    async def reply(self, delay):
        """Answer after so long: how many friends then lack the question."""
        await asyncio.sleep(delay)
        friends = self.rng.sample(self.users, self.plan.friends)
        async with self.lists.client.pipeline() as pipeline:
            for friend in friends:
                pipeline.zadd(friend, {member(ANSWER): 0})
                pipeline.zscore(friend, member(QUESTION))
            return (await pipeline.execute())[1::2].count(None)
