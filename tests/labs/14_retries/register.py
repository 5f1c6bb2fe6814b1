"""The rules of part 3 of lab 14, once more, as plainly as they can be said."""

from dataclasses import dataclass

from systemdesign.sim.request import Refused


@dataclass
class Operation:
    """One run of the operation: under way from `start` to `end`, and what it ended with."""

    start: float
    end: float
    outcome: object
    left: bool = False

    @property
    def words(self):
        return self.outcome if isinstance(self.outcome, str) else self.outcome.__name__


@dataclass
class Answer:
    """What a caller should get, when, whether something was begun for it, and why, with the number of the rule."""

    time: float
    operation: Operation
    begins: bool
    why: str


class Register:
    """Tells of each request, in the order of time, what should become of it.

    `ending(name, nth, start)` is when the nth operation of that name ends, and with what.
    """

    def __init__(self, keep, ending):
        self.keep, self.ending, self.runs = keep, ending, {}

    def ask(self, name, time):
        runs = self.runs.setdefault(name, [])
        last = runs[-1] if runs else None
        if name[1] is None:
            return self.begin(name, time, "without a key it is done every time (rule 1)")
        if last is None:
            return self.begin(
                name, time, "it is sent for the first time, and belongs to its client alone (rules 2 and 3)"
            )
        if time < last.end:
            return self.known(last, last.end, f"it is under way until {last.end:.2f} s: wait for its outcome", 2)
        if last.outcome is Refused:
            return self.begin(name, time, f"refused at {last.end:.2f} s, it is not remembered (rule 4)")
        end = last.end + self.keep
        if time < end:
            error = not isinstance(last.outcome, str)
            rule = 6 if time - last.end > self.keep / 2 else 4 if error else 2
            return self.known(last, time, f"its outcome of {last.end:.2f} s is remembered until {end:.2f} s", rule)
        return self.begin(name, time, f"its outcome of {last.end:.2f} s was forgotten at {end:.2f} s (rule 6)")

    def begin(self, name, time, why):
        runs = self.runs[name]
        runs.append(Operation(time, *self.ending(name, len(runs) + 1, time)))
        return Answer(runs[-1].end, runs[-1], True, why)

    def known(self, operation, time, why, rule):
        left = "; somebody who waited for it had left, which stops nothing (rule 5)"
        return Answer(time, operation, False, why + (left if operation.left else f" (rule {rule})"))

    def leave(self, answer, time):
        """Who waited for this answer stops; tells whether there was something left to wait for."""
        waited = time < answer.time
        answer.operation.left |= waited
        return waited
