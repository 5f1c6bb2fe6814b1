"""The lists, the graph and the rows, run beside the student: with a log of what was asked, losses, and other people.

It knows nothing of what should come of it: that is judged on the other side of the line.
"""

import asyncio
import builtins
from copy import deepcopy
from inspect import signature
from itertools import count

from systemdesign.kernel import now
from systemdesign.kernel.streams import stream
from systemdesign.sim import request as errors
from systemdesign.sim.graph import Graph
from systemdesign.sim.lists import Lists
from systemdesign.sim.store import Store

PATIENCE = 0.2
"""Seconds until a caller takes silence for an answer."""
MOST = 4_000
"""Calls that are answered: who asks more often waits for ever."""
PLAIN = (bool, int, float, str, type(None))
BUGS = (NotImplementedError, NameError, AttributeError, TypeError, IndexError, KeyError, AssertionError, ValueError)
"""What no call raises on purpose: it is told with its line."""


def plain(value):
    """A value as one that travels, and that nobody changes any more."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return (tuple if isinstance(value, tuple) else list)(map(plain, value))
    if isinstance(value, dict):
        return [[plain(key), plain(item)] for key, item in value.items()]
    return value if type(value) in PLAIN else repr(value)


class World:
    """What all processes share. `trouble` has for "who verb", "who" or "verb" what befalls these calls in turn: None;
    "question", lost and not done; "answer", done and nobody hears of it; the name of an error; ["slow", seconds].

    `before` has, by the number of a call, what other people do just before it is done; `first`, what they did before.
    The log has of each call [who, verb, args, how, value, [began, done, ended] in ticks, and in seconds]; of other
    people's deeds the same.
    """

    def __init__(self, delays=(0.0005, 0.0025), trouble=(), before=(), first=(), most=800):
        self.graph, self.lists, self.rows = Graph(), Lists(most=most), Store("rows")
        for thing in (self.graph, self.lists, self.rows):
            thing.delay = (0.0, 0.0)
        self.delays, self.ticks, self.log, self.raised, self.calls = delays, count(), [], [], 0
        self.trouble = {whom: list(befalls) for whom, befalls in dict(trouble).items()}
        self.before = dict(before)
        for deed in first:
            self.change(*deed)

    def deed(self, verb, *args):
        """Something that somebody does, and that is done at once."""
        tick = next(self.ticks)
        self.log.append(["", verb, plain(args), "heard", None, [tick] * 3, [now()] * 3])
        self.change(verb, *args)

    def change(self, verb, *args):
        if verb in ("sleep", "wake"):
            (self.graph.dormant.add if verb == "sleep" else self.graph.dormant.discard)(args[0])
        elif verb == "push":
            self.lists._add(("home", args[0]), args[1])
        else:
            getattr(self.graph, verb)(*args)
        if verb == "write":
            self.lists._add(("by", args[0][1]), args[0][0])

    def befalls(self, who, verb):
        for whom in (f"{who} {verb}", who, verb):
            if self.trouble.get(whom):
                return self.trouble[whom].pop(0)
        return None

    async def call(self, who, verb, do, args):
        row = [who, verb, plain(args), "under way", None, [next(self.ticks), None, None], [now(), None, None]]
        self.log.append(row)
        if len(self.log) > MOST:
            await asyncio.get_running_loop().create_future()
        self.calls += 1
        befalls, number = self.befalls(who, verb), self.calls
        how, seconds = befalls if isinstance(befalls, list) else (befalls, 0.0)
        try:
            await self.wait()
            for deed in self.before.get(number, ()):
                self.deed(*deed)
            value = await self.done(how, do, args, row)
            await self.wait(seconds)
            row[3] = "heard"
            return value
        except (asyncio.CancelledError, Exception) as error:
            row[3] = type(error).__name__
            raise
        finally:
            row[5][2], row[6][2] = next(self.ticks), now()

    async def wait(self, more=0.0):
        seconds = more + (stream("world").uniform(*self.delays) if any(self.delays) else 0.0)
        if seconds:
            await asyncio.sleep(seconds)

    async def done(self, how, do, args, row):
        if how in (None, "slow", "answer"):
            row[5][1], row[6][1] = next(self.ticks), now()
            value = await do(*deepcopy(args))
            row[4], value = plain(value), deepcopy(value)
        if how in (None, "slow"):
            return value
        if how in ("question", "answer"):
            await asyncio.sleep(PATIENCE)
            how = "Lost"
        self.raised.append((getattr(errors, how, None) or getattr(builtins, how))(f"a call raised {how}"))
        raise self.raised[-1]


class Door:
    """A thing of the world as one process has it, to be held by its life."""

    def __init__(self, world, name, who, offers):
        self.name, self.offers = name, offers
        for verb in offers:
            setattr(self, verb, self.entry(world, getattr(getattr(world, name), verb), verb, who))

    def entry(self, world, do, verb, who):
        async def entered(*args, **named):
            return await world.call(who, verb, do, signature(do).bind(*args, **named).args)

        return entered


def doors(world, life, who):
    """The graph, the lists and the rows, as a process has them."""
    offers = {"graph": Graph.offers, "lists": Lists.offers, "rows": ("get", "put")}
    return [life.holds(Door(world, name, who, offers[name])) for name in offers]


def told(world, error):
    """The name of an error that came out. Raises it where it is the answer's own mistake."""
    if isinstance(error, BUGS) and error not in world.raised:
        raise error
    return type(error).__name__
