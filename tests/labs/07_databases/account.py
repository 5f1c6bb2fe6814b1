"""What was seen, in the order in which it happened: calls, and what was committed before, during and after each."""

from dataclasses import dataclass, field
from math import inf

REFUSED = ("Conflict", "Deadlock")
"""What `transact` raises when it gives up; the text lets it go to the caller."""


@dataclass
class Call:
    """A call, the rows that were committed at its moments, each with its time, and how it ended."""

    who: object
    method: str
    args: list
    called: float
    ended: float = inf
    value: object = None
    error: str | None = None
    text: str | None = None
    states: list = field(default_factory=list)

    def __str__(self):
        return f"{self.method}({', '.join(map(repr, self.args))}), called at {ms(self.called)},"

    @property
    def key(self):
        return self.args[0] if self.args else None

    @property
    def over(self):
        """Whether it had an outcome of its own."""
        return self.ended < inf and self.error not in ("left", *REFUSED)

    def ever(self, true):
        """Whether this was true of the rows at some moment of the call."""
        return any(true(rows) for _, rows in self.states)

    def told(self):
        """How it ended, in words."""
        if self.ended == inf:
            return "never ended"
        return f"raised {self.error}" if self.error else f"returned {self.value!r}"


def ms(time):
    return f"{1000 * time:.1f} ms"


class Account:
    """All calls, and a walk through what happened, on which `at_commit(old, new, writes)` and `at_end(call)` judge."""

    def __init__(self, told, rows):
        self.told, self.begin, self.judging = {**told, "rows": known(told["rows"])}, dict(rows), False
        self._go()

    def walk(self):
        self.judging = True
        self._go()
        hanging = next(iter(self.under_way.values()), None)
        assert hanging is None, f"{hanging} never ended: no transaction stays open, for which others wait."
        return self

    def _go(self):
        self.rows, self.time, self.calls, self.under_way = dict(self.begin), 0.0, [], {}
        for time, what, *rest in self.told["events"]:
            self.time = time
            if what != "began":
                getattr(self, f"seen_{what}")(*rest)

    def seen_called(self, who, method, args):
        call = self.under_way[who] = Call(who, method, args, self.time)
        call.states.append((self.time, self.rows))
        self.calls.append(call)

    def seen_ended(self, who, value, error, text=None):
        call = self.under_way.pop(who)
        call.ended, call.value, call.error, call.text = self.time, value, error, text
        if self.judging and call.over:
            self.at_end(call)

    def seen_committed(self, writes):
        writes = known(writes)
        old, self.rows = self.rows, {key: row for key, row in {**self.rows, **writes}.items() if row is not None}
        for call in self.under_way.values():
            call.states.append((self.time, self.rows))
        if self.judging:
            self.at_commit(old, self.rows, writes)

    def outcomes(self):
        """How the calls ended, in the order in which they began."""
        hanging = self.told["waiting"]
        assert not hanging or self.told["open"] <= len(hanging), (
            f"Calls of {', '.join(map(str, hanging))} had no end: a transaction stayed open, and they wait for its "
            "rows. None stays open after an exception, or when a caller was cancelled."
        )
        return [call.error or "returned" for call in self.calls]

    def lines(self):
        """The story, line by line."""
        for time, what, *rest in self.told["events"]:
            if what == "called":
                yield f"{time:8.3f} s  {rest[0]} calls {rest[1]}({', '.join(map(repr, rest[2]))})"
            elif what == "ended":
                yield f"{time:8.3f} s  {rest[0]}: {rest[2] or repr(rest[1])}"
            elif what == "committed":
                yield f"{time:8.3f} s          committed: {rest[0]}"


def known(rows):
    """The rows whose keys are of the kind that the text speaks of; an answer may have others."""
    return {key: row for key, row in rows.items() if isinstance(key, tuple) and len(key) > 1}


def stock(rows):
    """{product: how many are free} in these rows."""
    return {key[1]: row for key, row in rows.items() if key[0] == "stock"}


def short(rows, items):
    """Whether a piece of these items is missing."""
    free = stock(rows)
    return any(free.get(product, 0) < pieces for product, pieces in items.items())
