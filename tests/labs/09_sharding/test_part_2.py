"""Lab 09, part 2: bounded loads."""

from collections import Counter
from fractions import Fraction
from math import ceil

import pytest

from systemdesign.grading.hints import hint

from .scene import KEYS, TEN


def bounds(nodes, count, slack):
    total = sum(Fraction(weight) for weight, _ in nodes.values())
    part = (1 + Fraction(str(slack))) * count / total
    return {name: ceil(part * Fraction(weight)) for name, (weight, _) in nodes.items()}


def within(bounded, nodes, count, slack, what):
    loads, most = bounded.loads(), bounds(nodes, count, slack)
    assert set(loads) == set(nodes), "`loads()` has every node, also one that holds nothing."
    total = sum(loads.values())
    assert total == count, f"There are {count} keys, and the loads add up to {total}: {what}."
    for name, load in loads.items():
        assert load <= most[name], f"{name} holds {load} keys and its bound is {most[name]}, with {count} keys: {what}."


def test_a_key_goes_to_its_owner_while_there_is_room(lab):
    ring = lab.Ring(TEN)
    bounded = lab.Bounded(ring, slack=20.0)
    for key in KEYS[:100]:
        [owner] = ring.owners(key)
        assert (bounded.add(key), bounded.node(key)) == (owner, owner), (
            "Where there is room the owner holds the key: `add` returns its name, and `node` knows it."
        )
    assert bounded.node("never came") is None, "`node` of a key that is not there is None."


def test_a_full_node_passes_a_key_on_to_the_next_replica(lab):
    ring = lab.Ring(TEN)
    bounded, held = lab.Bounded(ring, slack=0.25), Counter()
    for count, key in enumerate(KEYS[:150], 1):
        most = bounds(TEN, count, 0.25)
        expected = next(name for name in ring.owners(key, 10) if held[name] < most[name])
        name = bounded.add(key)
        if name != expected:
            full = held[name] >= most[name]
            assert not full, (
                f"Key {count} went to {name}, which then holds {held[name] + 1} and may hold {most[name]}: "
                "(1 + slack) · m · w/W rounded up, exactly."
            )
            assert name == expected, (
                f"Key {count} went to {name}, and {expected} comes before it and still had room: m counts the new key."
            )
        held[name] += 1


@pytest.mark.parametrize("slack", [0.1, 0.25, 1.0])
def test_no_node_is_over_its_bound_as_keys_come(lab, slack):
    bounded = lab.Bounded(lab.Ring(TEN), slack=slack)
    for count, key in enumerate(KEYS[:200], 1):
        bounded.add(key)
        if count % 10 == 0 or count < 10:
            within(bounded, TEN, count, slack, "rounded up, and 1.1 × 10 is 11")


def test_a_heavy_node_may_hold_more(lab):
    nodes = {"big": (6, "x"), "small": (1, "y"), "other": (1, "z")}
    bounded = lab.Bounded(lab.Ring(nodes), slack=0.1)
    for key in KEYS:
        bounded.add(key)
    within(bounded, nodes, len(KEYS), 0.1, "a bound goes by the node's part of the total weight")
    assert bounded.loads()["big"] > 0.6 * len(KEYS), "A node with six eighths of the weight holds most of the keys."


def test_a_key_that_comes_again_stays_where_it_is(lab):
    bounded = lab.Bounded(lab.Ring(TEN))
    homes = {key: bounded.add(key) for key in KEYS[:50]}
    again = {key: bounded.add(key) for key in KEYS[:50]}
    assert sum(bounded.loads().values()) == 50, "A key that comes again is counted once."
    assert homes == again, "A key that comes again stays where it is, whatever room there is elsewhere."


def test_a_key_that_is_not_there_can_leave(lab):
    bounded = lab.Bounded(lab.Ring(TEN))
    bounded.add("here")
    with hint("Removing a key that is not there does nothing, and returns []."):
        assert bounded.remove("elsewhere") == [], "Removing a key that is not there does nothing, and returns []."
    assert sum(bounded.loads().values()) == 1, "Removing a key that is not there does nothing."


@pytest.mark.parametrize(
    ("slack", "order"), [(0.1, "first"), (0.25, "last"), (1.0, "of one node"), (0.1, "of one node")]
)
def test_bounds_hold_as_keys_leave_and_few_others_move(lab, slack, order):
    nodes = {**TEN, "n0": (3, "x")}
    bounded, keys = lab.Bounded(lab.Ring(nodes), slack=slack), KEYS[:60]
    for key in keys:
        bounded.add(key)
    homes = {key: bounded.node(key) for key in keys}
    for key in {"first": keys, "last": keys[::-1], "of one node": sorted(keys, key=homes.get)}[order]:
        told = bounded.remove(key)
        left = homes.pop(key)
        assert bounded.node(key) is None, "A key that left is nowhere: `node` is None."
        follow(bounded, nodes, homes, left, slack, told)


def follow(bounded, nodes, homes, left, slack, told):
    """After a key left: who had too many gave just these, and nobody else moved."""
    loads, most = Counter(homes.values()), bounds(nodes, len(homes), slack)
    excess = sum(max(0, loads[name] - most[name]) for name in nodes)
    within(bounded, nodes, len(homes), slack, "the bounds shrink when a key leaves, and somebody must give")
    after = {key: bounded.node(key) for key in homes}
    moved = [key for key in homes if after[key] != homes[key]]
    assert len(moved) <= excess, (
        f"A key left {left}, nodes held {excess} more than they may, and {len(moved)} keys moved: move no others."
    )
    assert sorted(told) == sorted(moved), f"`remove` returns the keys that moved: {moved}, not {told}."
    homes.update(after)
