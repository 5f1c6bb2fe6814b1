"""Lab 06, part 1: a cell under schedules of writes, reads and crashes, held against what its disk had."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.schedules import schedules
from systemdesign.kernel import at

from .scene import Disk, during, held, outcome

STEP = 0.003
KEYS = "xy"
TARGETS = ["x1A", "x2A", "x2B", "x3A", "y1A", "y2A"]


class Trial:
    """A cell, its disk, and all that was asked of it: (task, key, tag or None, time called, its cell's life)."""

    def __init__(self, lab, story):
        self.lab, self.story, self.disk, self.lives = lab, story, Disk(), 0
        self.cell, self.asked, self.known = lab.Cell(self.disk), [], {}

    def ask(self, verb, target):
        if verb == "crash":
            self.disk = self.disk.restart()
            self.cell, self.lives = self.lab.Cell(self.disk), self.lives + 1
            return self.story.note("crash")
        key, tag = target[0], (int(target[1]), target[2])
        call = self.cell.read(key) if verb == "read" else self.cell.write(key, tag, f"{target}")
        task = asyncio.ensure_future(call)
        row = [task, key, None if verb == "read" else tag, now(), self.lives, None]
        task.add_done_callback(lambda _: self.ended(row))
        self.asked.append(row)

    def ended(self, row):
        task, key, tag, called, life, _ = row
        row[-1] = now()
        if life == self.lives and not task.cancelled() and not task.exception():
            what = f"reads {task.result()}" if tag is None else f"has written {tag}"
            self.story.note(f"{key}: asked at {called:.3f} s, the cell {what}")

    async def judge(self):
        for task, key, tag, called, life, ended in self.asked:
            how = outcome(task)
            if life < self.lives and how != "returned":
                continue
            assert how == "returned", (
                f"A {'read' if tag is None else f'write under {tag}'} of {key!r}, asked at {called:.3f} s, ended as "
                f"{how!r}: a write that is not newer than what the disk has returns too (rule 4)."
            )
            states = [await self.held(kept, key) for kept in during(self.disk, called, ended)]
            if tag is None:
                self.judge_read(key, task.result(), states, called)
            else:
                self.judge_write(key, tag, states[-1][0], ended)
        await self.judge_order()

    async def held(self, kept, key):
        """What a new cell reads on a disk that holds this."""
        known = key, repr(kept)
        if known not in self.known:
            self.known[known] = await held(self.lab, kept, key)
        return self.known[known]

    def judge_read(self, key, found, states, called):
        assert found in states, (
            f"A read of {key!r} at {called:.3f} s returned {found}, and the disk had {states[-1]}: `read` returns only "
            "what the disk has (rule 5)."
        )

    def judge_write(self, key, tag, has, ended):
        assert has >= tag, (
            f"A write of {key!r} under {tag} returned at {ended:.3f} s, and the disk had {has}: it returns once the "
            "disk has this write or a newer one (rule 2)."
        )

    async def judge_order(self):
        for key in KEYS:
            tags = [(await self.held(kept, key))[0] for _, kept in self.disk.states]
            assert tags == sorted(tags), (
                f"On the disk, {key!r} went through the tags {tags}: it never goes back (rule 3)."
            )


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("1.cell", targets=TARGETS, verbs=["write", "write", "write", "read", "crash"], most=10, examples=12)
def test_whatever_crashes_the_cell_says_what_its_disk_has(lab, story):
    async def main():
        trial = Trial(lab, story)
        for event in story.events:
            await at(event.time * STEP)
            trial.ask(event.verb, event.target)
        await asyncio.sleep(1)
        await trial.judge()

    run(main, story.seed, shuffle=story.order)
