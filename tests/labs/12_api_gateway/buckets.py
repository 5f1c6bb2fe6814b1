"""The rules of part 2 of lab 12, once more: how long a client waits, and how much any stretch of time may see."""

from dataclasses import dataclass
from pathlib import Path

BESIDE = Path(__file__).parent / "beside.py"
ROUND = 1e-9
"""Less than this of a token is not missing."""


@dataclass
class Ask:
    """One call of `take`. `outcome` is what it returned, the name of what it raised, or "never"."""

    asked: float
    gateway: int
    client: str
    outcome: object
    ended: float

    @property
    def passed(self):
        return isinstance(self.outcome, (int, float)) and self.outcome == 0


@dataclass
class Row:
    """One call of the store's."""

    time: float
    gateway: int
    verb: str
    key: str
    version: int
    outcome: object


class Seen:
    """A play: the calls in turn, the store's own in turn, and what each gateway has for `blind`."""

    def __init__(self, report):
        asks, log, self.blind = report
        self.asks, self.log = [Ask(*ask) for ask in asks], [Row(*row) for row in log]

    def outcomes(self):
        return [ask.outcome for ask in self.asks]

    def verbs(self):
        return [row.verb for row in self.log]

    def passed(self):
        return [ask for ask in self.asks if ask.passed]


def ask(time, client="ann", gateway=0, times=1, leaves=None):
    return [time, gateway, client, times, leaves]


def play(lab, script, rate=2.0, burst=3, clocks=(0.0,), **world):
    """One play, in which every call came to an end of some kind."""
    script = sorted(script, key=lambda one: one[0])
    stage = lab.bring(BESIDE, every=16, first=2)
    seen = Seen(stage.asks({"rate": rate, "burst": burst}, list(clocks), script, **world))
    hangs = [one for one in seen.asks if one.outcome == "never"]
    assert not hangs, f"A `take` of {hangs[0].asked} s had not ended 30 s after the last one: it has to return."
    return seen


def wait(spent, time, rate, burst):
    """The seconds until one more may pass: no stretch from an earlier one on sees more than it may."""
    last = len(spent) - 1
    return max([0.0, *(then + (last - place + 2 - burst) / rate - time for place, then in enumerate(spent))])


def billionth(seen):
    """What to say of an answer that takes a rounding for a missing token."""
    tiny = any(isinstance(one.outcome, float) and 0 < one.outcome < ROUND for one in seen.asks)
    return "A token that lacks less than a billionth is whole." if tiny else ""


def exactly(seen, rate, burst, rule):
    """Fails where a call was not answered as one bucket for each client would, whose store takes no time."""
    spent = {}
    for one in seen.asks:
        had = spent.setdefault(one.client, [])
        due = wait(had[-400:], one.asked, rate, burst)
        what = (
            f"rate {rate}, burst {burst}: `take({one.client!r})` at {one.asked:.4f} s, after {len(had)} tokens were "
            f"spent, the last at {had[-1] if had else None} s"
        )
        if due * rate <= ROUND:
            assert one.passed, f"{what}, returned {one.outcome!r}: there is a whole token, so it returns 0.0. {rule}"
            had.append(one.asked)
        else:
            assert not one.passed, f"{what}, returned {one.outcome!r}: {due:.4f} s are left to wait. {rule}"
            assert isinstance(one.outcome, (int, float)) and abs(one.outcome - due) < 1e-6 * max(1.0, due), (
                f"{what}, returned {one.outcome!r}: it returns the seconds until there is a whole one, {due:.4f}. "
                f"{rule}"
            )


def bounded(passed, rate, burst, apart, rule):
    """Fails where some stretch of time sees more tokens spent than it may, with clocks so far apart."""
    for first in passed:
        inside = sorted(one.ended for one in passed if one.asked >= first.asked)
        for count, end in enumerate(inside, 1):
            most = burst + rate * (end - first.asked + apart)
            assert count <= most + 1e-6, (
                f"rate {rate}, burst {burst}: from {first.asked:.3f} to {end:.3f} s {count} calls returned 0.0, and at "
                f"most {most:.2f} may, with clocks {apart} s apart. {rule}"
            )
