"""Lab 09, part 1: a ring with replicas."""

import random

import pytest

from systemdesign.grading.hints import hint

from .scene import KEYS, ODD, TEN, WEIGHTS, alone, judge, told

FEW = {name: (1, name) for name in ("ann", "bob", "cyd", "dan", "eve", "fay", "gus")}
MANY = [(key,) for key in (*KEYS[:250], *ODD)] + [(key, 3) for key in KEYS[:20]]
FORMULA = (
    'A place is not where it should be: that of a node is fingerprint(f"{name}/{i}"), that of a key fingerprint(key).'
)
NUMBER = "A node has points times weight places, rounded, and at least one: yours has another number of places."
WALK = "Walk clockwise from the key's place, and take each node that you meet once."
ZONES = "Take a node if its zone is not among those of the taken, otherwise pass it over."
PASSED = "When no zone is left untaken, go on with those passed over, in the order in which they were met."
APART = (
    "Two rings were asked in turn, and one gave other owners than it does alone: a place depends on its own node's "
    "name and number, and on nothing else. Keep the circle in `self`, and nothing from call to call."
)
LAST = "A key beyond the last place on the circle belongs to the first."


@pytest.mark.rule(4)
def test_each_key_has_one_owner_and_all_nodes_own_some(lab):
    ring = lab.Ring(TEN)
    with hint(f"Some key found no owner. {LAST}"):
        found = [ring.owners(key) for key in KEYS]
    for names in found:
        assert isinstance(names, list), f"`owners(key)` returns a list of names; yours returned {names!r}."
        assert names, f"Some key found no owner, and `owners(key)` was []. {LAST}"
        assert len(names) == 1 and names[0] in TEN, f"`owners(key)` is a list with one of the names, and not {names!r}."
    three = ring.owners(KEYS[0], 3)
    assert len(three) == 3, f"`owners(key, 3)` is a list of three nodes, whatever was asked before, and not {three}."


@pytest.mark.rule(1)
@pytest.mark.parametrize("nodes", [TEN, WEIGHTS, {"only": (0.5, 0)}])
def test_the_nodes_stay_as_they_were_given(lab, nodes):
    with hint("Keep the nodes as `self.nodes`: part 2 reads them."):
        kept = lab.Ring(nodes, points=3).nodes
    assert kept == nodes, f"Keep the nodes as `self.nodes`, as they were given: {nodes}, and not {kept}."


@pytest.mark.rule(3)
def test_two_rings_have_nothing_in_common(lab):
    pairs = (TEN, 20), ({**FEW, "n3": (2, "y")}, 5)
    rings = [lab.Ring(nodes, points) for nodes, points in pairs]
    asked = [(key, count) for key in KEYS[:20] for count in (1, 3, 1)]
    with hint(APART):
        found = [[ring.owners(*ask) for ring in rings] for ask in asked]
    strangers = any(set(names) - set(nodes) for both in found for names, (nodes, _) in zip(both, pairs))
    assert not strangers, f"One of two rings named the other's nodes. {APART}"
    for number, (nodes, points) in enumerate(pairs):
        mine = [both[number] for both in found]
        assert mine == told(lab.Ring(nodes, points), asked), APART


@pytest.mark.rule(3)
def test_places_follow_the_formula(lab):
    with hint(f"Some key found no owner. {LAST}"):
        judge(lab.Ring(FEW, points=1), FEW, 1, MANY, FORMULA)
        judge(lab.Ring(FEW, points=5), FEW, 5, MANY, FORMULA)


@pytest.mark.rule(3)
def test_a_ring_gives_the_same_owners_each_time_and_in_any_order_of_the_nodes(lab):
    asked = [(key, count) for key in KEYS[:30] for count in (2, 1, 3)]
    ring, other = lab.Ring(TEN), lab.Ring(dict(reversed(TEN.items())))
    assert told(ring, asked) == told(ring, asked), (
        "Asked again, the same ring gave other owners: asking changes nothing."
    )
    assert told(ring, asked) == told(other, asked), (
        "The same nodes listed in another order gave other owners: a place depends on its node's name and number alone."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("points", [64, 1, 3, 10, 77])
def test_a_node_has_as_many_places_as_points_times_weight(lab, points):
    nodes = alone(WEIGHTS)
    ring = lab.Ring(nodes) if points == 64 else lab.Ring(nodes, points=points)
    with hint("Some node has no place: each has at least one."):
        judge(ring, nodes, points, MANY, NUMBER)
        judge(ring, nodes, points, [(key, 5) for key in KEYS[:30]], NUMBER)


@pytest.mark.rule(4)
@pytest.mark.parametrize(("points", "count"), [(64, 1), (64, 4), (2, 2), (9, 10)])
def test_owners_are_the_next_different_nodes_clockwise(lab, points, count):
    nodes = alone(TEN)
    with hint(f"A walk found too few nodes. {LAST}"):
        judge(lab.Ring(nodes, points), nodes, points, [(key, count) for key in KEYS[:60]], WALK)


@pytest.mark.rule(1, 4)
def test_the_names_are_those_that_were_given(lab):
    nodes = {"": (1, "x"), "0": (1, "y"), "None": (2, "w"), " b": (1, "z")}
    ring = lab.Ring(nodes, points=5)
    found = ring.owners("key", 4)
    assert sorted(found) == sorted(nodes), (
        f"The four owners of a key on the nodes {list(nodes)} are all, under the names that were given, not {found}."
    )
    owners = [(key, count) for key in KEYS[:40] for count in (1, 4)]
    judge(ring, nodes, 5, owners, 'By rule 1 a name is any text, also "", and so a node like any other.')


@pytest.mark.rule(4)
def test_of_no_replicas_there_are_none(lab):
    found = lab.Ring(TEN).owners("key", 0)
    assert found == [], f"`owners(key, 0)` is a list of 0 nodes, [], and not {found!r}."


@pytest.mark.rule(4)
def test_more_replicas_than_nodes_are_all_nodes(lab):
    for nodes in ({"a": (1, "x"), "b": (1, "y")}, {"a": (1, "x")}, WEIGHTS):
        for more in (1, 2, 30):
            count = len(nodes) + more
            with hint("Asked for more replicas than there are nodes, give all there are."):
                found = lab.Ring(nodes).owners("key", count)
            assert sorted(found) == sorted(nodes), (
                f"Asked for {count} replicas, and there are {len(nodes)} nodes: give all there are, each once, and "
                f"not {found}."
            )


SHUFFLED = ["n4", "n7", "n0", "n9", "n2", "n5", "n1", "n8", "n3", "n6"]
ZONINGS = ["xyz", "xxxxxxxxyz", "xxxxxxxxxx", "xxxxxyyyyy", [0, 1, 1, 0, ""], "xyzuvwabcd", "xxy"]
ZONINGS += [[1, "1", 2, "2"], ["north 1", "north 2", "nord"]]


@pytest.mark.rule(5)
@pytest.mark.parametrize("zones", ZONINGS)
def test_replicas_lie_in_different_zones_while_there_are_some(lab, zones):
    nodes = {name: (1, zones[number % len(zones)]) for number, name in enumerate(TEN)}
    asked = [(key, count) for key in KEYS[:40] for count in range(1, len(set(zones)) + 1)]
    judge(lab.Ring(nodes), nodes, 64, asked, ZONES)


@pytest.mark.rule(6)
@pytest.mark.parametrize("zones", ZONINGS)
def test_then_come_those_that_were_passed_over(lab, zones):
    nodes = {name: (1 + number % 3, zones[number % len(zones)]) for number, name in enumerate(SHUFFLED)}
    asked = [(key, count) for key in KEYS[:25] for count in (len(set(zones)) + 1, 10, 12)]
    with hint(PASSED):
        judge(lab.Ring(nodes, points=7), nodes, 7, asked, PASSED)


@pytest.mark.rule(2, 3, 4, 5, 6)
@pytest.mark.parametrize("seed", range(12))
def test_any_ring_of_any_nodes_follows_the_rules(lab, seed):
    rng = random.Random(seed)
    points, zones = rng.choice([1, 2, 7, 31, 64]), rng.randint(1, 5)
    nodes = {f"{rng.choice('abc')}{number}": (weight(rng, points), rng.randrange(zones)) for number in range(1 + seed)}
    asked = [(rng.choice([number, f"{number}", f"key {number}", -number]), rng.randint(1, 13)) for number in range(30)]
    judge(lab.Ring(nodes, points=points), nodes, points, asked, f"{WALK} {ZONES} {PASSED}")


def weight(rng, points):
    """A weight at which points times weight is not half-way between two numbers."""
    found = rng.choice([1, 2, 3, 0.01, round(rng.uniform(0.1, 4), 2)])
    return found if abs(points * found % 1 - 0.5) > 0.02 else weight(rng, points)
