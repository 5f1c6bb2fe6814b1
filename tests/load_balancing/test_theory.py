"""What theory knows of the balancing policies."""

import pytest

from systemdesign.load_balancing.policies import policy_named
from systemdesign.load_balancing.theory import central_queue, known
from systemdesign.sim import draws, exponential, farm, poisson


@pytest.mark.parametrize(
    ("policy", "mean"), [("random", 5.0), ("round robin", 2.9223), ("power of two choices", 1.9474)]
)
def test_the_mean_is_the_published_one_for_ten_servers_at_80_percent(policy, mean):
    assert known(policy, 10, 0.8).mean == pytest.approx(mean, abs=5e-5)


def test_the_central_queue_has_the_mean_of_erlang_c():
    assert central_queue(10, 0.8).mean == pytest.approx(1.2046, abs=5e-5)


@pytest.mark.parametrize(
    ("servers", "load", "given"), [(10, 0.8, True), (20, 0.9, True), (10, 0.82, False), (2, 0.1, False)]
)
def test_the_limit_for_very_many_servers_is_not_given_where_few_are_far_from_it(servers, load, given):
    assert bool(known("power of two choices", servers, load)) is given


@pytest.mark.parametrize(("servers", "load"), [(3, 0.3), (4, 0.5), (10, 0.8), (20, 0.9)])
def test_where_the_limit_is_given_few_servers_are_within_a_tenth_of_it(servers, load):
    traffic = poisson(load * servers, 1), draws(exponential(1.0), 1)
    found = farm(*traffic, policy_named("power of two choices", 1), servers, count=200_000, warm_up=10_000).mean()
    assert found == pytest.approx(known("power of two choices", servers, load).mean, rel=0.1)


def test_least_connections_has_no_closed_form():
    assert known("least connections", 10, 0.8) is None


@pytest.mark.parametrize("policy", ["random", "round robin", "power of two choices"])
def test_quantiles_integrate_to_the_mean(policy):
    answer, cells = known(policy, 10, 0.8), 4000
    area = sum(answer.quantile((k + 0.5) / cells) for k in range(cells)) / cells
    assert area == pytest.approx(answer.mean, rel=0.003)


def test_no_policy_beats_the_central_queue():
    bound = central_queue(10, 0.8).mean
    assert all(known(name, 10, 0.8).mean > bound for name in ("random", "round robin", "power of two choices"))
