"""What lab 13 is judged with: stories of calls, told by one line each."""

from pathlib import Path

BESIDE = Path(__file__).parent / "beside.py"
RAMP = Path(__file__).parent / "beside_ramp.py"
SHARDS = Path(__file__).parent / "beside_shards.py"
EXACT = Path(__file__).parent / "beside_exact.py"
ODD = Path(__file__).parent / "beside_odd.py"
FALSY = [0, "", None, False]
FAILING = ["Lost", "Unavailable", "TimedOut", "TimeoutError", "ValueError", "KeyError"]
WIDE = {"seconds": 1000.0, "buckets": 10}
"""A window that forgets nothing in a short story."""


def call(time, who, *plans):
    """Somebody calls at this time; each plan is (seconds, value or error's name), the next call follows at once."""
    return [time, "call", who, [list(plan) for plan in plans]]


def leave(time, who):
    return [time, "leave", who]


def look(time):
    return [time, "look"]


def ordered(*rows):
    """A script in order of time."""
    return sorted(rows, key=lambda row: row[0])


FAIL, GOOD, SLOW, NO = (0.125, "Lost"), (0.125, "fine"), (1.5, "late"), (0.125, "Refused")
LONG = (2.5, "fine")
"""How a call may end: all in seconds that a computer adds without an error."""


def failing(count=2, start=0.0):
    """So many failures, one after the other, a quarter of a second each: two of them end at start + 0.375."""
    return [call(start + 0.25 * number, 1 + number, FAIL) for number in range(count)]


def trials(start, *plans, who=30, apart=0.25):
    """Calls one after the other, `apart` seconds each."""
    return [call(start + apart * number, who + number, plan) for number, plan in enumerate(plans)]


def at_once(start, count, plan, who=50):
    """So many callers at one moment."""
    return [call(start, who + number, plan) for number in range(count)]
