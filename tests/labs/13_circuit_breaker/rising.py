"""The rules of the ramp once more: which calls are passed on, and for which of them a number is drawn."""

import heapq
import re

from .scene import RAMP

NUMBERS = re.compile(r" \(rules? [0-9 and]+\)")
SHARE = "It is passed on if a number from `rng.random()` is less than `t / ramp`; else `Refused` is raised at once."


def call(time, request, seconds=0.125, how="fine", comes=None, ends=None, again=0):
    """A call whose breaker takes so long, comes to `how`, and is in these states as it comes and as it ends."""
    return [time, "call", request, [seconds, how, comes, ends], again]


def opened(start=0.0, request=900):
    """The breaker opens at start + 0.125 s."""
    return call(start, request, how="Lost", ends="open")


def closing(start=6.0, request=901):
    """The breaker becomes half-open, and closes at start + 0.5 s."""
    return call(start, request, 0.5, comes="half-open", ends="closed")


def calls(start, count, apart, request=1):
    return [call(start + number * apart, request + number) for number in range(count)]


class Rising:
    """Plays one story by the rules. `draws` are moments."""

    def __init__(self, script, numbers, ramp=10.0):
        self.numbers, self.ramp, self.state, self.closed = list(numbers) or [0.5], ramp, "closed", None
        self.asked, self.ended, self.draws, self.looks, self.why, self.gone = [], [], [], [], {}, set()
        self.queue = [(row[0], number, row[1:]) for number, row in enumerate(script)]
        self.count = len(script)

    def play(self):
        heapq.heapify(self.queue)
        while self.queue:
            time, _, (verb, *rest) = heapq.heappop(self.queue)
            getattr(self, f"on_{verb}")(time, *rest)
        return self

    def on_look(self, time):
        self.looks.append([time, self.state])

    def on_leave(self, time, request):
        self.gone.add((request, time))

    def on_call(self, time, request, plan, again):
        seconds, _, comes, _ = plan
        if self.refuses(time, request):
            self.ended.append([request, time, "Refused", self.state])
            return self.on_call(time, request, plan, again - 1) if again else None
        self.asked.append([request, time])
        if comes and self.state == "open":
            self.state = comes
        self.push(time + seconds, ["over", request, plan, again])
        return None

    def push(self, time, what):
        self.count += 1
        heapq.heappush(self.queue, (time, self.count, what))

    def on_over(self, time, request, plan, again):
        _, how, _, ends = plan
        if ends == "open" or (ends and self.state == "half-open"):
            self.state, self.closed = ends, time if ends == "closed" else None
        self.ended.append([request, time, how, self.state])
        if again:
            self.on_call(time, request, plan, again - 1)

    def when(self):
        """When it is that no ramp is under way."""
        if self.state != "closed":
            return f"while the breaker is {self.state}"
        return (
            "when the `ramp` seconds are over"
            if self.closed is not None
            else ("before the breaker has been anything but closed")
        )

    def refuses(self, time, request):
        self.why[request] = f"all calls are passed on {self.when()}"
        if self.state != "closed" or self.closed is None or time - self.closed >= self.ramp:
            return False
        share = (time - self.closed) / self.ramp
        self.draws.append(time)
        number = self.numbers.pop(0) if len(self.numbers) > 1 else self.numbers[0]
        self.why[request] = f"{time - self.closed:g} s after it had closed t / ramp was {share:g}, and {number:g} drawn"
        return number >= share


def differs(found, due, what=("asked", "ended", "draws", "looks")):
    """The first difference between what was seen and what is due, in a sentence, or None."""
    asked, right = {(row[0], row[1]) for row in found["asked"]}, {(request, time) for request, time in due.asked}
    for request, time in sorted(asked ^ right if "asked" in what else (), key=lambda row: row[1]):
        passed = "was passed on" if (request, time) in asked else "was not passed on"
        return f"call {request} {passed} at {time:g} s, and {due.why.get(request)} (rules 2 and 4)"
    if "draws" in what and found["draws"] != due.draws:
        moment = min(set(found["draws"]) ^ set(due.draws), default="one moment")
        return f"{len(found['draws'])} numbers were drawn, not {len(due.draws)}; look at {moment} s (rule 3)"
    for row in due.ended if "ended" in what else ():
        was = [one for one in found["ended"] if one[0] == row[0] and one[:3] == row[:3]]
        if not was or type(was[0][2]) is not type(row[2]):
            came = [one[1:3] for one in found["ended"] if one[0] == row[0]]
            return f"call {row[0]} came to {came} (time, outcome), and {row[1:3]} is due (rule 1)"
    if "looks" in what and found["looks"] != due.looks:
        return f"`state` was {found['looks']}, and the breaker's was {due.looks} (rule 1)"
    return None


def compared(lab, stories, what=("asked", "ended", "draws", "looks")):
    """Stories (told, sentence, script, numbers, options): the first that differs from its model fails."""
    scripts = [[sorted(script, key=lambda row: row[0]), numbers, options] for *_, script, numbers, options in stories]
    ramps = lab.bring(RAMP, every=4).ramps(scripts)
    for (told, sentence, *_), script, found in zip(stories, scripts, ramps, strict=True):
        wrong = differs(found, Rising(script[0], script[1], **script[2]).play(), what)
        assert wrong is None, f"{told}: {wrong}. {sentence}"


def judged(lab, told, script, sentence, numbers=(), what=("asked", "ended"), **options):
    """One story. Looked at are calls, and where it says so the draws and the states."""
    script = sorted(script, key=lambda row: row[0])
    found = lab.bring(RAMP, every=60, first=5).ramp(script, list(numbers), options)
    wrong = differs(found, Rising(script, numbers, **options).play(), what)
    assert wrong is None, f"{told}: {NUMBERS.sub('', wrong)}. {sentence}"
