"""Part 1 of lab 07 at work: callers of `transact`, whose work goes by a plan, and what was seen of them."""

import pytest

from .scene import LEVELS, beside

ROW = ("row", "x")
RETRIED = pytest.mark.parametrize("error", ["Conflict", "Deadlock"])
OTHERS = ["ValueError", "Duplicate", "Lost", "SoldOut", "TimeoutError", "Unavailable", "KeyError"]
ADDS = [["get", ROW], ["add", ROW, 1], "seen"]


class Seen:
    def __init__(self, lab, callers, isolation=LEVELS[0], **options):
        self.told = beside(lab, "beside_work").transacted({ROW: 5}, isolation, callers, **options)
        assert not self.told["waiting"], (
            "A call of `transact` had no end after 600 s: `work` runs at most `tries` times, and no transaction stays "
            "open, for which others would wait."
        )

    def all(self, what, who=None):
        return [event for event in self.told["events"] if event[1] == what and who in (None, event[2])]

    def times(self, what, who=None):
        return [event[0] for event in self.all(what, who)]

    def ended(self, who="ann"):
        """How its call ended: value, error, whether it is the error that work raised, transactions open, rows."""
        return self.all("ended", who)[0][3:]

    @property
    def outcome(self):
        value, error, *_ = self.ended()
        return f"raised {error}" if error else f"returned {value!r}"


def once(lab, *runs, tries=None, start=0.0, **options):
    """One caller, whose work goes as these runs say."""
    return Seen(lab, [["ann", start, list(runs), {} if tries is None else {"tries": tries}]], **options)


def fails(error, times):
    return [[["get", ROW], ["raise", error], None]] * times
