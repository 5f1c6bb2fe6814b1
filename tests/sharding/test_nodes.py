"""What nodes a map takes, and that it never owes a key to one that is not there."""

from decimal import Decimal
from fractions import Fraction
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.sharding.jump import Jump
from systemdesign.sharding.modulo import Modulo
from systemdesign.sharding.placement import PLACEMENTS
from systemdesign.sharding.rendezvous import Rendezvous
from systemdesign.sharding.ring import Ring
from systemdesign.sharding.slots import SLOTS, Slots

every = pytest.mark.parametrize("scheme", PLACEMENTS.values(), ids=PLACEMENTS)
weighted = pytest.mark.parametrize("scheme", [Ring, Rendezvous])


@every
@pytest.mark.parametrize("nodes", [[], (), {}])
def test_a_map_of_no_nodes_is_refused(scheme, nodes):
    with pytest.raises(ValueError, match="no node to own a key: name at least one"):
        scheme(nodes)


@every
def test_a_node_named_twice_is_refused(scheme):
    with pytest.raises(ValueError, match="'b' is there twice"):
        scheme(["a", "b", "b"])


@every
@pytest.mark.parametrize("nodes", [[1, "1"], ["1", 1], [1, 1.0]])
def test_nodes_that_only_their_types_tell_apart_are_one_node(scheme, nodes):
    with pytest.raises(ValueError, match="is there twice"):
        scheme(nodes)


@every
def test_one_node_owns_every_key(scheme):
    assert {scheme(["alone"]).owner(key) for key in range(50)} == {"alone"}


@every
@pytest.mark.parametrize("weight", [0, -1, 0.0, nan, inf, "2", None])
def test_a_weight_that_is_no_share_is_refused(scheme, weight):
    with pytest.raises(ValueError, match=f"the weight of 'b' is {weight!r}: .* leave the node out"):
        scheme({"a": 1, "b": weight})


def test_a_weight_beyond_all_floats_is_refused_in_few_words():
    with pytest.raises(ValueError, match="the weight of 'b' is 1000") as caught:
        Rendezvous({"a": 1, "b": 10**400})
    assert len(str(caught.value)) < 150


@weighted
def test_a_weight_may_be_any_real_number(scheme):
    alike = [scheme({"a": half, "b": 1}) for half in (0.5, Decimal("0.5"), Fraction(1, 2))]
    assert all(len({one.owner(key) for one in alike}) == 1 for key in range(200))


@pytest.mark.parametrize("scheme", [Modulo, Jump, Slots])
def test_a_map_without_weights_takes_none(scheme):
    with pytest.raises(ValueError, match="knows no weights: give it the names alone"):
        scheme({"a": 1, "b": 2})
    assert scheme({"a": 2, "b": 2}).owner("key") in "ab"


@pytest.mark.parametrize("virtual", [0, -1, nan, "3"])
def test_a_ring_of_no_points_is_refused(virtual):
    with pytest.raises(ValueError, match=f"virtual is {virtual!r}: give the points"):
        Ring("ab", virtual)


@pytest.mark.parametrize("weight", [1e5, 1e300])
def test_a_ring_of_far_too_many_points_is_refused_at_once(weight):
    with pytest.raises(ValueError, match="smaller weights or fewer virtual do"):
        Ring({"a": weight, "b": 1})


def test_slots_have_no_room_for_more_nodes_than_slots():
    with pytest.raises(ValueError, match="16,384 slots, and 16384 could own no key"):
        Slots(range(SLOTS + 1))


def test_a_node_that_joins_twice_is_refused_and_nothing_is_changed():
    slots = Slots("abc")
    table = list(slots.table)
    with pytest.raises(ValueError, match="'b' is there twice"):
        slots.add("b")
    assert slots.table == table


def test_a_node_that_is_not_there_cannot_leave():
    with pytest.raises(ValueError, match="no node 'd' that could leave: there are 'a', 'b'"):
        Slots("ab").remove("d")


def test_the_last_node_cannot_leave():
    slots = Slots("a")
    with pytest.raises(ValueError, match="'a' is the last node"):
        slots.remove("a")
    assert slots.owner("key") == "a"


@given(st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.sampled_from("abcdef")), max_size=12))
def test_whatever_joins_and_leaves_the_slots_belong_to_those_who_are_there(steps):
    slots, there = Slots("a"), ["a"]
    for step, name in steps:
        allowed = name not in there if step == "add" else name in there and len(there) > 1
        if not allowed:
            with pytest.raises(ValueError, match=r"node|there"):
                getattr(slots, step)(name)
            continue
        getattr(slots, step)(name)
        there.append(name) if step == "add" else there.remove(name)
    assert slots.nodes == there
    counts = [slots.table.count(name) for name in there]
    assert sum(counts) == SLOTS
    assert max(counts) - min(counts) <= len(steps) + 1
