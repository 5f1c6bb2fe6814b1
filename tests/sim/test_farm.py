"""Direct farms give the same numbers as the asyncio components, request by request."""

import asyncio
from types import SimpleNamespace

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


class Board:
    """What a policy saw when it last looked: the servers' loads as somebody wrote them down."""

    counts = True

    def __init__(self, policy, servers):
        self.policy, self.seen = policy, dict.fromkeys(servers, 0)

    def choose(self, request, servers):
        noted = [
            SimpleNamespace(weight=server.weight, in_flight=self.seen[server.name], server=server) for server in servers
        ]
        return self.policy.choose(request, noted).server

    async def renew(self, balancer, every, offset):
        await asyncio.sleep(offset)
        while True:
            self.seen = {backend.name: backend.in_flight for backend in balancer.backends}
            await asyncio.sleep(every)


@pytest.mark.parametrize("name", ["least connections", "power of two choices"])
@pytest.mark.parametrize(("every", "offset"), [(0.05, 0.01), (1.0, 0.3), (4.0, 3.9)])
def test_a_policy_that_reads_a_board_chooses_as_the_balancer_does(name, every, offset):
    async def main():
        trace, servers = Trace(), [Server(f"s{i + 1}") for i in range(10)]
        board = Board(policy_named(name), [server.name for server in servers])
        balancer = LoadBalancer(servers, board)
        renewing = asyncio.create_task(board.renew(balancer, every, offset))
        await open_loop(trace.watch(balancer), poisson(8.0), requests(WORK), count=2000)
        renewing.cancel()
        return trace

    traffic, board = (poisson(8.0, 5), draws(WORK, 5)), {"renewed": every, "offset": offset}
    directly = farm(*traffic, policy_named(name, 5), 10, count=2000, **board)
    assert rows(directly) == rows(run(main, seed=5))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "every", "mean"),
    [
        ("power of two choices", 1.0, 2.36),
        ("least connections", 1.0, 2.88),
        ("power of two choices", 4.0, 3.00),
        ("least connections", 4.0, 6.49),
    ],
)
def test_old_loads_give_the_means_that_others_found(name, every, mean):
    trace = farm(poisson(8.0, 1), draws(WORK, 1), policy_named(name, 1), 10, count=1_000_000, renewed=every)
    assert trace.mean() == pytest.approx(mean, rel=0.03)


def test_a_farm_ends_in_time_and_leaves_out_its_warm_up():
    arrivals, work = steady(1.0), draws(constant(0.5), seed=0)
    assert list(farm(arrivals, work, until=4.5, warm_up=1).arrived) == [2.0, 3.0, 4.0]
