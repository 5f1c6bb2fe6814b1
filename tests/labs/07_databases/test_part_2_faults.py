"""Lab 07, part 2: callers who leave, commits that get lost, and schedules of both."""

import pytest

from systemdesign.grading.schedules import schedules

from .holds import Holding, call, played
from .scene import EVERY_LEVEL, LAMPS, LEVELS, PACE, STEP, beside, steps, stocked

KEYS = {"k1": {"lamp": 1}, "k2": {"lamp": 1, "bulb": 2}, "k3": {"bulb": 1, "lamp": 2}}
VERBS = ["hold", "hold", "confirm", "release", "expire", "leave", "drop", "miss"]


@pytest.mark.rule(1)
@pytest.mark.parametrize("method", ["hold", "release", "confirm", "expire"])
@EVERY_LEVEL
def test_a_caller_who_leaves_leaves_nothing_half_done(lab, isolation, method):
    items = {"bulb": 2, "lamp": 1}
    calls = {"hold": ["hold", "k", items], "expire": ["expire"]}.get(method, [method, "k"])
    first = [call(1, "zoe", ["hold", "k", items])] * (method != "hold")
    start = 12.0 if method == "expire" else 2.0
    for number in range(12):
        left = [(start + (number + 0.5) * PACE, "leave", "ann"), call(start + 1, "bob", calls, ["release", "k"])]
        seen = played(lab, LAMPS, *first, call(start, "ann", calls), *left, isolation=isolation)
        seen.walk()
        assert not seen.told["open"], f"{method} was cancelled, and a transaction stayed open."


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("trouble", ["drop", "miss"])
@pytest.mark.parametrize("method", ["hold", "release", "confirm"])
def test_after_a_lost_commit_the_sums_are_right_and_a_second_call_ends_it(lab, isolation, method, trouble):
    items = {"bulb": 2, "lamp": 1}
    calls = {"hold": ["hold", "k", items]}.get(method, [method, "k"])
    first = [call(1, "zoe", ["hold", "k", items])] * (method != "hold")
    seen = played(lab, LAMPS, *first, (1.9, trouble), call(2, "ann", calls, calls), isolation=isolation).walk()
    state = {"hold": "held", "release": "free", "confirm": "sold"}[method]
    assert seen.told["rows"][("hold", "k")][0] == state and seen.calls[-1].error is None, (
        f"A commit of {method} was lost, and a second call {seen.calls[-1].told()}; the row is "
        f"{seen.told['rows'].get(('hold', 'k'))}, where 'state' {state!r} was due. Every call may be made again."
    )


def wanted(verb, key):
    """The call that an event stands for."""
    return {"hold": ["hold", key, KEYS[key]], "expire": ["expire"]}.get(verb, [verb, key])


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("2.faults", targets=list(KEYS), verbs=VERBS, until=25, most=14, examples=60)
def test_whatever_happens_the_sums_are_right(lab, story):
    rows, seconds = stocked(lamp=3, bulb=3), 7.5 * STEP
    script = [*steps(story, wanted), call(3.0, "sweeper", *[["expire"]] * 15)]
    told = beside(lab).play("Holds", {"seconds": seconds}, rows, LEVELS[story.seed % 3], script, story.seed)
    holding = Holding(told, rows, seconds)
    story.lines += holding.lines()
    holding.walk()
    held = [key for key, row in told["rows"].items() if key[0] == "hold" and row[0] == "held"]
    assert not held, f"Everybody was gone, a sweeper came, and {held} were held: `expire` gives back each (rule 4)."
