"""Lab 14, part 3: once, on any day."""

import asyncio
from collections import defaultdict
from random import Random

import pytest

from systemdesign import now
from systemdesign.grading.schedules import schedules
from systemdesign.sim.request import Refused, Reply, Unavailable

from .bank import asking, quiet
from .register import Register
from .scene import SAID, kind, until

NAMES = {"ann/17": ("ann", "17"), "bob/17": ("bob", "17"), "ann/none": ("ann", None)}
TROUBLES = {"close": Refused, "fall": Unavailable, "slip": ValueError, "open": None}
KEEPS = [3.3, 1.7, 60.0, 5.1, 0.9, 2.3, 7.7, 4.1, 1.3, 12.0]


class Day:
    """A bank whose counters close and open as the schedule says, and all that it should do and did."""

    def __init__(self, lab, story):
        self.story, self.bad, self.done = story, defaultdict(list), defaultdict(int)
        self.plan = [(0.73 * event.time + 0.013 * place, event) for place, event in enumerate(story.events)]
        for time, event in self.plan:
            self.bad[NAMES[event.target]] += [(time, TROUBLES[event.verb])] if event.verb in TROUBLES else []
        self.keep, self.begun, self.callers = KEEPS[story.seed], [], defaultdict(list)
        self.register, self.once = Register(self.keep, self.ending), lab.Once(self.bank, keep=self.keep)

    def ending(self, name, nth, start):
        end = start + Random(f"{self.story.seed} {name} {nth}").uniform(0.2, 2.5)
        trouble = next((bad for time, bad in reversed(self.bad[name]) if time < end), None)
        return end, trouble or f"reply {nth}"

    async def bank(self, request):
        name = request.client, request.key
        self.begun.append((now(), name))
        self.done[name] += 1
        end, outcome = self.ending(name, self.done[name], now())
        await until(end)
        if isinstance(outcome, str):
            return Reply("bank", outcome)
        raise outcome(f"no, {SAID}")

    async def play(self):
        for time, event in self.plan:
            await until(time)
            name = NAMES[event.target]
            if event.verb == "ask":
                await self.ask(name, event.target)
            elif event.verb == "leave" and self.callers[name]:
                self.leave(name, event.target)

    async def ask(self, name, words):
        answer, before, time = self.register.ask(name, now()), len(self.begun), now()
        self.story.note(f"{words} is asked for")
        waiting = asyncio.ensure_future(self.heard(asking(self.once, client=name[0], key=name[1])))
        self.callers[name].append((waiting, answer, f"{words}, asked for at {time:.2f} s with keep={self.keep:g},"))
        await asyncio.sleep(0.001)
        began = len(self.begun) > before
        assert began == answer.begins, (
            f"{self.callers[name][-1][2]} {'was' if began else 'was not'} begun then, and "
            f"{'should be' if answer.begins else 'should not be'}: {answer.why}."
        )

    async def heard(self, caller):
        found = await caller
        return getattr(found, "value", None) or kind(found), now()

    def leave(self, name, words):
        waiting, answer, _ = self.callers[name][-1]
        if self.register.leave(answer, now()):
            self.callers[name].pop()
            waiting.cancel()
            self.story.note(f"the last who asked for {words} leaves")

    def check(self):
        """Compare what the callers have got with what they should have."""
        answers = [waiting for found in self.callers.values() for waiting in found]
        for waiting, answer, words in sorted(answers, key=lambda waiting: waiting[1].time):
            got, time = waiting.result() if waiting.done() and not waiting.cancelled() else ("nothing", now())
            assert (got, time) == (answer.operation.words, pytest.approx(answer.time)), (
                f"{words} gave {got} at {time:.2f} s, and should give {answer.operation.words} at {answer.time:.2f} s: "
                f"{answer.why}."
            )


@pytest.mark.rule(1, 2, 3, 4, 5, 6)
@schedules("3.once", targets=list(NAMES), verbs=["ask", "leave", *TROUBLES], until=14, most=14, examples=60)
def test_it_is_the_rules_on_any_day(lab, story):
    async def main():
        day = Day(lab, story)
        await day.play()
        for name in NAMES.values():
            await day.ask(name, "/".join(map(str, name)))
        await asyncio.sleep(3.0)
        day.check()

    quiet(main, story.seed)
