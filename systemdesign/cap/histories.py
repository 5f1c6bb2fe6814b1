"""Clients who read and write one key over a healthy network, and what they saw: without the event loop."""

from bisect import bisect_right
from heapq import heappop, heappush
from itertools import count
from math import log

from systemdesign.cap.history import Operation
from systemdesign.cap.zones import zones
from systemdesign.kernel.streams import stream


class Copy:
    """What one replica held when: of all that had arrived by a time, the newest."""

    def __init__(self):
        self.times, self.held = [-1.0], [(0, 0, 0)]

    def keep(self, arrived, tagged):
        """Something arrives, (number, client, value); it may be told before what arrives earlier."""
        place = end = bisect_right(self.times, arrived)
        if tagged > self.held[place - 1]:
            while end < len(self.held) and self.held[end] <= tagged:
                end += 1
            self.times[place:end], self.held[place:end] = [arrived], [tagged]

    def at(self, time):
        """What it held then."""
        return self.held[bisect_right(self.times, time) - 1]


MESSAGE = 0.01
"""Seconds that a message takes on average, one way."""
CLIENTS = "ABCDEFGHIJ"


class Healthy:
    """So many replicas and clients, ten at most. Each client asks again as soon as it has its answer.

    A write asks for the newest tag, and sends the next one; a read takes the newest of `reads` answers. Nothing is
    lost, cut or down.
    """

    def __init__(self, replicas, reads, writes, clients, operations, share, repair, random):
        self.copies, self.reads, self.writes, self.repair = [Copy() for _ in range(replicas)], reads, writes, repair
        self.left, self.share, self.random, self.values = operations, share, random, count(1)
        self.calls, self.history, self.now = [None] * clients, [], 0.0
        self.events = sorted((MESSAGE * random(), client, self._begin) for client in range(clients))

    def run(self):
        """All of it: the history."""
        while self.events:
            self.now, client, step = heappop(self.events)
            step(client)
        return self.history

    def _then(self, time, client, step):
        heappush(self.events, (time, client, step))

    def _begin(self, client):
        if self.left:
            self.left -= 1
            value, trips = next(self.values) if self.random() < self.share else None, self._trips()
            self.calls[client] = self.now, value, trips
            self._then(trips[self.reads - 1][0], client, self._asked)

    def _asked(self, client):
        """What was held when the question came, at those replicas whose answers were the first."""
        called, value, trips = self.calls[client]
        newest = max(self.copies[replica].at(there) for _, there, replica in trips[: self.reads])
        told = (newest[0] + 1, client, value) if value else newest
        self.calls[client] = called, "write" if value else "read", told[2]
        if value or self.repair:
            self._tell(client, told)
        else:
            self._end(client)

    def _tell(self, client, told):
        trips = self._trips()
        for _, there, replica in trips:
            self.copies[replica].keep(there, told)
        self._then(trips[self.writes - 1][0], client, self._end)

    def _end(self, client):
        called, kind, value = self.calls[client]
        self.history.append(Operation(CLIENTS[client], "x", kind, value, called, self.now))
        self._begin(client)

    def _trips(self):
        """(when the answer is back, when the question arrives, replica), the quickest first."""
        random, now, trips = self.random, self.now, []
        for replica in range(len(self.copies)):
            there = now - MESSAGE * log(1 - random())
            trips.append((there - MESSAGE * log(1 - random()), there, replica))
        trips.sort()
        return trips


def histories(how_many, replicas, reads, writes, clients, operations, share=0.3, repair=False, seed=None):
    """So many histories of one key; `share` of the operations are writes."""
    random = stream("histories", seed).random
    return [Healthy(replicas, reads, writes, clients, operations, share, repair, random).run()
            for _ in range(how_many)]


def caught(history):
    """The conflict that `zones` names, and the number of answers after which it was there to be seen; else None."""
    conflict = zones(history, initial=0)
    if not conflict:
        return None
    end = max(operation.returned for operation in (conflict.first, conflict.second))
    return conflict, sum(operation.returned <= end for operation in history)
