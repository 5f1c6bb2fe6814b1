"""Part 2 of lab 04 once more, as a model whose U is always 0.5, and readers who follow it."""

import asyncio
from dataclasses import dataclass
from math import log

from systemdesign import now
from systemdesign.kernel import at
from systemdesign.sim import request

from .dice import loaded
from .scene import NEVER, Failed, Load, Loading, a_moment, heard, same, settled

HALF = log(2)  # -ln U


@dataclass(eq=False)
class Entry:
    value: object
    ends: float
    took: float
    refused: bool = False  # an early load of it has failed


@dataclass(eq=False)
class Read:
    name: str
    key: object
    task: asyncio.Task
    entry: Entry | None
    load: Loading | None


async def reads(lab, times, *, seconds=1.0, ttl=10.0, pages=None, fails=lambda loading: None, rng=None, **options):
    """[(what a reader gets, how many loads it began)] of readers who come at these times; by default U is 0.5."""
    load = Load(seconds, pages, fails)
    cache, found = lab.EarlyCache(load, ttl, rng or loaded([0.5]), **options), []
    for time in times:
        await at(time)
        before, task = load.count, asyncio.ensure_future(cache.get("lamp"))
        await a_moment()
        found.append((task, load.count - before))
    return [(await settled(task), begun) for task, begun in found]


class Readers:
    """The readers of one cache, held against the rules."""

    def __init__(self, lab, name, story, ttl, beta, seconds):
        self.name, self.story, self.ttl, self.beta = name, story, ttl, beta
        self.load = Load(seconds, told=self.keep)
        self.cache = lab.EarlyCache(self.load, ttl, loaded([0.5]), beta=beta)
        self.entries, self.present, self.reads, self.count = {}, {}, [], 0

    def keep(self, loading):
        self.present[loading] = self.entries.get(loading.key)
        if loading.over and not isinstance(loading.outcome, Failed):
            self.entries[loading.key] = Entry(loading.outcome, now() + self.ttl, now() - loading.begun)

    def due(self, key):
        """(whether a reader of the key loads, why), by the rules; None when it is too close to call."""
        entry = self.entries.get(key)
        if entry is None:
            return True, "there is no entry for the key (rule 1)"
        left, reach = entry.ends - now(), entry.took * self.beta * HALF
        if left <= 0:
            return True, f"its entry has ended, {self.ttl:g} s after the end of its load (rule 1)"
        if abs(left - reach) < 0.05 * left + 0.01:
            return None
        if entry.refused and reach < left:
            return False, "an early load that fails leaves the entry as it is: its value, its end, its δ (rule 3)"
        sign = "≥" if reach > left else "<"
        return reach > left, (
            f"the entry has left={left:.2f} s to live, its load took δ={entry.took:.2f} s, and with U=0.5 and "
            f"β={self.beta:g} −δ·β·ln U is {reach:.2f} {sign} left (rule 2)"
        )

    async def read(self, key):
        if (due := self.due(key)) is None:
            return
        loads, why = due
        self.count += 1
        name, before, entry = f"reader {self.count} of {self.name}", self.load.count, self.entries.get(key)
        alone = not self.load.under_way(key)
        task = asyncio.ensure_future(self.cache.get(key))
        await a_moment()
        begun = self.load.loads[before:]
        self.story.note(f"{name} asks for {key!r}" + "".join(f", and load {one.number} begins" for one in begun))
        self.reads.append(Read(name, key, task, entry, begun[0] if begun else None))
        assert begun or not loads or alone, (
            f"{name} has to load {key!r}, and began none while another's load is under way: whoever has to load does "
            "so, and readers never wait for each other's loads (rule 4)."
        )
        assert [one.key for one in begun] == [key] * loads, (
            f"{name} asks for {key!r}, and {'has to load' if loads else 'gets the value that is kept'}: {why}. "
            f"Yours began {len(begun)} load{'s' if len(begun) != 1 else ''}."
        )
        self.judge()

    def judge(self):
        """What has been heard since the last time."""
        done = [read for read in self.reads if read.task.done() or read.load is None or read.load.over]
        self.reads = [read for read in self.reads if read not in done]
        for read in done:
            found = heard(read.task) if read.task.done() else NEVER
            self.story.note(f"{read.name} gets {found!r}")
            self.judge_read(read, found)

    def judge_read(self, read, found):
        assert found != NEVER, f"{read.name} still waits, though nothing it waits for is under way (rule 4)."
        if read.load is None:
            assert same(found, read.entry.value), (
                f"{read.name} had not to load, and got {found!r}: return the value that is kept, {read.entry.value!r} "
                "(rule 2)."
            )
        elif not isinstance(read.load.outcome, Failed):
            assert same(found, read.load.outcome), (
                f"{read.name} loaded {read.load.outcome!r}, and got {found!r}: return the new value "
                f"(rule {2 if read.entry and read.load.begun < read.entry.ends else 1})."
            )
        else:
            self.judge_failed(read, found)

    def judge_failed(self, read, found):
        error, old, ended = read.load.outcome, read.entry, read.load.ended
        early = old is not None and read.load.begun < old.ends
        forgiven = early and issubclass(getattr(request, error.kind, Exception), request.ServiceError)
        present = self.present[read.load]
        if early and old is present:
            old.refused = True
        if forgiven and present is not old and same(found, present.value):
            return  # another reader has renewed the entry: its value will do as well
        if forgiven and ended < old.ends:
            assert same(found, old.value), (
                f"{read.name}'s early load failed with {error!r}, and the reader got {found!r}: the entry was good "
                f"until {old.ends:.2f} s, so the reader gets the old value (rule 3)."
            )
            return
        why = "was not early" if not early else "failed too late" if forgiven else "failed with another error"
        assert found == error, (
            f"{read.name}'s load {why}, and the reader got {found!r}: it gets the load's error, {error!r} (rule 3)."
        )
