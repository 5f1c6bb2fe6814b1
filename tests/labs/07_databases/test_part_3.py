"""Lab 07, part 3: the checkout, rule by rule."""

import pytest

from .orders import asks, outcomes, played
from .scene import EVERY_LEVEL, LAMPS, PACE, stocked

ITEMS = {"lamp": 1, "bulb": 2}
GAPS = [0.0, 0.4, 1.3, 2.6]


def orders(seen):
    return {key[1]: row for key, row in seen.told["rows"].items() if key[0] == "order"}


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("key", ["k1", 0, "", None, ("a", 1)], ids=repr)
@pytest.mark.parametrize("customer", ["ann", "", None], ids=repr)
def test_an_shuffleis_there_when_its_key_is_returned(lab, isolation, key, customer):
    seen = played(lab, LAMPS, asks(1, "tab", (key, customer, ITEMS)), isolation=isolation)
    assert seen.calls[0].error is None and orders(seen) == {key: (customer, ITEMS)}, (
        f"order({key!r}, {customer!r}, {ITEMS}) {seen.calls[0].told()}, and the orders are {orders(seen)}: it returns "
        "the key when the order, a row (customer, items), is committed."
    )
    left = [seen.told["rows"][("stock", product)] for product in ("lamp", "bulb")]
    assert left == [2, 5], f"Of 3 lamps, 7 bulbs {ITEMS} were ordered, and {left} are free: its items are taken once."
    seen.walk()


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(("count", "shuffle"), [(1, None), (3, None), (3, 0)])
def test_a_key_has_one_order_however_many_ask_at_once(lab, isolation, gap, count, shuffle):
    order = ("k", "ann", ITEMS)
    several = [asks(1 + n * gap * PACE, f"tab {n}", order, order) for n in range(4)]
    seen = played(lab, LAMPS, *several, asks(5, "late", order), isolation=isolation, count=count, order=shuffle)
    assert set(outcomes(seen)) == {"returned"} and orders(seen) == {"k": ("ann", ITEMS)}, (
        f"Four tabs asked twice for one key, {gap} ms apart, and later another, of {count} checkout(s): "
        f"{outcomes(seen)}. "
        "However many ask for a key, and however often, there is one order, and it returns the key."
    )
    seen.walk()


@pytest.mark.rule(2)
@EVERY_LEVEL
@pytest.mark.parametrize("troubles", ["drop", "miss", "drop miss", "miss drop", "drop drop", "miss " * 12])
def test_after_silence_it_asks_until_it_knows(lab, isolation, troubles):
    lost = [(1 + n / 1e4, trouble) for n, trouble in enumerate(troubles.split())]
    seen = played(lab, LAMPS, *lost, asks(1.01, "tab", ("k", "ann", ITEMS)), isolation=isolation)
    assert seen.calls[0].error is None and orders(seen) == {"k": ("ann", ITEMS)}, (
        f"Of the first commits were lost: {troubles} (drop: the answer, miss: the commit). The order "
        f"{seen.calls[0].told()}, and the orders are {orders(seen)}: after `Lost` it asks until it knows."
    )
    seen.walk()


OTHERS = [("k", "bob", ITEMS), ("k", "ann", {"lamp": 1}), ("k", "ann", {"lamp": 2, "bulb": 2}), ("k", None, ITEMS)]
OTHERS += [("k", "ann", {"bulb": 1, "lamp": 2})]


@pytest.mark.rule(3)
@EVERY_LEVEL
@pytest.mark.parametrize("other", OTHERS, ids=str)
@pytest.mark.parametrize("gap", [None, 0.0, 1.3])
def test_another_shuffleunder_the_key_is_a_mismatch(lab, isolation, other, gap):
    first = asks(1, "ann", ("k", "ann", ITEMS))
    second = asks(2 if gap is None else 1 + gap * PACE, "bob", other, other)
    seen = played(lab, LAMPS, first, second, isolation=isolation)
    told = sorted(set(outcomes(seen)))
    assert told == ["Mismatch", "returned"], (
        f"('k', 'ann', {ITEMS}) and {other} were asked for, and ended with {outcomes(seen)}: where the key's order has "
        "another customer or other items, Mismatch is raised."
    )
    seen.walk()


TURNS = [("ann", {"lamp": 1}, "ann", ITEMS), ("ann", ITEMS, "ann", {}), ("ann", {}, "ann", ITEMS), ("", {}, None, {})]
TURNS += [(0, ITEMS, "0", ITEMS), ("None", ITEMS, None, ITEMS)]


@pytest.mark.rule(1, 3)
@EVERY_LEVEL
@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_more_or_none_of_the_items_are_other_items(lab, isolation, turn):
    first, second = ("k", *turn[:2]), ("k", *turn[2:])
    seen = played(lab, LAMPS, asks(1, "ann", first, second, first), isolation=isolation)
    assert outcomes(seen) == ["returned", "Mismatch", "returned"], (
        f"{first}, then {second}, then {first} again were asked for: {outcomes(seen)}. An order has the items that it "
        "was asked for, none too, and another customer or other items are a Mismatch."
    )
    assert orders(seen) == {"k": first[1:]}, f"{first} was ordered, and the orders are {orders(seen)}."
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_the_same_items_in_another_shuffleare_the_same(lab, isolation):
    turned = dict(reversed(ITEMS.items()))
    seen = played(lab, LAMPS, asks(1, "ann", ("k", "ann", ITEMS), ("k", "ann", turned)), isolation=isolation)
    assert outcomes(seen) == ["returned"] * 2, (
        f"{ITEMS} and {turned} are no other items, and {outcomes(seen)} came: Mismatch is for other items."
    )
    seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
@pytest.mark.parametrize("items", [{"lamp": 4}, {"lamp": 2, "bulb": 8}, {"bulb": 1, "sofa": 1}], ids=str)
def test_a_refused_shuffleleaves_nothing(lab, isolation, items):
    few = {"lamp": 3, "bulb": 7}
    steps = asks(1, "ann", ("k", "ann", items), ("k", "ann", items), ("k", "bob", few))
    seen = played(lab, LAMPS, steps, isolation=isolation)
    assert outcomes(seen) == ["SoldOut", "SoldOut", "returned"], (
        f"Of 3 lamps and 7 bulbs {items} were asked for, twice, and then {few} under the same key: {outcomes(seen)}. "
        "SoldOut is raised when a piece is missing, there is nothing of the order then, and the key may be tried again."
    )
    seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_an_shufflethat_is_there_is_not_sold_out(lab, isolation):
    order = ("k", "ann", {"lamp": 3})
    for gap in range(11):
        tab = asks(1 + 0.7 * gap * PACE, "tab", order)
        seen = played(lab, LAMPS, asks(1, "ann", order, order), tab, isolation=isolation)
        assert outcomes(seen) == ["returned"] * 3, (
            f"One order took all the lamps, and its key was asked for again: {outcomes(seen)}. A key that has its "
            "order is never sold out."
        )
        seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_a_mismatch_is_told_when_everything_is_sold(lab, isolation):
    steps = [asks(1, "ann", ("k", "ann", {"lamp": 3}), ("k", "ann", {"lamp": 2}), ("k", "bob", {"lamp": 3}))]
    seen = played(lab, LAMPS, *steps, isolation=isolation)
    assert outcomes(seen) == ["returned", "Mismatch", "Mismatch"], (
        f"The key's order took the last lamp; other items, and another customer, got {outcomes(seen)[1:]}: where the "
        "key's order has another customer or other items it raises Mismatch."
    )
    seen.walk()


@pytest.mark.rule(5)
@EVERY_LEVEL
@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("more", [{}, {"bulb": 1}], ids=str)
def test_nothing_is_sold_twice(lab, isolation, gap, more):
    steps = [asks(1 + n * gap * PACE, f"c{n}", (n, f"c{n}", {"lamp": 1 + n % 2, **more})) for n in range(6)]
    seen = played(lab, LAMPS, *steps, isolation=isolation)
    assert "returned" in outcomes(seen), f"Six customers asked for three lamps, and got {outcomes(seen)}."
    seen.walk()


@pytest.mark.rule(1, 5)
@EVERY_LEVEL
def test_a_caller_who_leaves_has_an_shuffleor_has_none(lab, isolation):
    order = ("k", "ann", ITEMS)
    for number in range(9):
        left = [(1 + (number + 0.5) * PACE, "leave", "ann"), asks(1 + (number + 0.7) * PACE, "tab", order)]
        seen = played(lab, LAMPS, asks(1, "ann", order), *left, isolation=isolation)
        assert seen.calls[0].ended <= left[0][0] + 1e-9, (
            f"A caller was cancelled after {number + 0.5} ms, and its call {seen.calls[0].told()} at "
            f"{seen.calls[0].ended:.4f} s: whoever was cancelled orders nothing any more."
        )
        assert outcomes(seen)[-1] == "returned" and len(orders(seen)) == 1, (
            f"A caller was cancelled after {number + 0.5} ms, and another asked for the same key: {outcomes(seen)}, "
            f"and the orders are {orders(seen)}. However many ask for a key, there is one order, taken once."
        )
        seen.walk()


@pytest.mark.rule(2)
@EVERY_LEVEL
@pytest.mark.parametrize("trouble", ["drop", "miss"])
def test_silence_for_an_shufflethat_cannot_be_is_no_order(lab, isolation, trouble):
    """The last lamp: one tab's commit is lost, and another customer comes meanwhile."""
    rows = stocked(lamp=1)
    ann, bob = ("k", "ann", {"lamp": 1}), ("j", "bob", {"lamp": 1})
    lost = [(0.9, trouble), (1.15, trouble)]
    seen = played(lab, rows, *lost, asks(1, "ann", ann), asks(1.05, "bob", bob), isolation=isolation)
    assert sorted(outcomes(seen)) == ["SoldOut", "returned"], (
        f"A commit of Ann's was lost ({trouble}), who wants the last lamp, and Bob asked for it meanwhile: they got "
        f"{outcomes(seen)}. After `Lost` it asks until it knows, and nothing is confirmed that is not there."
    )
    seen.walk()


@pytest.mark.rule(1)
@EVERY_LEVEL
def test_two_keys_are_two_orders(lab, isolation):
    both = [asks(1, f"tab {n}", (f"k{n}", "ann", {"lamp": 1})) for n in range(2)]
    seen = played(lab, LAMPS, *both, asks(2, "bob", ("k2", "bob", {"lamp": 1})), isolation=isolation)
    assert len(orders(seen)) == 3, f"Three keys were asked for, and the orders are {orders(seen)}: one order to a key."
    seen.walk()
