"""Part 1 of lab 04 once more, as a model: who waits for which load."""

import asyncio
from dataclasses import dataclass

from systemdesign import now

from .scene import LEFT, NEVER, a_moment, heard, same

SOON = 0.02  # s, for whoever looks again and again instead of being woken


@dataclass(eq=False)
class Caller:
    name: str
    key: object
    called: float
    task: asyncio.Task = None
    at: float = None
    others_left: bool = False


class Callers:
    """All who call one flight, held against the rules."""

    def __init__(self, name, flight, load, story):
        self.name, self.flight, self.load, self.story = name, flight, load, story
        self.staying = []
        self.count = 0

    async def call(self, key):
        """A caller comes: does a load begin exactly when none of its key is under way?"""
        self.count += 1
        caller = Caller(f"caller {self.count} of {self.name}", key, now())
        under_way, before = self.load.under_way(key), self.load.count
        self.staying.append(caller)
        caller.task = asyncio.ensure_future(self.flight(key))
        caller.task.add_done_callback(lambda _: setattr(caller, "at", now()))
        await a_moment()
        begun = self.load.loads[before:]
        self.story.note(f"{caller.name} asks for {key!r}" + "".join(f", and load {one.number} begins" for one in begun))
        if under_way:
            assert not begun, (
                f"A load of {key!r} is under way since {under_way[0].begun:.2f} s, and another caller for that key "
                "started one more: let it wait (rule 1)."
            )
        else:
            self.judge_begun(caller, [one.key for one in begun])

    def judge_begun(self, caller, keys):
        if not keys and any(one.key == caller.key for one in self.load.loads):
            raise AssertionError(
                f"The last load of {caller.key!r} has ended, and the next caller did not start afresh: this is no "
                "cache (rule 2)."
            )
        assert keys, f"No load of {caller.key!r} is under way: a caller for it is not held up by other keys (rule 1)."
        assert keys == [caller.key], f"One caller for {caller.key!r} caused loads of {keys}: one load each (rule 1)."

    async def leave(self, key, which):
        """The first or the last of those who wait for the key leaves, unless nobody would hear of its load's error."""
        waiting = self.waiting(key)
        if waiting and not (len(waiting) == 1 and any(one.doomed for one in self.load.under_way(key))):
            leaver = waiting[which]
            self.staying.remove(leaver)
            leaver.task.cancel()
            for other in self.waiting(key):
                other.others_left = True
            await a_moment()
            self.story.note(f"{leaver.name} leaves")
            assert len(self.load.under_way(key)) <= 1, (
                f"After {leaver.name} left, two loads of {key!r} are under way: one is enough for all (rule 1)."
            )

    def waiting(self, key):
        return [caller for caller in self.staying if caller.key == key and not caller.task.done()]

    def judge(self):
        """What all who stayed have heard."""
        for caller in self.staying:
            found = heard(caller.task) if caller.task.done() else NEVER
            self.story.note(f"{caller.name} got {found!r}")
            self.judge_stayer(caller, found)

    def judge_stayer(self, caller, found):
        seen = [one for one in self.load.loads if one.key == caller.key and one.over and one.ended >= caller.called]
        if found in (NEVER, LEFT) or not seen:
            rule = 3 if caller.others_left else 2
            raise AssertionError(
                f"{caller.name} stayed, and got {'nothing, ever' if found == NEVER else repr(found)}: all who still "
                f"wait get the load's value or its error{', whoever else has left' if rule == 3 else ''} (rule {rule})."
            )
        due = seen[0]
        assert same(found, due.outcome), (
            f"{caller.name} waited for load {due.number}, which ended with {due.outcome!r}, and got {found!r}: "
            "all who wait get its value or its error (rule 2)."
        )
        assert caller.at <= due.ended + SOON, (
            f"{caller.name} waited until {caller.at:.2f} s for a load that ended at {due.ended:.2f} s: when it ends, "
            "all who wait get its value or its error (rule 2)."
        )
