"""A node that joins a ring point by point: which arcs change hands, and what comes of it."""

import pytest

from systemdesign.sharding.ring import Joining, Ring


@pytest.mark.parametrize("virtual", [1, 2, 10, 20])
def test_the_arcs_span_the_circle_and_add_up_to_the_shares_of_a_ring(virtual):
    joining, names = Joining(10, virtual, "7/"), [f"7/s{number}" for number in range(10)]
    assert joining.arcs[0][0] == 0 and joining.arcs[-1][1] == 1
    assert len(joining.arcs) == 10 * virtual + 1
    for points, ring in ((0, Ring(names[:-1], virtual)), (virtual, Ring(names, virtual))):
        held = dict.fromkeys(ring.shares(), 0)
        for (start, end), name in zip(joining.arcs, joining.holders(points)):
            held[f"7/{name}"] += end - start
        assert held == pytest.approx(ring.shares())
        assert {f"7/{name}": share for name, share in joining.shares(points).items()} == ring.shares()


def test_each_point_takes_arcs_for_the_newcomer_from_one_node_or_none_where_it_holds_them_already():
    joining, taken = Joining(10, 20), {points: set() for points in range(1, 21)}
    for points, what, name in joining.changes():
        if points and what.startswith("arc "):
            assert name == "s9"
            taken[points].add(joining.holders(points - 1)[int(what.removeprefix("arc "))])
    assert {len(nodes) for nodes in taken.values()} <= {0, 1}


def test_all_changes_one_after_another_make_the_ring_in_the_end():
    joining, known = Joining(4, 5), {}
    for points, what, words in joining.changes():
        known[what] = words
        assert 0 <= points <= 5
    assert [known[f"arc {number}"] for number in range(len(joining.arcs))] == joining.holders(5)
    assert {name: known[name] for name in joining.names} == {
        name: f"{share:.1%}".replace("%", " %") for name, share in joining.shares(5).items()}


@pytest.mark.parametrize(("virtual", "moments"), [(1, 2), (2, 3), (30, 3)])
def test_a_moment_tells_of_the_beginning_the_first_point_and_the_last(virtual, moments):
    joining = Joining(4, virtual)
    told = joining.moments()
    assert [points for points, _ in told] == [0, 1, virtual][:moments]
    assert told[1][1] == f"The first point of s3 takes from {joining.givers(1)[0]} alone."
    if virtual == 30:
        assert told[2][1].endswith(f"taken from {len(joining.givers(30))} of 3.")


def test_the_givers_are_the_nodes_whose_shares_shrank():
    joining = Joining(10, 10)
    for points in range(11):
        before, after = joining.shares(0), joining.shares(points)
        assert joining.givers(points) == [name for name in joining.names[:-1] if after[name] < before[name]]
    assert len(joining.givers(0)) == 0 < len(joining.givers(1)) == 1 < len(joining.givers(10))


def test_a_salt_moves_the_nodes_and_not_their_names():
    assert Joining(3, 2, "a/").names == Joining(3, 2, "b/").names == ["s0", "s1", "s2"]
    assert Joining(3, 2, "a/").arcs != Joining(3, 2, "b/").arcs
