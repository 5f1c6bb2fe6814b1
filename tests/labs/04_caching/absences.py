"""Part 3 of lab 04 once more, as a model: what is remembered, until when, and why no longer."""

import asyncio
from inspect import isawaitable

from systemdesign import now
from systemdesign.kernel import at

from .scene import NEVER, Failed, Load, a_moment, heard, same, settled


async def asks(lab, steps, pages=(), *, seconds=0.0, ttl=60.25, absent_ttl=5.25, fails=lambda loading: None, **options):
    """[(what a caller gets, how many loads it began)] of those who ask.

    A step is (time, key) of a caller, or (time, what to do with the cache and the pages).
    """
    load = Load(seconds, pages := dict(pages), fails)
    cache, found = lab.NegativeCache(load, ttl, absent_ttl, **options), []
    for time, step in steps:
        await at(time)
        if callable(step):
            step(cache, pages)
        else:
            before, task = load.count, asyncio.ensure_future(cache.get(step))
            await a_moment()
            found.append((task, load.count - before))
    return [(await settled(task), begun) for task, begun in found]


def create(cache, key):
    """Tell the cache that the key has come into being."""
    found = cache.created(key)
    if isawaitable(found):
        found.close()
        raise AssertionError("`created` is a plain function, which the writer need not await: `def`, not `async def`.")


def created(key):
    return lambda cache, pages: create(cache, key)


def page(key, value):
    """The page of the key is this one from now on, and nobody says so."""
    return lambda cache, pages: pages.update({key: value})


class Absences:
    """Those who ask one cache, held against the rules. Nobody asks for a key whose load is under way."""

    def __init__(self, lab, name, story, seconds, ttl, absent_ttl, most):
        self.name, self.story, self.ttl, self.absent_ttl, self.most = name, story, ttl, absent_ttl, most
        self.pages, self.load = {}, None
        self.load = Load(seconds, self.pages, told=self.keep)
        self.cache = lab.NegativeCache(self.load, ttl, absent_ttl, most)
        self.values, self.absent, self.told, self.why = {}, {}, {}, {}
        self.asked, self.count = [], 0

    def keep(self, loading):
        key, found = loading.key, loading.outcome
        if isinstance(found, Failed):
            self.why[key] = "of a load that failed nothing is kept (rule 2)"
        elif found is not None:
            self.values[key] = found, now() + self.ttl
            self.why[key] = f"a value is kept for {self.ttl:g} s from the end of its load (rule 1)"
        elif loading.begun <= self.told.get(key, -1.0):
            self.why[key] = "its absence was on its way when `created` was called, and is not kept (rule 4)"
        else:
            self.remember_absent(key)

    def remember_absent(self, key):
        self.absent.pop(key, None)
        self.absent[key] = now() + self.absent_ttl
        self.why[key] = f"an absence is kept for {self.absent_ttl:g} s from the end of its load (rule 1)"
        alive = [other for other, ends in self.absent.items() if now() < ends]
        if len(alive) > self.most:
            del self.absent[alive[0]]
            self.why[alive[0]] = (
                f"with most={self.most} its absence was the one stored first of {len(alive)}, and has gone (rule 3)"
            )

    def remembered(self, key):
        """What is remembered of the key, in a list, which is empty when that is nothing."""
        value, ends = self.values.get(key, (None, 0.0))
        if now() < ends:
            return [value]
        return [None] if now() < self.absent.get(key, 0.0) else []

    def created(self, key):
        self.told[key] = now()
        if self.absent.pop(key, None) is not None:
            self.why[key] = "its absence was remembered, and is forgotten since `created` was called (rule 4)"
        elif now() < self.values.get(key, (None, 0.0))[1]:
            self.why[key] = "its value was kept when `created` was called, and is kept as before (rule 4)"
        create(self.cache, key)

    async def ask(self, key):
        if self.load.under_way(key):
            return
        self.count += 1
        name, due, before = f"caller {self.count} of {self.name}", self.remembered(key), self.load.count
        why = self.why.get(key, "it was never asked for, and is loaded (rule 1)")
        task = asyncio.ensure_future(self.cache.get(key))
        await a_moment()
        begun = [one.key for one in self.load.loads[before:]]
        self.story.note(f"{name} asks for {key!r}, and {'a load begins' if begun else 'no load begins'}")
        known = f"{due[0]!r} should be remembered of {key!r}" if due else f"nothing should be remembered of {key!r}"
        assert begun == [key] * (not due), f"{name}: {known}, and yours began {len(begun)} loads: {why}."
        self.asked.append((name, task, self.load.loads[-1] if begun else None, due, why))
        self.judge()

    def judge(self):
        """What those have heard whose loads are over."""
        for entry in list(self.asked):
            name, task, load, due, why = entry
            if load is None or load.over:
                self.asked.remove(entry)
                found, due = heard(task) if task.done() else NEVER, due[0] if load is None else load.outcome
                self.story.note(f"{name} gets {found!r}")
                if isinstance(due, Failed):
                    why = "errors are let through (rule 2)"
                elif load is not None:
                    why = "`get` returns what the load gives (rule 1)"
                assert same(found, due), f"{name} should get {due!r}, and got {found!r}: {why}."
