"""Lab 13, part 2: a night on which the service fails, slows down and says no, and callers leave."""

import pytest

from systemdesign.grading.schedules import schedules

from .model import Model, differs, misnoted, seen
from .scene import BESIDE, call, leave, ordered

STEP, UNTIL = 0.5, 40
OPTIONS = {"least": 3, "open": 2.0, "probes": 2}
WINDOW = {"seconds": 4.0, "buckets": 4}
MODES = {"fail": (0.07, "Lost"), "slow": (1.6, "late"), "refuse": (0.02, "Refused"), "mend": (0.06, "fine")}


def script(events):
    """A call every 0.23 s, which goes by the last event before it; `leave` cancels all that are under way."""
    rows = []
    for who in range(1, 90):
        time = 0.23 * who
        before = [event.verb for event in events if event.time * STEP < time and event.verb in MODES]
        seconds, how = MODES[before[-1] if before else "mend"]
        rows.append(call(time, who, (seconds + who * 1e-5, how)))
    for event in events:
        if event.verb == "leave":
            rows += [leave(event.time * STEP + row[2] * 1e-6, row[2]) for row in rows if begun(row, event.time * STEP)]
    return ordered(*rows)


def begun(row, time):
    return row[1] == "call" and time - 2.0 < row[0] < time


@pytest.mark.rule(2, 3, 4, 5, 6, 7, 8, 9)
@schedules("2.night", targets=["service"], verbs=[*MODES, "leave"], until=UNTIL, most=5, examples=40)
def test_whatever_befalls_the_service(lab, story):
    rows = script(story.events)
    (found,) = lab.bring(BESIDE, every=10).breakers([[rows, OPTIONS, WINDOW]])
    was, due = seen(found), Model(rows, OPTIONS, WINDOW).play()
    for request, (time, how, state) in sorted(was.ended.items(), key=lambda item: item[1][0]):
        asked = "passed on" if request in was.asked else "refused"
        story.lines.append(f"{time:8.3f} s  call {request // 100} was {asked} and came to {how!r}: {state}")
    wrong = differs(was, due) or misnoted(was, due)
    assert wrong is None, f"With {OPTIONS} and a window of {WINDOW}: {wrong}."
