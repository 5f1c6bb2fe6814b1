"""The rules of the ramp once more: which calls are passed on, and for which of them a number is drawn."""

import heapq

from .scene import RAMP

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
        self.numbers, self.ramp, self.state, self.closed = list(numbers), ramp, "closed", None
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

    def refuses(self, time, request):
        self.why[request] = f"the breaker was {self.state}, and no ramp was under way"
        if self.state != "closed" or self.closed is None or time - self.closed >= self.ramp:
            return False
        share = (time - self.closed) / self.ramp
        self.draws.append(time)
        number = self.numbers.pop(0) if self.numbers else 0.5
        self.why[request] = f"{time - self.closed:g} s after it had closed t / ramp was {share:g}, and {number:g} drawn"
        return number >= share


def differs(found, due):
    """The first difference between what was seen and what is due, in a sentence, or None."""
    asked = {(row[0], row[1]) for row in found["asked"]}
    right = {(request, time) for request, time in due.asked}
    for request, time in sorted(asked ^ right, key=lambda row: row[1]):
        what = "was passed on" if (request, time) in asked else "was not passed on"
        return f"call {request} {what} at {time:g} s, and {due.why.get(request)} (rules 2 and 4)"
    if found["draws"] != due.draws:
        return f"numbers were drawn at {found['draws']} s, and should be at {due.draws} s (rule 3)"
    for row in due.ended:
        was = [one for one in found["ended"] if one[0] == row[0]]
        if row not in was or type(row[2]) is not type(was[was.index(row)][2]):
            return f"call {row[0]} came to {was} (request, time, outcome, state), and {row[1:]} is due (rule 1)"
    if found["looks"] != due.looks:
        return f"`state` was {found['looks']}, and the breaker's was {due.looks} (rule 1)"
    return None


def compared(lab, stories):
    """Stories (told, sentence, script, numbers, options): the first that differs from its model fails."""
    scripts = [[sorted(script, key=lambda row: row[0]), numbers, options] for *_, script, numbers, options in stories]
    for (told, sentence, *_), script, found in zip(stories, scripts, lab.bring(RAMP).ramps(scripts), strict=True):
        wrong = differs(found, Rising(script[0], script[1], **script[2]).play())
        assert wrong is None, f"{told}: {wrong}. {sentence}"


def judged(lab, told, script, sentence, numbers=(), **options):
    compared(lab, [(told, sentence, script, list(numbers), options)])
