"""Direct farms give the same numbers as the asyncio components, request by request."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from systemdesign import run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.policies import POLICIES, RoundRobin, policy_named
from systemdesign.sim import Server, Trace, constant, draws, exponential, farm, open_loop, poisson, requests, steady

WORK = exponential(1.0)


def rows(trace):
    return sorted(zip(trace.arrived, trace.latency, trace.by))


def by_asyncio(name, seed, count, rate, workers, speeds, weights):
    trace = Trace()
    servers = [Server(f"s{i + 1}", workers, speed=speed) for i, speed in enumerate(speeds)]
    balancer = LoadBalancer(servers, name, weights=weights)
    run(open_loop(trace.watch(balancer), poisson(rate), requests(WORK, clients=20), count=count), seed)
    return trace


def directly(name, seed, count, rate, workers, speeds, weights):
    traffic = poisson(rate, seed), draws(WORK, seed), policy_named(name, seed)
    options = {"workers": workers, "speeds": speeds, "weights": weights, "requests": requests(clients=20, seed=seed)}
    return farm(*traffic, len(speeds), count=count, **options)


@pytest.mark.parametrize("name", POLICIES)
def test_ten_servers_give_the_same_latencies_from_the_same_servers(name):
    setting = (name, 1, 10_000, 8.0, 1, [1.0] * 10, [1] * 10)
    assert rows(directly(*setting)) == rows(by_asyncio(*setting))


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(POLICIES)),
    st.integers(0, 999),
    st.lists(st.tuples(st.floats(0.2, 4), st.integers(1, 5)), min_size=1, max_size=6),
    st.integers(1, 3),
    st.floats(0.3, 1.1),
)
def test_farms_of_any_shape_give_the_same_latencies_from_the_same_servers(name, seed, servers, workers, load):
    speeds, weights = [speed for speed, _ in servers], [weight for _, weight in servers]
    setting = (name, seed, 150, load * workers * sum(speeds), workers, speeds, weights)
    assert rows(directly(*setting)) == rows(by_asyncio(*setting))


def test_one_central_queue_is_one_server_with_many_workers():
    trace = Trace()
    run(open_loop(trace.watch(Server("s1", workers=4)), poisson(3.2), requests(WORK), count=5_000), seed=2)
    assert rows(farm(poisson(3.2, seed=2), draws(WORK, seed=2), workers=4, count=5_000)) == rows(trace)


def test_a_farm_counted_by_hand():
    trace = farm(steady(1.0), draws(constant(3.0), seed=0), RoundRobin(), 2, count=4)
    assert rows(trace) == [(1.0, 3.0, "s1"), (2.0, 3.0, "s2"), (3.0, 4.0, "s1"), (4.0, 4.0, "s2")]


def test_servers_may_have_names_of_their_own():
    trace = farm(steady(1.0), draws(constant(1.0), seed=0), RoundRobin(), ["red", "blue"], count=3)
    assert trace.by == ["red", "blue", "red"]


def test_several_servers_without_a_policy_are_refused():
    with pytest.raises(ValueError, match="3 servers need a policy"):
        farm(steady(1.0), draws(WORK, seed=0), servers=3, count=1)


def test_speeds_that_do_not_fit_the_servers_are_refused():
    with pytest.raises(ValueError, match="argument"):
        farm(steady(1.0), draws(WORK, seed=0), RoundRobin(), 3, count=1, speeds=[1.0, 2.0])


def test_traffic_that_ends_early_ends_the_farm():
    assert len(farm([1.0, 1.0], draws(WORK, seed=0), count=99)) == 2
