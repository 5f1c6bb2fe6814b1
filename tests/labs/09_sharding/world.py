"""Part 3 of lab 09 is judged in a world: two stores, and clients who know what they may expect."""

import asyncio
from collections import defaultdict

from systemdesign import now, stream
from systemdesign.sim.request import ServiceError

from .evidence import cause
from .history import Broken, History
from .shard import Shard

HANGS = "`run` was not done after {} s, and nothing stood in its way any more: it returns when the source is empty."
SECOND = "By rule 8 a key is busy only for its own copy, and no client's call takes longer than a second"
RELEASE = "Release the key before you pause for another attempt, and also when a call about it fails."
PATIENCE = 4.0  # s
EARLY = " A write had failed when it started: count what is under way off again, also when it fails."


def steady(call):
    """Two milliseconds a call."""
    return 0.001, 0.001


class World:
    def __init__(self, lab, data, trip=None, story=None):
        data = {f"k{number}": number for number in range(data)} if isinstance(data, int) else data
        self.log, self.names, self.story = [], list(data), story
        self.source, self.target = Shard("source", data, self.log, trip), Shard("target", {}, self.log, trip)
        self.stores = {"source": self.source, "target": self.target}
        self.move, self.history = lab.Move(self.source, self.target), History(data)
        self.slowest, self.failed, self.number, self.returned, self.started = (0.0, ""), [], 1000, None, None
        self.moments, self.acts, self.waits = defaultdict(list), [], []
        for store in self.stores.values():
            store.watchers.append(self.at_moment)

    def when(self, store, verb, key, phase, act):
        """Start `act()` at the first such moment."""
        self.moments[store, verb, key, phase].append(act)

    def at_moment(self, phase, call):
        for act in self.moments.pop((call.store, call.verb, call.key, phase), ()):
            self.acts.append(asyncio.ensure_future(act()))

    def fail(self, fault, store, verb, key, value=None, times=1):
        """The next such call fails. With a value, only a call that puts it."""
        fits = lambda call: (call.verb, call.key) == (verb, key) and value in (None, call.value)  # noqa: E731
        self.stores[store].faults += [(fits, fault)] * times

    async def get(self, key):
        """What a client reads, in a tuple; () when that failed. Raises when it may not be so."""
        start = now()
        found = await self.timed(self.move.get(key), f"get {key!r}")
        if found:
            self.judge(key, found[0], start)
        return found

    def judge(self, key, value, start):
        try:
            self.history.read(key, value, start, now())
        except Broken as broken:
            raise AssertionError(f"{broken}{cause(self.log, self.history.writes[key], key, start)}") from None

    async def put(self, key, value=None):
        self.number += 1
        value = self.number if value is None else value
        return await self.write(key, value, self.move.put(key, value), f"put {key!r} = {value!r}")

    async def delete(self, key):
        return await self.write(key, None, self.move.delete(key), f"delete {key!r}")

    async def write(self, key, value, call, what):
        write = self.history.write(key, value, now())
        done = await self.timed(call, what)
        write.end, write.error = now(), None if done else self.failed[-1][1]
        return done

    async def timed(self, call, what):
        """What the call returned, in a tuple; () when it failed."""
        start, outcome = now(), "acknowledged"
        try:
            async with asyncio.timeout(PATIENCE) as limit:
                value = await call
            outcome = value if what.startswith("get") else outcome
            return (value,)
        except (ServiceError, TimeoutError) as error:
            assert not limit.expired(), f"{SECOND}: {what} had no answer after {PATIENCE} s. {RELEASE}"
            outcome = type(error).__name__
            self.failed.append((what, outcome))
            return ()
        finally:
            self.slowest = max(self.slowest, (now() - start, what))
            if self.story:
                self.story.note(f"{what}: {outcome}")

    async def run(self, within=30):
        """The move, until it returns."""
        self.started = now()
        try:
            await asyncio.wait_for(self.move.run(), within)
        except TimeoutError:
            early = any(one.error and one.start < self.started for row in self.history.writes.values() for one in row)
            raise AssertionError(f"By rule 3 {HANGS.format(within)}{EARLY * early}") from None
        except ServiceError as error:
            failure = f"By rule 4 `run` survives every fault, pauses and tries again: yours ended with {error!r}."
            raise AssertionError(failure) from None
        self.returned = now()
        self.emptied()

    def emptied(self):
        left = sorted(map(repr, self.source.data))[:3]
        assert not left, f"By rule 10 the source holds nothing after `run`, and there is {left}.{self.why_left()}"

    def why_left(self):
        if any(not key for key in self.source.data):
            return " A key that is 0 or empty is a key."
        puts = [call for call in self.log if call.store == "source" and call.verb == "put" and call.done]
        for call in puts:
            if call.key in self.source.data and call.asked <= self.started:
                return " It was on its way there when `run` started, and came after you had asked for the keys."
            if call.key in self.source.data:
                return " A client's put went there when `run` had begun, and came after you had asked for the keys."
        failed = any(call.verb == "delete" and call.error for call in self.log)
        return " Its deletion had failed: send it again." * failed

    async def finished(self):
        """A second after `run`: all is on the target, as it was acknowledged, and the source is left alone."""
        await asyncio.gather(*self.acts)
        await asyncio.sleep(1)
        self.emptied()
        for key in list(self.history.writes):
            self.judge(key, self.target.data.get(key), now())
            there = f"By rule 7 a deleted key is not among the target's keys: {key!r} is, with None for its value."
            assert key not in self.target.data or self.target.data[key] is not None, there
            await self.get(key)
        self.left_alone()
        took, what = self.slowest
        assert took < 1, f"{SECOND}: {what} took {took:.2f} s."

    def left_alone(self):
        late = next((call for call in self.log if call.store == "source" and call.asked > self.returned), None)
        assert not late, (
            f"By rule 10 the source is asked no more after `run` has returned, and it was: {late and late.verb} "
            f"{late and late.key!r}. The source is switched off by then."
        )

    async def traffic(self, keys, until, gap=0.02):
        """One writer for each key, and readers, at random times."""
        rng, busy = stream("traffic"), set()
        async with asyncio.TaskGroup() as group:
            while now() < until:
                key = rng.choice(keys)
                group.create_task(self.get(rng.choice(keys)))
                if key not in busy:
                    busy.add(key)
                    task = group.create_task(self.delete(key) if rng.random() < 0.2 else self.put(key))
                    task.add_done_callback(lambda _, key=key: busy.discard(key))
                await asyncio.sleep(rng.uniform(0, 2 * gap))
