"""Lab 07, part 4: two per customer, rule by rule."""

import pytest

from .orders import asks, outcomes
from .orders import played as any_played
from .scene import EVERY_LEVEL, PACE, beside, stocked

MANY = stocked(lamp=20, bulb=20, p0=3, p1=3, p2=3, p3=3, p4=3, p5=3)
GAPS = [0.0, 0.4, 1.3, 2.6, 5.2]


def played(lab, *script, rows=MANY, most=2, **options):
    return any_played(lab, rows, *script, most=most, **options)


def one(key, customer="ann", **items):
    return key, customer, items


@pytest.mark.rule(1, 2)
@EVERY_LEVEL
@pytest.mark.parametrize("customer", ["ann", "", None, 0], ids=repr)
@pytest.mark.parametrize("most", [0, 1, 2, 5])
def test_one_after_the_other_too_many_is_too_many(lab, isolation, customer, most):
    calls = [one(n, customer, **{f"p{n % 3}": 1}) for n in range(most + 2)]
    seen = played(lab, asks(1, "tab", *calls), most=most, isolation=isolation)
    told = outcomes(seen)
    assert told == ["returned"] * most + ["TooMany"] * 2, (
        f"{customer!r} ordered one piece after the other, with most={most}: {told}. An order that would be too many "
        "raises TooMany."
    )
    seen.walk()


@pytest.mark.rule(1)
@EVERY_LEVEL
@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(("most", "count"), [(2, 1), (3, 2)])
def test_however_many_orders_come_at_once(lab, isolation, gap, most, count):
    several = [asks(1 + n * gap * PACE, f"tab {n}", one(n, **{f"p{n}": 1})) for n in range(6)]
    seen = played(lab, *several, most=most, isolation=isolation, count=count)
    told = outcomes(seen)
    assert told.count("returned") == most and told.count("TooMany") == 6 - most, (
        f"Six orders of one piece each came {gap} ms apart from one who may have {most}, at {isolation}: {told}. "
        f"She has at most {most} over all her orders, and no fewer."
    )
    seen.walk()


@pytest.mark.rule(2)
@EVERY_LEVEL
def test_what_was_too_many_may_be_tried_again_with_fewer(lab, isolation):
    calls = [one("k", bulb=1, lamp=2), one("j", lamp=3), one("k", bulb=1, lamp=1), one("j", p1=1)]
    seen = played(lab, asks(1, "ann", *calls), isolation=isolation)
    assert outcomes(seen) == ["TooMany", "TooMany", "returned", "TooMany"], (
        f"Ann, who may have two pieces, asked for {[items for *_, items in calls]}: {outcomes(seen)}. After TooMany "
        "there is nothing of the order, and its key may be tried again, with fewer."
    )
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_each_customer_counts_alone(lab, isolation):
    several = [
        asks(1 + n * 0.4 * PACE, who, one(who, who, lamp=1), one((who, n), who, bulb=1))
        for n, who in enumerate(("c1", "c12", "c2", "C1"))
    ]
    seen = played(lab, *several, isolation=isolation)
    told = outcomes(seen)
    assert told == ["returned"] * 8, f"Four customers took two pieces each: {told}. Each customer counts alone."
    seen.walk()


ALIKE = [1, "1", 0, "0", None, "None", "", "guest"]


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_customers_who_look_alike_count_alone(lab, isolation):
    calls = [one(n, customer, lamp=2) for n, customer in enumerate(ALIKE)]
    seen = played(lab, asks(1, "tab", *calls), isolation=isolation)
    told = outcomes(seen)
    assert told == ["returned"] * len(ALIKE), (
        f"The customers {ALIKE} took two pieces each: {told}. Each customer counts alone."
    )
    seen.walk()


@pytest.mark.rule(1)
@EVERY_LEVEL
def test_each_checkout_has_its_own_limit(lab, isolation):
    calls = [("a", ["order", 1, "ann", {"lamp": 4}]), ("b", ["order", 2, "bob", {"lamp": 3}])]
    calls += [("c", ["order", 3, "ann", {"lamp": 2}]), ("d", ["order", 4, "bob", {"lamp": 2}])]
    script = [(1 + n, "call", who, order) for n, (who, order) in enumerate(calls)]
    seen = beside(lab).play("LimitedCheckout", [{"most": 5}, {}], MANY, isolation, script)
    told = [event[4] or "returned" for event in seen["events"] if event[1] == "ended"]
    assert told == ["returned", "TooMany", "TooMany", "returned"], (
        f"Of a checkout with most=5 Ann asked for 4 pieces and 2, of one with most=2 Bob for 3 and 2: {told}. A "
        "customer has at most `most` pieces, of the checkout that is asked."
    )


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_an_order_of_nothing_is_not_too_many(lab, isolation):
    seen = played(lab, asks(1, "ann", one("k", lamp=2), one("j"), one("i", bulb=1)), isolation=isolation)
    assert outcomes(seen) == ["returned", "returned", "TooMany"], (
        f"Ann, who may have two pieces, ordered two, then none, then one: {outcomes(seen)}. TooMany is raised for "
        "nothing else than an order that would be too many."
    )
    seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_of_two_customers_with_one_key_one_has_a_mismatch(lab, isolation):
    for gap in range(9):
        others = [asks(1 + 0.7 * n * gap * PACE, who, one("k", who, lamp=1)) for n, who in enumerate(("ann", "bob"))]
        seen = played(lab, *others, rows=stocked(lamp=1), isolation=isolation)
        assert sorted(outcomes(seen)) == ["Mismatch", "returned"], (
            f"Ann and Bob asked for the last lamp under one key: {outcomes(seen)}. All rules of part 3 hold: one "
            "order to a key, and Mismatch for another, who is never told that it is sold out."
        )
        seen.walk()


@pytest.mark.rule(4)
@EVERY_LEVEL
def test_the_rules_of_part_3_hold(lab, isolation):
    rows, order = stocked(lamp=1, bulb=5), one("k", lamp=1, bulb=1)
    ann = asks(1, "ann", order, order, one("k", bulb=1), one("k", "bob", lamp=1, bulb=1))
    others = asks(1.001, "tab", order), asks(4, "cas", one("c", "cas", lamp=1))
    seen = played(lab, (0.9, "drop"), ann, *others, rows=rows, isolation=isolation)
    told = [call.error or "returned" for call in seen.calls if call.who == "ann"]
    assert told == ["returned", "returned", "Mismatch", "Mismatch"], (
        f"The same again, other items, another customer: {told}. All rules of part 3 hold: one order to a key, and "
        "Mismatch for another."
    )
    last = [call.told() for call in seen.calls if call.who in ("tab", "cas")]
    assert last == ["returned 'k'", "raised SoldOut"], (
        f"The same key from another tab, and a lamp when there were none, came to {last}: all rules of part 3 hold."
    )
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
@pytest.mark.parametrize("gap", [None, 0.0, 1.3])
def test_a_key_that_is_asked_for_again_uses_nothing_up(lab, isolation, gap):
    first, second = one("k", lamp=1), one("j", lamp=1)
    apart = 1.0 if gap is None else gap * PACE
    steps = [asks(1 + n * apart, f"tab {n}", first, first) for n in range(3)]
    seen = played(lab, *steps, asks(9, "late", second, one("i", lamp=1), first, second), isolation=isolation)
    late = [call.error or "returned" for call in seen.calls if call.who == "late"]
    assert set(outcomes(seen)) == {"returned", "TooMany"} and late == ["returned", "TooMany", "returned", "returned"], (
        f"One key was asked for six times, then another one, one too many, and both again: {outcomes(seen)}. Only what "
        "is on orders counts: a key that is asked for again uses nothing up."
    )
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
@pytest.mark.parametrize("trouble", ["drop", "miss"])
def test_a_lost_commit_uses_nothing_up(lab, isolation, trouble):
    calls = [one("k", lamp=1), one("j", lamp=1), one("i", lamp=1)]
    seen = played(lab, (0.9, trouble), (0.91, trouble), asks(1, "ann", *calls), isolation=isolation)
    assert outcomes(seen) == ["returned", "returned", "TooMany"], (
        f"The first commits were lost ({trouble}), and three orders of one lamp ended with {outcomes(seen)}: what "
        "was lost uses nothing up, only what is on orders counts."
    )
    seen.walk()


@pytest.mark.rule(3, 4)
@EVERY_LEVEL
def test_a_refused_order_uses_nothing_up(lab, isolation):
    calls = [one("k", lamp=2), one("k", lamp=1), one("i", lamp=1), one("i", bulb=1), one("g", bulb=1)]
    seen = played(lab, asks(1, "ann", *calls), rows=stocked(lamp=1, bulb=9), isolation=isolation)
    assert outcomes(seen) == ["SoldOut", "returned", "SoldOut", "returned", "TooMany"], (
        f"Of one lamp and nine bulbs Ann asked for {[(key, items) for key, _, items in calls]}: {outcomes(seen)}. An "
        "order that was refused uses nothing up, and its key may be tried again."
    )
    seen.walk()


@pytest.mark.rule(3)
@EVERY_LEVEL
def test_a_cancelled_order_uses_nothing_up(lab, isolation):
    for number in range(12):
        steps = [asks(1, "ann", one("k", lamp=2)), (1 + (number + 0.5) * PACE, "leave", "ann")]
        seen = played(lab, *steps, asks(2, "tab", one("k", lamp=2), one("j", lamp=1)), isolation=isolation)
        assert outcomes(seen)[-2:] == ["returned", "TooMany"], (
            f"An order was cancelled after {number + 0.5} ms, and its key asked for again: {outcomes(seen)[-2:]}. A "
            "cancelled order uses nothing up."
        )
        seen.walk()
