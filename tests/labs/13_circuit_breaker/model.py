"""The rules of the breaker once more: what a story of calls should come to, and which rule says so.

No two things in a story happen at one moment, but for calls that follow at once.
"""

import heapq
import re
from dataclasses import dataclass, field
from itertools import count
from math import inf

from .scene import BESIDE, WIDE

OPTIONS = {"rate": 0.5, "least": 20, "slow": 1.0, "open": 5.0, "probes": 3}
FAILURES = ("Lost", "Unavailable", "TimedOut", "TimeoutError", "ValueError", "KeyError")

NUMBERS = re.compile(r" \(rule \d+\)")
"""What a check of one rule leaves out: which rule it is about, it says itself."""


@dataclass
class Story:
    """What was seen, or what is due: rows by request, in the order of time. `notes` are those while it was closed."""

    asked: dict = field(default_factory=dict)
    ended: dict = field(default_factory=dict)
    looks: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    served: list = field(default_factory=list)
    why: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    half_open: list = field(default_factory=list)


def counts(value):
    """Whether a call that ended so is good, a failure (False) or neither (None), by its outcome alone."""
    if value in ("Refused", "CancelledError") and isinstance(value, str):
        return None
    return not (isinstance(value, str) and value in FAILURES)


class Model:
    """Plays one story by the rules."""

    def __init__(self, script, options=None, window=None):
        vars(self).update({**OPTIONS, **(options or {})})
        self.width = (window or WIDE).get("seconds", 10.0) / (window or WIDE).get("buckets", 10)
        self.buckets = (window or WIDE).get("buckets", 10)
        self.noted, self.story, self.plans, self.under_way = [], Story(), {}, {}
        self.queue, self.order = [(row[0], number, row) for number, row in enumerate(script)], count(len(script))
        self.era, self.state = 0, None
        self.become("closed", 0.0, "nothing has happened yet (rule 1)")

    def become(self, state, time, why):
        if self.state == "half-open":
            self.story.half_open[-1][1] = time
        if state == "half-open":
            self.story.half_open.append([time, inf])
        self.state, self.since, self.why, self.good, self.trials = state, time, why, 0, set()
        self.era += 1

    def play(self):
        heapq.heapify(self.queue)
        while self.queue:
            time, _, (_, verb, *rest) = heapq.heappop(self.queue)
            getattr(self, f"on_{verb}")(time, *rest)
        return self.story

    def on_look(self, time):
        self.story.looks.append([time, self.state])

    def on_call(self, time, who, plans):
        self.plans[who] = [(who * 100 + number, *plan) for number, plan in enumerate(plans)]
        self.next(time, who)

    def next(self, time, who):
        while self.plans[who]:
            request, seconds, how = self.plans[who].pop(0)
            refused = self.refuses(time)
            self.story.why[request] = refused or f"it is {self.state}: {self.why}"
            if not refused:
                self.story.asked[request] = time
                self.under_way[who] = request, time, self.era
                if self.state == "half-open":
                    self.trials.add(request)
                return heapq.heappush(self.queue, (time + seconds, next(self.order), (0, "end", who, request, how)))
            self.story.ended[request], self.story.after[request] = [time, "Refused", self.state], refused
        return None

    def refuses(self, time):
        if self.state == "open" and time - self.since >= self.open:
            self.become("half-open", time, f"{self.open} s have passed since it opened (rule 5)")
        if self.state == "open":
            return f"it is open from {self.since:g} s for {self.open:g} s: {self.why}, and refuses every call (rule 4)"
        if self.state == "half-open" and len(self.trials) >= self.probes:
            return f"it is half-open, and {self.probes} trials are under way: all others are refused (rule 5)"
        return None

    def on_leave(self, time, who):
        if who in self.under_way:
            self.on_end(time, who, self.under_way[who][0], "CancelledError")

    def on_end(self, time, who, request, how):
        if self.under_way.get(who, (None,))[0] != request:
            return
        _, begun, era = self.under_way.pop(who)
        if era == self.era:
            self.trials.discard(request)
            good = counts(how)
            if good is not None:
                self.count(time, good and time - begun <= self.slow)
        self.story.ended[request], self.story.after[request] = [time, how, self.state], self.why
        self.next(time, who)

    def count(self, time, good):
        if self.state == "closed":
            self.noted.append((time, good))
            self.story.notes.append([time, good])
            self.trip(time)
        elif not good:
            self.become("open", time, "a trial failed (rule 7)")
        else:
            self.good += 1
            if self.good == self.probes:
                self.noted.clear()
                self.become("closed", time, f"{self.probes} trials were good (rule 6)")

    def trip(self, time):
        oldest = time // self.width - self.buckets + 1
        found = [good for noted, good in self.noted if noted // self.width >= oldest]
        failures = found.count(False)
        if len(found) >= self.least and failures >= self.rate * len(found):
            self.become("open", time, f"{failures} of {len(found)} calls in the window failed (rule 3)")


def seen(found):
    """What was seen as a Story."""
    asked = {row[0]: row[1] for row in found["asked"]}
    served = [[row[0], *row[2:]] for row in found["asked"]]
    return Story(asked, {row[0]: row[2:] for row in found["ended"]}, found["looks"], found["report"], served)


def played(lab, script, window=None, order=None, **options):
    """The story as it was, and as it should be."""
    found = lab.bring(BESIDE, every=60, first=3).breaker(script, options, window or WIDE, order)
    return seen(found), Model(script, options, window).play()


def differs(found, due, states=True, only=()):
    """The first difference in what callers and the service saw, in a sentence, or None."""
    for request, (time, how, state) in sorted(due.ended.items(), key=lambda item: (item[1][0], item[0])):
        if only and request // 100 not in only:
            continue
        name, was = f"call {request % 100 + 1} of caller {request // 100}", found.ended.get(request)
        if (request in found.asked) != (request in due.asked):
            done = "was refused" if request in due.asked else f"of {found.asked[request]:g} s was passed on"
            return f"{name} {done}, but {due.why[request]}"
        if was is None or abs(was[0] - time) > 1e-6 or (was[1], type(was[1])) != (how, type(how)):
            came = "came to no end" if was is None else f"came to {was[1]!r} at {was[0]:g} s"
            rule = "the service was asked (rule 1)" if request in due.asked else due.why[request]
            return f"{name} {came}, and {how!r} is due at {time:g} s: {rule}"
        if states is True and was[2] != state:
            ended = f"when {name} had ended, at {time:g} s with {how!r}"
            return f"{ended}, the state was {was[2]!r} and should be {state!r}: {due.after[request]} (rule 10)"
    for (time, was), (_, state) in zip(found.looks, due.looks, strict=True):
        if states and was != state:
            return f"at {time:g} s the state was {was!r}, and not {state!r} (rule 10)"
    return None


def judged(lab, told, rows, sentence, window=None, states=False, notes=False, only=(), order=None, **options):
    """Fails with what happened, what should have, and the sentence of a rule, unless all went as it should.

    Looked at are calls, those of some callers `only`, and where it says so the states and what was noted as well.
    """
    script = sorted(rows, key=lambda row: row[0])
    callers = [row[2] for row in script if row[1] == "call"]
    assert len(callers) == len(set(callers)), "each caller of a story has a number of its own"
    found, due = played(lab, script, window, order, **options)
    wrong = differs(found, due, states, only) or (misnoted(found, due) if notes else None)
    assert wrong is None, f"{told}: {NUMBERS.sub('', wrong)}. {sentence}"


def misnoted(found, due):
    """What was noted in the window while it was not half-open, where it differs, in a sentence; or None."""
    notes = [note for note in found.notes if not any(begin <= note[0] <= end for begin, end in due.half_open)]
    right = [[time, good] for time, good in due.notes]
    for note in notes:
        if note in right:
            right.remove(note)
        else:
            what = "a good call" if note[1] else "a failure"
            return f"the window was told of {what} at {note[0]:g} s, and none is due then (rule 3)"
    missing = right and ("a good call" if right[0][1] else "a failure")
    return f"the window was not told of {missing} at {right[0][0]:g} s (rule 3)" if right else None
