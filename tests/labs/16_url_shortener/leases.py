"""The rules of part 2 of lab 16, once more: no number twice, and how many may be lost."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FAR = 90
"""Of so many plays of one kind, one is played at the judge."""
ONCE = "No number is returned twice under one name, by whichever allocator (rule {})."


@dataclass
class Call:
    """One call of `next` or `close`. `outcome` is what it returned, the name of what it raised, or "never"."""

    asked: float
    who: str
    verb: str
    outcome: object
    ended: float


@dataclass
class Row:
    """One call of the store's: `how` it ended for its caller, and what was `done` meanwhile."""

    time: float
    who: str
    verb: str
    key: str
    how: str
    done: object
    first: object = None


class Seen:
    """A play: the calls in turn, the store's own in turn, and who has died."""

    def __init__(self, report, told=""):
        calls, log, self.dead = report
        self.calls, self.log, self.told = [Call(*call) for call in calls], [Row(*row) for row in log], told

    def numbers(self, who=None):
        """What `next` came to, in the order in which it was called, or the error's name."""
        return [call.outcome for call in self.calls if call.verb == "next" and who in (None, call.who)]

    def issued(self, among=None):
        """All numbers that were returned, in the order in which they came."""
        ended = sorted((call for call in self.calls if call.ended is not None), key=lambda call: call.ended)
        return [
            c.outcome
            for c in ended
            if type(c.outcome) is int and c.verb == "next" and (among is None or c.who in among)
        ]

    def failed(self):
        """How many calls of the store's failed, for whoever made them."""
        return sum(row.how not in ("heard", "under way") for row in self.log)

    def once(self, rule=1):
        """Fails where a number is none, or was returned twice, or somebody hangs who is alive."""
        assert len(self.log) < 3_000, (
            f"{self.told}The store was asked 3,000 times and more: `next` asks it for `block` numbers at a time, 1 or "
            "more, and then four times at most (rule 3)."
        )
        for call in self.calls:
            assert call.outcome != "never" or call.who in self.dead, (
                f"{self.told}A `{call.verb}` of {call.who!r} at {call.asked:.3f} s had not ended two minutes after the "
                "last one: it has to return, or to raise."
            )
            assert (
                call.verb == "close"
                or call.outcome is None
                or (type(call.outcome) in (int, str) and not str(call.outcome).startswith("-"))
            ), f"{self.told}`next` returned {call.outcome!r}: it returns a whole number, from 0 on (rule 1)."
        issued = self.issued()
        for place, number in enumerate(issued):
            if number in issued[:place]:
                who = [
                    f"{call.who!r} at {call.ended:.3f} s"
                    for call in self.calls
                    if call.outcome == number and type(call.outcome) is int
                ]
                raise AssertionError(
                    f"{self.told}The number {number} was returned to {' and to '.join(who)}. {ONCE.format(rule)}"
                )
        return self

    def whole(self, block, faults, until=None):
        """Fails where more numbers below the last one were never returned than so many faults may cost."""
        issued = set(self.issued())
        missing = [number for number in range(max(issued) if until is None else until) if number not in issued]
        assert len(missing) <= block * faults, (
            f"{self.told}Somebody asked on, and {len(missing)} numbers were never returned, {missing[:8]} among them, "
            f"where {block} is a block and {faults or 'nothing'} went wrong: in the end each is returned, except for "
            "at most `block` each time that an allocator dies, outstays its lease, has a call fail or a caller "
            "cancelled (rule 6)."
        )
        return self


def block(size):
    return max(1, size // 10)


def call(time, who="a", times=1):
    """Somebody calls `next`, so often, each time in the step in which he has the number before."""
    return [time, who, "next", times]


def close(time, who="a"):
    return [time, who, "close"]


def play(lab, script, told="", size=20, lease=30.0, options=None, rule=1, **world):
    """One play, in which nothing came twice; if it did, that is against this rule."""
    things, stage = lab.bring(HERE / "beside_shelf.py", HERE / "beside_numbers.py", every=60, first=1)
    options = {"size": size, "lease": lease} if options is None else options
    return Seen(stage.play(things, script, options, **world), told).once(rule)


def play_all(lab, several, size=20, lease=30.0):
    """Several plays, each (script, what is told of it, world)."""
    options = {"size": size, "lease": lease}
    for bring, those in lab.in_turn(several, FAR):
        things, stage = bring(HERE / "beside_shelf.py"), bring(HERE / "beside_numbers.py")
        for start in range(0, len(those), 20):
            part = those[start : start + 20]
            reports = stage.play_all(things, [[script, options, world] for script, _, world in part])
            yield from (Seen(report, told).once() for report, (_, told, _) in zip(reports, part, strict=True))


def moments(seen, who="a"):
    """Each call of the store's that somebody makes, and whether it is done when he dies."""
    calls = sum(row.who == who for row in seen.log)
    return [(last, done) for last in range(1, calls + 1) for done in (False, True)]


def told(last, done):
    return f"A process was killed at its store call {last}, which was {'done' if done else 'not done'}. "
