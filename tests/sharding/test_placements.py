"""What every placement owes: even shares, few moves, the same answer everywhere; and each one's own rule."""

from binascii import crc_hqx
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.sharding import theory
from systemdesign.sharding.jump import Jump, jump
from systemdesign.sharding.placement import placement
from systemdesign.sharding.rendezvous import Rendezvous
from systemdesign.sharding.ring import Ring
from systemdesign.sharding.slots import Slots, slot
from systemdesign.sim.fingerprint import fingerprint, fingerprints

KEYS = [f"key:{number}" for number in range(20_000)]
CONSISTENT = ("ring", "rendezvous", "jump", "slots")


def homes(scheme, nodes, keys=KEYS):
    placed = placement(scheme, nodes)
    return [placed.owner(key) for key in keys]


def nodes(count):
    return [f"n{number}" for number in range(count)]


def moved(before, after):
    return sum(old != new for old, new in zip(before, after, strict=True)) / len(before)


@pytest.mark.parametrize("scheme", ["modulo", "rendezvous", "jump", "slots"])
def test_each_node_gets_its_share(scheme):
    counts = Counter(homes(scheme, nodes(10)))
    assert all(abs(counts[name] - 2000) < 4 * (20_000 * 0.1 * 0.9) ** 0.5 for name in nodes(10))


@pytest.mark.parametrize(("before", "after"), [(10, 11), (11, 10), (4, 6), (10, 20), (7, 7)])
def test_modulo_moves_what_theory_says(before, after):
    share = theory.moved_by_modulo(before, after)
    found = moved(homes("modulo", nodes(before)), homes("modulo", nodes(after)))
    assert found == pytest.approx(share, abs=4 * (share * (1 - share) / 20_000) ** 0.5 + 1e-9)


@pytest.mark.parametrize("scheme", ["rendezvous", "jump", "slots"])
@pytest.mark.parametrize(("before", "after"), [(10, 11), (4, 6), (10, 20)])
def test_the_others_move_the_least(scheme, before, after):
    share = theory.moved_at_least(before, after)
    found = moved(homes(scheme, nodes(before)), homes(scheme, nodes(after)))
    assert found == pytest.approx(share, abs=0.012)


def test_a_ring_moves_the_least_on_average():
    share = sum(Ring([f"{r}/{n}" for n in range(11)]).shares()[f"{r}/10"] for r in range(60)) / 60
    assert share == pytest.approx(1 / 11, abs=3.5 * 0.1 / 11 / 60**0.5)


@pytest.mark.parametrize("scheme", CONSISTENT)
def test_a_node_that_joins_takes_keys_and_no_key_moves_between_the_others(scheme):
    before, after = homes(scheme, nodes(10)), homes(scheme, nodes(11))
    assert {new for old, new in zip(before, after) if old != new} == {"n10"}


@pytest.mark.parametrize("scheme", ["ring", "rendezvous"])
def test_whichever_node_leaves_only_its_own_keys_move(scheme):
    before, after = homes(scheme, nodes(10)), homes(scheme, [name for name in nodes(10) if name != "n3"])
    assert {old for old, new in zip(before, after) if old != new} == {"n3"}


@pytest.mark.parametrize("scheme", ["ring", "rendezvous"])
def test_the_order_of_the_nodes_does_not_matter(scheme):
    assert homes(scheme, nodes(10), KEYS[:500]) == homes(scheme, nodes(10)[::-1], KEYS[:500])


def test_weights_are_shares():
    weights = {"big": 3, "small": 1, "half": 0.5}
    counts = Counter(Rendezvous(weights).owner(key) for key in KEYS)
    assert counts["big"] / 20_000 == pytest.approx(3 / 4.5, abs=0.014)
    shares = [Ring({f"{name}{r}": w for name, w in weights.items()}).shares()[f"big{r}"] for r in range(40)]
    assert sum(shares) / 40 == pytest.approx(3 / 4.5, abs=0.02)


def test_a_higher_weight_moves_keys_to_that_node_alone():
    light, heavy = Ring({"a": 1, "b": 1, "c": 1}), Ring({"a": 1, "b": 2, "c": 1})
    assert {heavy.owner(key) for key in KEYS if light.owner(key) != heavy.owner(key)} == {"b"}


def test_the_answers_are_the_same_on_every_machine():
    told = {scheme: "".join(home[1] for home in homes(scheme, nodes(5), KEYS[:12])) for scheme in CONSISTENT}
    assert told == {
        "ring": "332324430013",
        "rendezvous": "002410103304",
        "jump": "304110304434",
        "slots": "021402130220",
    }


# Rings


def test_a_key_goes_to_the_next_point_on_the_circle():
    ring = Ring(nodes(4), virtual=3)
    for key in KEYS[:200]:
        place = fingerprint(key)
        following = min(range(12), key=lambda at: (ring.points[at] - place - 1) % 2**64)
        assert ring.owner(key) == ring.owners[following]


def test_shares_are_the_arcs_that_keys_fall_on():
    ring = Ring(nodes(5), virtual=8)
    counts = Counter(map(ring.owner, KEYS))
    assert sum(ring.shares().values()) == pytest.approx(1)
    for name, share in ring.shares().items():
        assert counts[name] / 20_000 == pytest.approx(share, abs=4 * (share / 20_000) ** 0.5)


def test_neighbours_follow_each_other_on_the_circle():
    ring = Ring(nodes(5), virtual=3)
    points = sorted((point, name) for name in nodes(5) for point in fingerprints(name, 3))
    following = [{here, there} for (_, here), (_, there) in zip(points, points[1:] + points[:1]) if here != there]
    assert ring.neighbours() == set(map(frozenset, following))


def test_with_one_point_each_node_has_two_neighbours():
    counts = Counter(name for pair in Ring(nodes(7), virtual=1).neighbours() for name in pair)
    assert set(counts.values()) == {2}
    assert Ring(["alone"]).neighbours() == set()


@pytest.mark.parametrize("virtual", [1, 10, 100])
def test_the_deviation_of_shares_is_theory_s(virtual):
    rings = [Ring([f"{r}/{n}" for n in range(10)], virtual).shares().values() for r in range(600)]
    squares = [(share * 10 - 1) ** 2 for shares in rings for share in shares]
    assert (sum(squares) / len(squares)) ** 0.5 == pytest.approx(theory.share_deviation(10, virtual), rel=0.06)


# Jump: the numbers of the authors' algorithm, as other implementations test them


@pytest.mark.parametrize(
    ("key", "buckets", "bucket"), [(1, 1, 0), (42, 57, 43), (0xDEAD10CC, 666, 361), (256, 1024, 520)]
)
def test_jump_agrees_with_other_implementations(key, buckets, bucket):
    assert jump(key, buckets) == bucket


@given(st.integers(0, 2**64 - 1), st.integers(1, 300))
def test_a_key_jumps_to_the_new_bucket_or_stays(key, buckets):
    assert jump(key, buckets + 1) in (jump(key, buckets), buckets)


def test_jump_takes_the_place_in_the_list():
    assert Jump("ab").owner("x") in "ab"


# Slots


def test_the_checksum_is_the_specification_s():
    assert slot("123456789") == 0x31C3


@pytest.mark.parametrize(
    ("key", "hashed"),
    [
        ("{user1000}.following", "user1000"),
        ("foo{}{bar}", None),
        ("foo{{bar}}zap", "{bar"),
        ("foo{bar}{zap}", "bar"),
        ("foo{bar", None),
        ("}{a}", "a"),
    ],
)
def test_the_tag_is_the_specification_s(key, hashed):
    assert slot(key) == crc_hqx((hashed or key).encode(), 0) % 16_384


@given(st.lists(st.booleans(), max_size=12))
def test_a_table_stays_even_and_moves_no_slot_that_need_not_move(steps):
    slots, names = Slots(["n0", "n1"]), 2
    for joins in steps:
        before = list(slots.table)
        if joins or len(slots.nodes) == 1:
            name, names = f"n{names}", names + 1
            moved = slots.add(name)
            assert {slots.table[number] for number in moved} == {name}
        else:
            name = slots.nodes[0]
            moved = slots.remove(name)
            assert {before[number] for number in moved} == {name}
        assert moved == [n for n, (old, new) in enumerate(zip(before, slots.table)) if old != new]
        counts = Counter(slots.table)
        assert set(counts) == set(slots.nodes)
        assert max(counts.values()) - min(counts.values()) <= 1 + len(steps)


def test_an_unknown_placement_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="'modulo', 'ring', 'rendezvous', 'jump', 'slots'"):
        placement("consistent", nodes(2))
