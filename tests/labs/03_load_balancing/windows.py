"""Part 3 of lab 03 once more, as a model to compare with."""

from fractions import Fraction

from systemdesign import now


class Windows:
    """Since when each server has been there."""

    def __init__(self, window, least):
        self.window, self.least, self.since = window, least, {}

    def joined(self, name):
        self.since[name] = now()

    def weight(self, name):
        if name not in self.since:
            return 1.0
        passed = (Fraction(now()) - Fraction(self.since[name])) / Fraction(self.window)
        return float(sorted((Fraction(self.least), passed, Fraction(1)))[1])

    def reason(self, name):
        """Why the weight is what it is."""
        if name not in self.since:
            return f"{name} has never joined (rule 3)"
        passed = now() - self.since[name]
        if passed == 0:
            return f"{name} has just joined, and its window begins now (rule 1)"
        return f"{name} joined {passed:.3f} s ago, window={self.window:g} and least={self.least:g} (rule 2)"


def weight(slow, server):
    got = slow.weight(server)
    assert isinstance(got, (int, float)), (
        f"The weight is a number, the part of `window` that has passed, and not {got!r}."
    )
    return got
