"""What nodes a map takes, and that it never owes a key to one that is not there."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
def test_one_node_owns_every_key(scheme):
    assert {scheme(["alone"]).owner(key) for key in range(50)} == {"alone"}


@weighted
@pytest.mark.parametrize("weight", [0, -1, 0.0, nan, inf])
def test_a_weight_that_is_no_share_is_refused(scheme, weight):
    with pytest.raises(ValueError, match=f"the weight of 'b' is {weight}: .* leave the node out"):
        scheme({"a": 1, "b": weight})


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
