"""Part 2 of lab 03 once more, as a model to compare with."""

from collections import Counter

from systemdesign import now


class Outliers:
    """The rules of part 2, once more, as plainly as they can be said."""

    def __init__(self, names, failures, base, longest, share):
        self.names, self.failures, self.base, self.longest = names, failures, base, longest
        self.most = max(1, share * len(names))
        self.row, self.times, self.until = Counter(), Counter(), dict.fromkeys(names, 0.0)

    def available(self):
        return [name for name in self.names if now() >= self.until[name]]

    def report(self, verb, name):
        if name not in self.available():
            return
        self.row[name] = self.row[name] + 1 if verb == "fail" else 0
        out = len(self.names) - len(self.available())
        if self.row[name] >= self.failures and out + 1 <= self.most:
            self.times[name] += 1
            self.until[name] = now() + min(self.base * self.times[name], self.longest)
            self.row[name] = 0


RULES = {"failures": 2, "base": 5.0, "longest": 12.0, "share": 0.4}


def compare(story, event, got, due):
    story.note(
        f"{event.target} {event.verb}s: available {got or 'none'}" + ("" if got == due else f", should be {due}")
    )
    rules = ", ".join(f"{name}={value:g}" for name, value in RULES.items())
    assert got == due, f"After this, available should be {due}, and yours is {got or 'none'} ({rules})."
