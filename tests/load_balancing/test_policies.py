"""Each policy's rule, on servers with loads and weights made up for it."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import run
from systemdesign.load_balancing.policies import (
    POLICIES,
    ConsistentByClient,
    LeastConnections,
    PowerOfTwoChoices,
    Random,
    RoundRobin,
    Weighted,
    policy_named,
)
from systemdesign.sim import Request


@dataclass(eq=False)
class Seat:
    name: str
    weight: float = 1
    in_flight: int = 0


def seats(weights=(), loads=()):
    weights = weights or [1] * len(loads)
    loads = loads or [0] * len(weights)
    return [Seat("abcdefghijklmnop"[i], weight, load) for i, (weight, load) in enumerate(zip(weights, loads))]


def picks(chooser, servers, count, client=None):
    return [chooser.choose(Request(i, client), servers).name for i in range(count)]


def test_random_is_even():
    counts = Counter(picks(Random(seed=1), seats([1] * 4), 40_000))
    assert all(abs(count - 10_000) < 3.3 * (10_000 * 0.75) ** 0.5 for count in counts.values())
    assert len(counts) == 4


def test_random_depends_on_the_seed_alone():
    assert picks(Random(seed=1), seats([1] * 9), 50) == picks(Random(seed=1), seats([1] * 9), 50)
    assert picks(Random(seed=1), seats([1] * 9), 50) != picks(Random(seed=2), seats([1] * 9), 50)


def test_round_robin_takes_turns():
    assert picks(RoundRobin(), seats([1, 1, 1]), 7) == list("abcabca")


def test_round_robin_goes_on_when_a_server_leaves():
    turn, servers = RoundRobin(), seats([1, 1, 1])
    picks(turn, servers, 2)
    assert picks(turn, servers[:2], 4) == list("abab")


def test_smooth_weights_are_nginx_s_own_example():
    assert picks(Weighted(), seats([5, 1, 1]), 7) == list("aabacaa")


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.integers(1, 3))
def test_weights_are_exact_over_every_cycle(weights, cycles):
    chooser, servers = Weighted(), seats(weights)
    for _ in range(cycles):
        assert Counter(picks(chooser, servers, sum(weights))) == {s.name: s.weight for s in servers}


@given(st.lists(st.integers(1, 9), min_size=2, max_size=8))
def test_weights_are_exact_over_a_cycle_whenever_it_starts(weights):
    chooser, servers = Weighted(), seats(weights)
    picks(chooser, servers, 3)
    assert Counter(picks(chooser, servers, sum(weights))) == {s.name: s.weight for s in servers}


def test_equal_weights_are_round_robin():
    assert picks(Weighted(), seats([3, 3, 3]), 9) == picks(RoundRobin(), seats([3, 3, 3]), 9)


def test_a_heavy_server_does_not_get_its_share_in_one_go():
    order = "".join(picks(Weighted(), seats([4, 4, 1]), 9))
    assert "aa" not in order
    assert "bb" not in order


def test_least_connections_takes_the_least_loaded():
    assert picks(LeastConnections(seed=1), seats(loads=[3, 1, 2]), 1) == ["b"]


def test_least_connections_draws_ties_by_lot():
    counts = Counter(picks(LeastConnections(seed=1), seats(loads=[2, 0, 5, 0, 0]), 30_000))
    assert set(counts) == {"b", "d", "e"}
    assert all(abs(count - 10_000) < 3.3 * (10_000 * 2 / 3) ** 0.5 for count in counts.values())


@pytest.mark.parametrize(("loads", "chosen"), [([0, 0], "a"), ([2, 0], "a"), ([4, 0], "b"), ([6, 1], "a")])
def test_least_connections_counts_the_newcomer_and_divides_by_weight(loads, chosen):
    assert picks(LeastConnections(seed=1), seats([4, 1], loads), 1) == [chosen]


def test_two_choices_take_the_less_loaded_of_the_two():
    assert set(picks(PowerOfTwoChoices(seed=1), seats(loads=[3, 1]), 100)) == {"b"}


def test_two_choices_are_two_different_servers():
    counts = Counter(picks(PowerOfTwoChoices(seed=1), seats(loads=[9, 1, 1]), 10_000))
    assert counts["a"] == 0


def test_two_choices_see_every_pair_equally_often():
    counts = Counter(picks(PowerOfTwoChoices(seed=1), seats(loads=[0, 1, 2, 3]), 60_000))
    for name, pairs in [("a", 3), ("b", 2), ("c", 1)]:
        assert abs(counts[name] - 10_000 * pairs) < 3.3 * (60_000 * pairs / 6 * (1 - pairs / 6)) ** 0.5
    assert counts["d"] == 0


def test_two_choices_draw_ties_by_lot():
    counts = Counter(picks(PowerOfTwoChoices(seed=1), seats([1] * 4), 40_000))
    assert all(abs(count - 10_000) < 3.3 * (10_000 * 0.75) ** 0.5 for count in counts.values())


def test_two_choices_count_load_per_weight():
    assert set(picks(PowerOfTwoChoices(seed=1), seats(weights=[4, 1], loads=[5, 1]), 50)) == {"a"}


def test_two_choices_of_one_server_are_that_server():
    assert picks(PowerOfTwoChoices(seed=1), seats([1]), 3) == ["a"] * 3


def test_a_client_keeps_its_server():
    assert len(set(picks(ConsistentByClient(), seats([1] * 9), 20, client="ann"))) == 1


def homes(servers, clients=2000):
    chooser = ConsistentByClient()
    return [chooser.choose(Request(0, client), servers).name for client in range(clients)]


def test_the_choice_by_client_is_the_same_on_every_machine():
    assert "".join(homes(seats([1] * 5), 20)) == "aeceeaedbbbbaebbccbd"


def test_when_a_server_leaves_only_its_own_clients_move():
    before, after = homes(seats([1] * 10)), homes(seats([1] * 10)[:-1])
    assert all(old == new for old, new in zip(before, after) if old != "j")
    assert before.count("j") / 2000 == pytest.approx(0.1, abs=0.02)


def test_clients_spread_evenly():
    counts = Counter(homes(seats([1] * 4), 20_000))
    assert all(abs(count - 5000) < 3.3 * (5000 * 0.75) ** 0.5 for count in counts.values())


def test_clients_spread_by_weight():
    counts = Counter(homes(seats([3, 1]), 20_000))
    assert counts["a"] / 20_000 == pytest.approx(0.75, abs=0.01)


def test_policies_go_by_their_names():
    assert {name: type(policy_named(name, seed=1)) for name in POLICIES} == POLICIES


def test_a_policy_of_ones_own_is_taken_as_it_is():
    mine = RoundRobin()
    assert policy_named(mine) is mine


def test_an_unknown_policy_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="'fastest'; there are 'random', 'round robin'"):
        policy_named("fastest")


def test_inside_a_run_the_seed_is_the_runs():
    async def main():
        return picks(Random(), seats([1] * 9), 20)

    assert run(main, seed=5) == picks(Random(seed=5), seats([1] * 9), 20)
