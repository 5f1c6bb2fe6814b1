"""Lab 07, part 2: calls that meet, callers who leave, commits that get lost, and schedules of both."""

import pytest

from systemdesign.grading.schedules import schedules

from .holds import Holding, call, outcomes, played
from .scene import EVERY_LEVEL, LAMPS, LEVELS, PACE, STEP, beside, steps, stocked

KEYS = {"k1": {"lamp": 1}, "k2": {"lamp": 1, "bulb": 2}, "k3": {"bulb": 1, "lamp": 2}}
VERBS = ["hold", "hold", "confirm", "release", "expire", "leave", "drop", "miss"]


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("gap", [0.0, 0.4, 1.3, 2.6])
def test_nothing_is_held_twice(lab, isolation, gap):
    several = [call(1 + n * gap * PACE, n, ["hold", n, {"lamp": 1 + n % 2}]) for n in range(6)]
    seen = played(lab, LAMPS, *several, isolation=isolation, count=2)
    seen.walk()
    assert seen.told["rows"][("stock", "lamp")] == 0, (
        f"Six wanted three lamps, and {seen.told['rows'][('stock', 'lamp')]} are free: free + held is what it was."
    )


RACES = [("confirm", "release"), ("confirm", "expire"), ("release", "expire"), ("hold", "release")]


@pytest.mark.rule(5)
@EVERY_LEVEL
@pytest.mark.parametrize("pair", RACES, ids="-".join)
def test_whoever_comes_second_finds_what_the_first_has_done(lab, isolation, pair):
    for first, second in (pair, pair[::-1]):
        for gap in range(9):
            calls = {"hold": ["hold", "k", {"lamp": 1}], "expire": ["expire"]}
            steps = [call(1, "zoe", ["hold", "k", {"lamp": 1}])] * (first != "hold" and second != "hold")
            start = 9.0005 - 0.002 if "expire" in (first, second) else 2
            steps += [call(start, "ann", calls.get(first, [first, "k"]))]
            steps += [call(start + 0.7 * gap * PACE, "bob", calls.get(second, [second, "k"]))]
            played(lab, LAMPS, *steps, isolation=isolation, seconds=8.0).walk()


@pytest.mark.rule(6)
@EVERY_LEVEL
def test_no_deadlock_has_to_be_broken(lab, isolation):
    items = {"bulb": 1, "lamp": 1, "chair": 1}
    crosswise = [dict(sorted(items.items(), reverse=n % 2 == 0)) for n in range(6)]
    rows = stocked(lamp=9, chair=9, bulb=9)
    for gap in (0.0, 0.4, 1.1):
        verbs = [("hold", lambda n: [n, crosswise[n]]), ("release", lambda n: [n])]
        for number, (verb, args) in enumerate(verbs):
            holds = [call(1, "zoe", *(["hold", n, crosswise[n]] for n in range(6)))] * number
            steps = [call(5 + n * gap * PACE, f"c{n}", [verb, *args(n)]) for n in range(6)]
            played(lab, rows, *holds, *steps, isolation=isolation).walk().quiet()
        holds = call(1, "zoe", *(["hold", n, crosswise[n]] for n in range(4)))
        steps = [call(11.5, "s", ["expire"]), call(11.5 + gap * PACE, "ann", ["hold", 8, crosswise[1]])]
        steps += [call(11.5 + n * gap * PACE, f"c{n}", ["release", n]) for n in range(4)]
        steps += [call(11.5 + n * gap * PACE, f"t{n}", ["expire"]) for n in range(2)]
        played(lab, rows, holds, *steps, isolation=isolation).walk().quiet()


@pytest.mark.rule(6)
@EVERY_LEVEL
@pytest.mark.parametrize("pair", [*RACES, ("hold", "hold")], ids="-".join)
def test_calls_about_one_hold_do_not_block_each_other(lab, isolation, pair):
    items = {"lamp": 1, "bulb": 1}
    for gap in range(7):
        calls = {"hold": ["hold", "k", items], "expire": ["expire"]}
        steps = [call(12 + 0.7 * n * gap * PACE, n, calls.get(verb, [verb, "k"])) for n, verb in enumerate(pair)]
        steps += [call(12 + 0.7 * (n + 3) * PACE, f"c{n}", ["hold", "k", items]) for n in range(2)]
        held = call(1, "zoe", ["hold", "k", items])
        played(lab, LAMPS, held, *steps, isolation=isolation, count=2).walk().quiet()


@pytest.mark.rule(5)
@EVERY_LEVEL
def test_several_may_hold_the_last_pieces_under_one_key(lab, isolation):
    for gap in range(8):
        steps = [call(1 + 0.7 * n * gap * PACE, f"c{n}", ["hold", "k", {"lamp": 3}]) for n in range(3)]
        seen = played(lab, LAMPS, *steps, isolation=isolation, count=2)
        assert outcomes(seen) == ["returned"] * 3, (
            f"Three held all the lamps under one key at once: {outcomes(seen)}. A key that has a row is not held "
            "again, and not sold out: `hold` returns."
        )
        seen.walk()


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
        assert not seen.told["open"], f"{method} was cancelled, and a transaction stayed open."
        seen.walk()


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("trouble", ["drop", "miss"])
@pytest.mark.parametrize("method", ["hold", "release", "confirm"])
def test_after_a_lost_commit_the_sums_are_right_and_a_second_call_ends_it(lab, isolation, method, trouble):
    items = {"bulb": 2, "lamp": 1}
    calls = {"hold": ["hold", "k", items]}.get(method, [method, "k"])
    first = [call(1, "zoe", ["hold", "k", items])] * (method != "hold")
    seen = played(lab, LAMPS, *first, (1.9, trouble), call(2, "ann", calls, calls), isolation=isolation)
    state = {"hold": "held", "release": "free", "confirm": "sold"}[method]
    assert seen.told["rows"][("hold", "k")][0] == state and seen.calls[-1].error is None, (
        f"A commit of {method} was lost, and a second call {seen.calls[-1].told()}; the row is "
        f"{seen.told['rows'].get(('hold', 'k'))}, where 'state' {state!r} was due. Every call may be made again."
    )
    seen.walk()


@pytest.mark.rule(2)
@pytest.mark.parametrize("isolation", LEVELS[1:])
def test_whoever_meets_many_is_not_sold_out(lab, isolation):
    """Statements take so long that all meet each time, and the last of them give up."""
    crowd = [call(1, f"c{n}", ["hold", n, {"lamp": 1}]) for n in range(16)]
    seen = played(lab, stocked(lamp=40), *crowd, isolation=isolation, pace=0.05, seconds=60.0)
    assert set(outcomes(seen)) <= {"returned", "Conflict"}, (
        f"Sixteen at once wanted a lamp each, of forty: {outcomes(seen)}. What `transact` raises when it gives up says "
        "nothing about the stock: `take` takes the items, or raises `SoldOut`."
    )
    assert len(seen.told["rows"]) == 1 + outcomes(seen).count("returned"), (
        f"Sixteen at once wanted a lamp each, and {outcomes(seen).count('returned')} calls of `hold` returned, but "
        f"{len(seen.told['rows']) - 1} rows are there. What `transact` raises when it gives up goes to the caller."
    )
    seen.walk()


def wanted(verb, key):
    """The call that an event stands for."""
    return {"hold": ["hold", key, KEYS[key]], "expire": ["expire"]}.get(verb, [verb, key])


@pytest.mark.rule(1, 2, 3, 4, 5)
@schedules("2.faults", targets=list(KEYS), verbs=VERBS, until=25, most=14, examples=60)
def test_whatever_happens_the_sums_are_right(lab, story):
    rows, seconds = stocked(lamp=3, bulb=3), 7.5 * STEP
    script = [*steps(story, wanted), call(3.0, "sweeper", *[["expire"]] * 15)]
    options, level = {"seconds": seconds}, LEVELS[story.seed % 3]
    told = beside(lab).play("Holds", options, rows, level, script, story.seed, count=2, order=story.order)
    holding = Holding(told, rows, seconds)
    story.lines += holding.lines()
    holding.walk()
    held = [key for key, row in told["rows"].items() if key[0] == "hold" and row[0] == "held"]
    assert not held, f"Everybody was gone, a sweeper came, and {held} were held: `expire` gives back each (rule 4)."
