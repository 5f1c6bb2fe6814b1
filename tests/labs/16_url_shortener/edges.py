"""What part 3 of lab 16 is judged with: readers and purges, one line each, and an origin's plans."""

from functools import partial
from pathlib import Path

from .watch import RULES, Watch, Wrong

__all__ = ["RULES"]
BESIDE = Path(__file__).parent / "beside_edges.py"
FAR = 40
"""Of so many plays of one kind, one is played at the judge."""
LONG = 500
"""A script of more rows is not played at the judge: it takes too long."""
SERVICE = ["Unavailable", "Refused", "Lost", "TimedOut", "ServiceError"]


def ask(time, *codes):
    """A reader who asks for these codes, one after the other, each in the step in which he has the one before."""
    return [time, "ask", *(codes or ("a",))]


def leave(time, who):
    """The reader number `who` is cancelled."""
    return [time, "leave", who]


def purge(time, code="a"):
    return [time, "purge", code]


def created(time, code="a"):
    return [time, "created", code]


def plan(*several, code="a"):
    """What the calls for a code come to, (seconds, how), one after the other, the last for ever."""
    return [code, [list(one) for one in several]]


def which_failed(events, plans):
    """The calls that raised a service's error."""
    calls, found = {}, set()
    for _, what, *rest in events:
        if what == "begins":
            number, code = rest
            several = dict(plans).get(code, [[0.125, "url"]])
            place = calls.get(code, 0)
            calls[code] = place + 1
            if several[min(place, len(several) - 1)][1] in SERVICE:
                found.add(number)
    return found


def judged(lab, rule, script, options=None, plans=(), seed=0):
    """One play about one rule, or about all where that is None, walked through by all of them; returns its events."""
    script = sorted(script, key=lambda row: row[0])
    bring = lab.beside if len(script) > LONG else partial(lab.bring, every=60, first=1)
    events = bring(BESIDE).play(script, options, list(plans), seed)
    Watch(events, options or {}, which_failed(events, plans), rule).walk()
    return events


def judged_all(lab, several):
    """Many plays, each (script, options, plans)."""
    for bring, those in lab.in_turn(several, FAR):
        for start in range(0, len(those), 20):
            part = those[start : start + 20]
            found = bring(BESIDE).play_all([list(one) for one in part])
            for events, (script, options, plans) in zip(found, part, strict=True):
                walked(events, script, options, plans)


def walked(events, script, options, plans):
    try:
        Watch(events, options, which_failed(events, plans)).walk()
    except Wrong as wrong:
        raise AssertionError(f"{wrong} The script: {script[:12]}") from None


def calls(events, code="a"):
    """When the origin was asked for a code."""
    return [time for time, what, *rest in events if what == "begins" and rest[1] == code]


def answers(events):
    """What readers had, in the order in which they had it."""
    return [rest[3] for _, what, *rest in events if what == "has"]
