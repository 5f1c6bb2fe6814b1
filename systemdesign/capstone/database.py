"""The shop's database: nodes that share the reads, and a log of orders that outlives its primary if it was copied."""

import asyncio
from collections import Counter

from systemdesign.capstone.settings import CONFIRM
from systemdesign.replication.follower import Follower
from systemdesign.replication.manager import ReplicationManager
from systemdesign.replication.primary import Primary
from systemdesign.sim.distributions import constant
from systemdesign.sim.request import Refused, Request, Unavailable
from systemdesign.sim.server import Server


class Database:
    """A node does one thing after another. Any of them has the products; orders go to the primary, the first one.

    An order is acknowledged by the primary, or, with `confirms`, when a replica has it, too. Changes of products
    cost nothing here, and every node has them at once.
    """

    def __init__(self, replicas, confirms, watch=lambda node, name: node):
        """`watch` may be a film's."""
        names = ["primary", *(f"replica {number + 1}" for number in range(replicas))]
        self.nodes, self.versions, self.turn = [watch(Server(name), name) for name in names], Counter(), 0
        self.confirms = confirms
        self._reign(self.nodes[0], Primary(), names[1:])

    def _reign(self, node, log, replicas):
        """From now on this node is the primary, with this log, and these replicas follow it."""
        self.primary, self.log, self.end = node, log, asyncio.get_running_loop().create_future()
        self.followers = [Follower(name, log, constant(CONFIRM)) for name in replicas]
        self.manager = ReplicationManager(log, self.followers, sync=int(self.confirms and bool(replicas)))

    @property
    def orders(self):
        """The numbers of all orders in the primary's log."""
        return self.log.values.keys()

    async def read(self, product, seconds):
        """The version of a product, from the nodes that are up in turn. Raises Refused where there is none."""
        up = [node for node in self.nodes if node.up]
        if not up:
            raise Refused("no node is up", by="database")
        self.turn = (self.turn + 1) % len(up)
        await up[self.turn](Request(product, work=seconds))
        return self.versions[product]

    async def write(self, order, seconds):
        """Keep an order's number. Raises Unavailable when the primary is dead, or dies before it has acknowledged."""
        await self.primary(Request(order, work=seconds))
        writing = asyncio.ensure_future(self.manager.write((order, True)))
        await asyncio.wait([writing, self.end], return_when=asyncio.FIRST_COMPLETED)
        if not writing.done():
            writing.cancel()
            raise Unavailable("the primary died before a replica had the order", by=self.primary.name)

    def change(self, product):
        """Somebody changes a product."""
        self.versions[product] += 1

    def slow(self, factor):
        """All nodes take so many times as long for what they begin."""
        for node in self.nodes:
            node.slow(factor)

    def cut(self):
        """The primary's replicas hear nothing of it any more."""
        for follower in self.followers:
            follower.crash()

    def die(self):
        """The primary is gone, and with it what no replica has."""
        self.primary.crash()
        self.end.set_result("died")

    def take_over(self):
        """The first replica is the primary now, with the log that it has; without any, the old one is repaired."""
        if not self.followers:
            return self.primary.restart()
        heir, *others = self.followers
        log = Primary()
        for order, there in heir.values.items():
            log.write(order, there)
        self._reign(self.nodes[1], log, [follower.name for follower in others])
