"""Lab 07, part 2: holds, rule by rule."""

import pytest

from .holds import call, ended, outcomes, played, stored
from .scene import EVERY_LEVEL, LAMPS, PACE, beside


@pytest.mark.rule(2)
@EVERY_LEVEL
@pytest.mark.parametrize("items", [{"lamp": 2, "bulb": 1}, {"bulb": 8, "lamp": 1}], ids=str)
def test_take_works_in_the_transaction_it_is_given(lab, isolation, items):
    told = beside(lab, "beside_take").taken(LAMPS, isolation, items)
    enough = items["bulb"] <= 7
    assert told["before"] == LAMPS, (
        f"`take(tx, {items})` had changed what is committed before anybody committed `tx`: {told['before']}. It takes "
        "the items in that transaction."
    )
    assert told["error"] == (None if enough else "SoldOut"), (
        f"Of 3 lamps and 7 bulbs, `take` of {items} ended with {told['error']}: it takes all the items from "
        "the stock, or raises `SoldOut`."
    )
    left = {("stock", "lamp"): 1, ("stock", "bulb"): 6} if enough else LAMPS
    assert told["after"] == left, f"`take` of {items}, and commit or rollback: {told['after']} were free, not {left}."


@pytest.mark.rule(2)
@EVERY_LEVEL
@pytest.mark.parametrize("seconds", [10.0, 0.75, 0.0])
@pytest.mark.parametrize("key", ["k1", 0, "", None, ("a", 1)], ids=repr)
def test_a_hold_takes_the_items_and_keeps_a_row(lab, isolation, key, seconds):
    items = {"lamp": 2, "bulb": 3}
    seen = played(lab, LAMPS, call(1.0, "ann", ["hold", key, items]), isolation=isolation, seconds=seconds, pace=0.0)
    row = seen.told["rows"].get(("hold", key))
    assert row == ("held", items, 1.0 + seconds), (
        f"`hold({key!r}, {items})` of {seconds} s at 1 s left the row {row}: it keeps ('held', items, until)."
    )
    left = [seen.told["rows"][("stock", product)] for product in ("lamp", "bulb")]
    assert left == [1, 4], f"Of 3 lamps and 7 bulbs {items} were held, and {left} are free: `take` takes all the items."
    seen.walk()


@pytest.mark.rule(2)
@EVERY_LEVEL
@pytest.mark.parametrize(
    "items", [{"lamp": 4}, {"bulb": 1, "lamp": 5}, {"lamp": 1, "bulb": 8}, {"lamp": 1, "sofa": 1}], ids=str
)
def test_too_many_are_sold_out_and_leave_nothing(lab, isolation, items):
    few = {"lamp": 3}
    seen = played(lab, LAMPS, call(1, "ann", ["hold", "k", items], ["hold", "k", few]), isolation=isolation)
    assert outcomes(seen)[0] == "SoldOut", (
        f"Of 3 lamps and 7 bulbs, `hold` of {items} {seen.calls[0].told()}: `take` raises `SoldOut`."
    )
    assert outcomes(seen)[1] == "returned" and stored(seen, "k")[1] == few, (
        f"After SoldOut there is nothing of the hold, and its key may be tried again: {few} {seen.calls[1].told()}."
    )
    seen.walk()


@pytest.mark.rule(2)
@EVERY_LEVEL
def test_the_last_piece_can_be_taken(lab, isolation):
    seen = played(lab, LAMPS, call(1, "ann", ["hold", 1, {"lamp": 3}], ["hold", 2, {"lamp": 1}]), isolation=isolation)
    ended(seen, "returned", "SoldOut")
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
@pytest.mark.parametrize("late", [0.0, 1e-3, 1e6])
@pytest.mark.parametrize("swept", [False, True])
def test_what_is_overdue_is_not_confirmed(lab, isolation, late, swept):
    sweep = [call(10.0 + late, "sweeper", ["expire"])] * swept
    steps = [call(2.0, "ann", ["hold", "k", {"lamp": 1}]), *sweep, call(10.0 + late, "bob", ["confirm", "k"])]
    seen = played(lab, LAMPS, *steps, isolation=isolation, seconds=8.0, pace=0.0)
    told = seen.calls[-1].told()
    assert told == "raised Expired", (
        f"A hold was overdue since 10 s, {'swept' if swept else 'not swept'}, and confirm at {10 + late} s {told}: "
        "`confirm` raises `Expired` when the hold is overdue, from `now() >= until` on."
    )
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_what_is_in_time_is_confirmed(lab, isolation):
    steps = [call(2.0, "ann", ["hold", "k", {"lamp": 1}]), call(9.9375, "ann", ["confirm", "k"])]
    seen = played(lab, LAMPS, *steps, isolation=isolation, seconds=8.0, pace=0.0)
    assert seen.calls[-1].error is None and stored(seen, "k")[0] == "sold", (
        f"A hold until 10 s was confirmed at 9.9375 s: it {seen.calls[-1].told()}, and the row is "
        f"{stored(seen, 'k')}. `confirm` makes a hold that is not overdue 'sold'."
    )
    seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_what_is_in_time_can_be_released(lab, isolation):
    ann = call(1, "ann", ["hold", "k", {"lamp": 3, "bulb": 1}], ["release", "k"], ["hold", "j", {"lamp": 3}])
    seen = played(lab, LAMPS, ann, isolation=isolation)
    assert stored(seen, "k")[0] == "free" and outcomes(seen) == ["returned"] * 3, (
        f"Three lamps were held, released, and held again under another key: {outcomes(seen)}, and the first hold is "
        f"{stored(seen, 'k')[0]!r}. `release` makes a hold 'free', overdue or not, and its items too."
    )
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_there_must_be_something_to_confirm(lab, isolation):
    ann = call(1, "ann", ["confirm", "k"], ["hold", "k", {"lamp": 2}], ["release", "k"], ["confirm", "k"])
    seen = played(lab, LAMPS, ann, isolation=isolation)
    assert outcomes(seen) == ["Expired", "returned", "returned", "Expired"], (
        f"confirm, hold, release, confirm ended with {outcomes(seen)}: `confirm` raises `Expired` when there is no "
        "hold, or when it is 'free'."
    )
    seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
@pytest.mark.parametrize("method", ["release", "expire"])
def test_what_is_overdue_can_be_given_back(lab, isolation, method):
    first = call(2.0, "ann", *(["hold", n, {"lamp": 1, "bulb": 1 + n}] for n in range(3)))
    back = [["expire"]] if method == "expire" else [["release", n] for n in range(3)]
    seen = played(lab, LAMPS, first, call(10.0, "sweeper", *back), isolation=isolation, seconds=8.0, pace=0.0)
    free = {key: row for key, row in seen.told["rows"].items() if key[0] == "stock"}
    held = {key[1]: row[0] for key, row in seen.told["rows"].items() if key[0] == "hold"}
    assert free == LAMPS and set(held.values()) == {"free"}, (
        f"Three holds were overdue since 10 s, and after `{method}` at 10 s they were {held}, and free were {free}, of "
        "3 lamps and 7 bulbs: it makes each hold that was overdue when it was called 'free', and its items."
    )
    seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_what_is_in_time_is_not_swept(lab, isolation):
    steps = [call(2.0 + n, f"c{n}", ["hold", n, {"lamp": 1}]) for n in range(3)]
    seen = played(lab, LAMPS, *steps, call(11.5, "s", ["expire"]), isolation=isolation, seconds=8.0, pace=0.0)
    states = [stored(seen, n)[0] for n in range(3)]
    assert states == ["free", "free", "held"], (
        f"Holds until 10, 11 and 12 s were {states} after `expire` at 11.5 s: it gives back each that is overdue, and "
        "none that is in time."
    )
    seen.walk()


@pytest.mark.rule(5)
@EVERY_LEVEL
def test_calls_may_be_made_again(lab, isolation):
    lamp, bulb = {"lamp": 1}, {"bulb": 2}
    sold = [["hold", "k", lamp], ["hold", "k", bulb], ["confirm", "k"], ["confirm", "k"], ["release", "k"], ["expire"]]
    sold += [["hold", "k", lamp], ["confirm", "k"]]
    free = [["release", "j"], ["hold", "j", bulb], ["release", "j"], ["release", "j"], ["expire"], ["hold", "j", lamp]]
    steps = [call(1, "ann", *sold), call(1.5, "bob", *free), call(20, "ann", ["confirm", "k"], ["expire"])]
    seen = played(lab, LAMPS, *steps, isolation=isolation)
    wrong = [f"{one} {one.told()}" for one, how in zip(seen.calls, outcomes(seen)) if how != "returned"]
    assert not wrong, (
        f"Calls were made again, one after the other, and {wrong[0]}. Every call may be made again: what is sold "
        "stays sold, `confirm` returns, and `hold` of a key with a row returns."
    )
    rows = seen.told["rows"]
    assert (stored(seen, "k")[0], stored(seen, "j")[0], rows[("stock", "bulb")]) == ("sold", "free", 7), (
        f"After all that the rows are {rows}: what is sold stays sold, what is free is given back once."
    )
    seen.walk()


@pytest.mark.rule(5)
@EVERY_LEVEL
@pytest.mark.parametrize("verb", ["hold", "confirm", "release", "expire"])
@pytest.mark.parametrize("apart", [0.0, 0.7, 1.6])
def test_several_may_call_at_once(lab, isolation, verb, apart):
    calls = {"hold": ["hold", "k", {"lamp": 1}], "expire": ["expire"]}.get(verb, [verb, "k"])
    first = [call(1, "zoe", ["hold", "k", {"lamp": 1}])] * (verb != "hold")
    start = 11 if verb == "expire" else 2
    steps = [call(start + n * apart * PACE, f"c{n}", calls, calls) for n in range(4)]
    seen = played(lab, LAMPS, *first, *steps, isolation=isolation, seconds=8.0)
    assert set(outcomes(seen)) == {"returned"}, (
        f"Four called {calls} at once, and twice: {outcomes(seen)}. Every call may be made by several at once."
    )
    seen.walk()
