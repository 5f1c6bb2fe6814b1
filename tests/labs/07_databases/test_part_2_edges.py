"""Lab 07, part 2: odd items, several objects, long sweeps, and calls that meet about one key."""

import pytest

from .holds import call, outcomes, played, stored
from .scene import EVERY_LEVEL, LAMPS, PACE, beside, stocked

TWO = [{"seconds": 100.0}, {"seconds": 0.5}]


def told(lab, options, rows, *script, isolation):
    """The rows in the end, and the outcomes, of a script that is played on objects with these options, in turn."""
    found = beside(lab).play("Holds", options, rows, isolation, list(script), 0, 0.0)
    return found["rows"], [event[4] or "returned" for event in found["events"] if event[1] == "ended"]


@pytest.mark.rule(2)
@EVERY_LEVEL
@pytest.mark.parametrize("items", [{}, {"bulb": 1, "lamp": 0}, {"": 2, "lamp": 1}], ids=str)
def test_items_are_kept_as_they_were_given(lab, isolation, items):
    rows = {**LAMPS, ("stock", ""): 2}
    seen = played(lab, rows, call(1, "ann", ["hold", "k", items]), isolation=isolation)
    assert outcomes(seen) == ["returned"] and stored(seen, "k")[1] == items, (
        f"`hold('k', {items})` {seen.calls[0].told()}, and the row is {stored(seen, 'k')}: it takes them and keeps "
        "the row ('held', items, until), with the items as they were given."
    )
    seen.walk()


@pytest.mark.rule(5)
@EVERY_LEVEL
def test_several_objects_work_on_each_others_holds(lab, isolation):
    """Their calls are made in turn by one of 100 s and one of 0.5 s."""
    lamp = {"lamp": 1}
    steps = [call(1.0, 0, ["hold", "k", lamp]), call(1.25, 1, ["hold", "j", lamp])]
    steps += [call(1.5, 2, ["confirm", "j"]), call(1.625, 3, ["confirm", "k"])]
    steps += [call(2.0, 4, ["confirm", "k"]), call(2.0, 5, ["confirm", "j"])]
    rows, how = told(lab, TWO, LAMPS, *steps, isolation=isolation)
    assert [rows.get(("hold", key), (None,) * 3)[2] for key in "kj"] == [101.0, 1.75], (
        f"One Holds of 100 s held at 1 s, one of 0.5 s at 1.25 s, on one ledger: the rows are {rows}. `until` is "
        "`seconds` of this object after a moment of the call (rule 2)."
    )
    assert how == ["returned"] * 6, (
        f"Two Holds, of 100 s and 0.5 s, confirmed each other's holds in time, and then again: {how}. Every call may "
        "be made again, of one `Holds` or of several: `confirm` of what is sold returns."
    )


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_a_sweep_goes_through_all_holds(lab, isolation):
    """The first of them is in time, the second sold, and fourteen are overdue."""
    bulb = {"bulb": 1}
    short = [["hold", "sold", bulb], ["confirm", "sold"], *(["hold", f"h{n}", bulb] for n in range(14))]
    steps = [call(1, 0, ["hold", "long", bulb]), call(1.0, 1, *short), call(3.0, 2, ["expire"])]
    rows, _ = told(lab, TWO, stocked(bulb=20), *steps, isolation=isolation)
    held = [key[1] for key, row in rows.items() if key[0] == "hold" and row[0] == "held"]
    assert held == ["long"], (
        f"Of sixteen holds the first is in time, the second sold, and fourteen are overdue; after `expire` {held} are "
        "held: it gives back each hold that was overdue when it was called, and goes on where one is not."
    )


@pytest.mark.rule(4)
@EVERY_LEVEL
@pytest.mark.parametrize("trouble", ["drop", "miss"])
def test_a_sweep_that_heard_nothing_does_not_say_that_it_is_done(lab, isolation, trouble):
    first = call(1, "zoe", *(["hold", n, {"lamp": 1}] for n in range(3)))
    for moment in range(0, 16, 2):
        lost = (12 + (moment + 0.5) * PACE, trouble)
        played(lab, LAMPS, first, call(12, "s", ["expire"]), lost, isolation=isolation).walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_only_release_and_expire_free_a_hold(lab, isolation):
    steps = [call(1, "zoe", ["hold", "k", {"lamp": 3}]), call(20, "ann", ["hold", "j", {"lamp": 1}])]
    seen = played(lab, LAMPS, *steps, isolation=isolation)
    seen.walk()
    assert stored(seen, "k")[0] == "held", (
        f"A hold was overdue and not swept, and another call of `hold` left it {stored(seen, 'k')[0]!r}: `release` and "
        "`expire` make a hold free, nothing else."
    )


NAMES = ["lamp", "Lamp", "lamps", "LAMP"]
ASKED = [dict(zip(NAMES, (1, 2, 3, 4))), dict(zip(NAMES[::-1], (1, 2, 3, 4)))] * 2
ASKED += [{f"p{n}": 1 for n in range(9)}, {"p7": 1, "p2": 1}, {"p2": 1, "p7": 1, "p5": 1}]


@pytest.mark.rule(6)
@EVERY_LEVEL
@pytest.mark.parametrize("verb", ["hold", "release"])
def test_names_that_are_alike_have_one_order_too(lab, isolation, verb):
    rows = {("stock", name): 20 for items in ASKED for name in items}
    for gap in (0.0, 0.7):
        holds = [["hold", n, items] for n, items in enumerate(ASKED)]
        calls = holds if verb == "hold" else [["release", n] for n in range(len(ASKED))]
        first = [call(1, "zoe", *holds)] * (verb == "release")
        steps = [call(5 + n * gap * PACE, f"c{n}", one) for n, one in enumerate(calls)]
        played(lab, rows, *first, *steps, isolation=isolation).walk().quiet()


@pytest.mark.rule(6)
@EVERY_LEVEL
def test_a_sweep_and_a_release_do_not_wait_for_each_other(lab, isolation):
    first = call(1, "zoe", *(["hold", n, {"lamp": 1}] for n in range(3)))
    for gap in range(10):
        later = [call(12 + 1.3 * gap * PACE, f"c{n}", ["release", n]) for n in (1, 2)]
        played(lab, LAMPS, first, call(12, "s", ["expire"]), *later, isolation=isolation).walk().quiet()
