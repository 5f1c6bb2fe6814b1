"""What is in flight by the rules of part 1 of lab 03, as a model to compare with."""

import asyncio
from itertools import combinations
from random import Random

from systemdesign.sim.request import Request

from .scene import ERRORS, at, sent, settled, wins


def balanced(lab, servers, seed=1):
    return lab.TwoChoices(servers, Random(seed))


async def busy(balancer, servers, counts):
    """So many requests in flight to each server, none of which ends."""
    await sent(*(balancer.send(server, Request(1)) for server, count in zip(servers, counts) for _ in range(count)))


class Flights:
    """Two balancers over the same servers, and the requests of each that have not ended."""

    def __init__(self, lab, servers, story):
        self.servers, self.story, self.rng = servers, story, Random(story.seed)
        self.balancers = [lab.TwoChoices(servers, Random(f"{story.seed} {which}")) for which in (0, 1)]
        self.under_way, self.number, self.last = [], 0, "nothing was sent yet"

    async def play(self, event):
        await at(event.time * 0.73 + 0.19)
        which = self.rng.randrange(2)
        server = self.servers["abc".index(event.target)]
        if event.verb in ("send", "call"):
            for _ in range(self.rng.randint(1, 3)):
                await self.send(which, server if event.verb == "send" else None)
        elif mine := [each for each in self.under_way if each[1] is server]:
            await self.end(event.verb, self.rng.choice(mine))

    async def send(self, which, server):
        """By this balancer, to this server or to one of its choice."""
        self.number += 1
        balancer, request = self.balancers[which], Request(self.number)
        [task] = await sent(settled(balancer(request) if server is None else balancer.send(server, request)))
        asked = [(each, call) for each in self.servers for call in each.open if call.request.id == self.number]
        assert len(asked) == 1, f"A request was passed to {len(asked)} servers: each goes to one, once (rule 4)."
        self.under_way.append((which, *asked[0], task))
        self.note(f"balancer {which + 1} has a request in flight to {asked[0][0].name}")

    async def end(self, verb, flight):
        which, server, call, task = flight
        task.cancel() if verb == "cancel" else call.end("done" if verb == "reply" else self.rng.choice(ERRORS))
        await asyncio.wait([task])
        self.under_way.remove(flight)
        ended = {"reply": "answered", "raise": "ended by an error", "cancel": "cancelled"}[verb]
        self.note(f"balancer {which + 1}'s request to {server.name} is {ended}")

    def note(self, what):
        self.last = what
        self.story.note(what)

    def compare(self):
        for which, balancer in enumerate(self.balancers):
            counts = {server: sum(each[:2] == (which, server) for each in self.under_way) for server in self.servers}
            for pair in combinations(self.servers, 2):
                self.compare_pair(which, balancer, sorted(pair, key=counts.get), counts)

    def compare_pair(self, which, balancer, pair, counts):
        less, more = pair
        if counts[less] < counts[more]:
            assert wins(less, balancer, pair, 5) == 1, (
                f"Balancer {which + 1} has {counts[less]} in flight to {less.name} and {counts[more]} to {more.name}, "
                f"and chooses {more.name}. Last, {self.last}: count one up when a request is sent, and one down when "
                f"it ends, in whatever way (rule 3)."
            )
