"""Lab 09, part 1: a ring with replicas."""

from collections import Counter

import pytest

from systemdesign.grading.hints import hint

from .scene import KEYS, TEN, alone, firsts, owners


def test_each_key_has_one_owner_and_all_nodes_own_some(lab):
    ring = lab.Ring(TEN)
    with hint("Some key found no owner: a key beyond the last place on the circle belongs to the first."):
        found = [ring.owners(key) for key in KEYS]
    assert all(isinstance(names, list) and len(names) == 1 and names[0] in TEN for names in found), (
        f"`owners(key)` returns a list with one of the names; yours returned {found[0]!r}."
    )
    assert set(firsts(ring)) == set(TEN), "With 64 places each, every one of ten nodes owns some of 400 keys."
    assert ring.nodes == TEN, "Keep the nodes as `self.nodes`, as they were given: part 2 reads them."


def test_the_same_nodes_in_another_order_are_the_same_ring(lab):
    ring, other = lab.Ring(TEN), lab.Ring(dict(reversed(TEN.items())))
    assert owners(ring, 3) == owners(other, 3), (
        "The same nodes listed in another order gave other owners: a place depends on its node's name and number alone."
    )


def test_a_place_depends_on_the_name_and_not_on_its_neighbours(lab):
    before, after = firsts(lab.Ring(TEN)), firsts(lab.Ring({**TEN, "new": (1, "x")}))
    to = Counter(new for old, new in zip(before, after) if old != new)
    assert to, "A node that joins takes its share of the keys: yours took none."
    assert set(to) == {"new"}, (
        f"A node joined, and keys moved to {', '.join(sorted(set(to) - {'new'})[:3])} too: only the new one takes keys."
    )
    assert to["new"] < 0.25 * len(KEYS), f"One more node of eleven took {to['new']} of {len(KEYS)} keys."


def test_weights_are_shares(lab):
    weights = {"big": (4, "x"), "mid": (2, "y"), "small": (1, "z"), "half": (0.5, "x")}
    keys = range(1500)
    counts = Counter(firsts(lab.Ring(weights, points=300), keys))
    for name, (weight, _) in weights.items():
        share = counts[name] / len(keys)
        assert abs(share - weight / 7.5) < 0.08, (
            f"Of a total weight of 7.5, weight {weight} owns {share:.0%} of the keys, not {weight / 7.5:.0%}: "
            "a node has as many places as points times weight."
        )


def test_replicas_are_different_nodes(lab):
    for names in owners(lab.Ring(alone(TEN)), 4):
        assert len(names) == 4, f"`owners(key, 4)` gave {len(names)} nodes, and there are ten."
        assert len(set(names)) == 4, f"A node was taken twice: {names}. Four replicas are on four different nodes."


def test_more_replicas_begin_with_fewer(lab):
    ring = lab.Ring(TEN)
    for one, three, six in zip(owners(ring, 1), owners(ring, 3), owners(ring, 6)):
        assert six[:1] == one, f"The first replica is the owner: {one} and {six}."
        assert six[:3] == three, f"With more replicas the first ones stay the same: {three} and {six}."


def test_without_its_owner_a_key_goes_to_its_second_replica(lab):
    ring = lab.Ring(alone(TEN))
    rest = lab.Ring(alone({name: node for name, node in TEN.items() if name != "n4"}))
    for key in KEYS[:200]:
        expected = [name for name in ring.owners(key, 10) if name != "n4"]
        assert rest.owners(key, 9) == expected, (
            f"Without n4 the replicas are {rest.owners(key, 9)}, and walking clockwise past n4 gives {expected}."
        )


def by_the_rule(walk, nodes):
    """A node a zone as they come, then those that were passed over."""
    taken, passed, zones = [], [], set()
    for name in walk:
        (passed if nodes[name][1] in zones else taken).append(name)
        zones.add(nodes[name][1])
    return taken + passed


@pytest.mark.parametrize("zones", ["xyz", "xxxxxxxxyz", "xxxxxxxxxx", "xxxxxyyyyy"])
def test_replicas_lie_in_different_zones(lab, zones):
    nodes = {name: (1, zones[number % len(zones)]) for number, name in enumerate(TEN)}
    ring, plain = lab.Ring(nodes), lab.Ring(alone(nodes))
    for key in KEYS[:150]:
        found, expected = ring.owners(key, 10), by_the_rule(plain.owners(key, 10), nodes)
        there, kinds = len(set(zones)), [nodes[name][1] for name in found]
        assert len(set(kinds[:there])) == there, (
            f"There are {there} zones, and the first {there} replicas lie in {kinds[:there]}: pass over a node whose "
            "zone is taken."
        )
        short = f"When each zone is taken go on with those passed over: of 10 nodes {len(found)} came."
        assert len(found) == 10, short
        assert found == expected, (
            f"Those passed over come in the order in which they were met: {expected}, and you gave {found}."
        )


def test_more_replicas_than_nodes_are_all_nodes(lab):
    with hint("Asked for more replicas than there are nodes, give all there are."):
        found = lab.Ring({"a": (1, "x"), "b": (1, "x")}).owners("key", 5)
    assert sorted(found) == ["a", "b"], f"Asked for five replicas on two nodes, give both; you gave {found}."
