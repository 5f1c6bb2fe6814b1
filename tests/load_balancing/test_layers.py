"""Layer 4 balances connections, layer 7 requests."""

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.layers import Layer4, Layer7
from systemdesign.sim import Request, Server, Trace, Unavailable, exponential, open_loop, poisson, requests


def farm(size):
    return [Server(f"s{i + 1}") for i in range(size)]


async def one_after_the_other(service, clients):
    """Who answers requests of these clients, sent one after the other."""
    return [(await service(Request(i, client=client, work=0.1))).by for i, client in enumerate(clients)]


def test_layer_7_chooses_for_every_request():
    assert run(one_after_the_other(Layer7(farm(3)), "aaaa")) == ["s1", "s2", "s3", "s1"]


def test_layer_4_chooses_when_a_client_connects_and_only_then():
    assert run(one_after_the_other(Layer4(farm(3)), "aabbab")) == ["s1", "s1", "s2", "s2", "s1", "s2"]


def test_a_connection_carries_its_number_of_requests_and_closes():
    balancer = Layer4(farm(3), requests_per_connection=2)
    assert run(one_after_the_other(balancer, "aaaaa")) == ["s1", "s1", "s2", "s2", "s3"]
    assert [backend.in_flight for backend in balancer.backends] == [0, 0, 1]


def test_one_request_a_connection_is_as_even_as_layer_7():
    clients = "abcabcaab"
    single = run(one_after_the_other(Layer4(farm(4), requests_per_connection=1), clients))
    assert single == run(one_after_the_other(Layer7(farm(4)), clients))


def test_a_client_with_two_requests_at_once_opens_two_connections():
    async def main():
        balancer = Layer4(farm(3))
        both = await asyncio.gather(*(balancer(Request(i, client="a", work=1.0)) for i in range(2)))
        return [reply.by for reply in both], [backend.in_flight for backend in balancer.backends]

    assert run(main) == (["s1", "s2"], [1, 1, 0])


def test_the_connection_used_last_is_used_next():
    async def main():
        balancer = Layer4(farm(2))
        await asyncio.gather(balancer(Request(0, "a", work=1.0)), balancer(Request(1, "a", work=2.0)))
        return (await balancer(Request(2, "a", work=1.0))).by

    assert run(main) == "s2"


def test_in_flight_counts_open_connections():
    balancer = Layer4(farm(2), "least connections")
    run(one_after_the_other(balancer, "abcabcabc"))
    assert sorted(backend.in_flight for backend in balancer.backends) == [1, 2]


def test_a_connection_closes_on_an_error():
    async def main():
        servers = farm(2)
        balancer = Layer4(servers)
        first = await one_after_the_other(balancer, "a")
        servers[0].crash()
        with pytest.raises(Unavailable):
            await balancer(Request(1, client="a"))
        return first + await one_after_the_other(balancer, "aa"), balancer.backend("s1").in_flight

    assert run(main) == (["s1", "s2", "s2"], 0)


def test_a_server_marked_unhealthy_loses_its_idle_connections():
    async def main():
        balancer = Layer4(farm(2))
        before = await one_after_the_other(balancer, "ab")
        balancer.mark_unhealthy("s1")
        return before + await one_after_the_other(balancer, "ab"), balancer.backend("s1").in_flight

    assert run(main) == (["s1", "s2", "s2", "s2"], 0)


def test_a_server_removed_at_once_keeps_no_connection():
    async def main():
        balancer = Layer4(farm(2))
        busy = asyncio.create_task(balancer(Request(0, client="a", work=5.0)))
        await asyncio.sleep(1)
        balancer.remove("s1")
        return (await busy).by, await one_after_the_other(balancer, "a")

    assert run(main) == ("s1", ["s2"])


def test_a_caller_who_gives_up_closes_the_connection():
    async def main():
        balancer = Layer4(farm(2))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await balancer(Request(0, client="a", work=9.0))
        return [backend.in_flight for backend in balancer.backends]

    assert run(main) == [0, 0]


def shares(kind, clients, servers=4):
    trace = Trace()
    traffic = poisson(1.0), requests(exponential(0.01), clients=clients)
    run(open_loop(trace.watch(kind(farm(servers), "round robin")), *traffic, count=3000), seed=3)
    return [trace.counts()[f"s{i + 1}"] / 3000 for i in range(servers)]


def test_six_clients_with_long_connections_do_not_share_four_servers_evenly():
    assert max(shares(Layer4, clients=6)) > 0.30
    assert shares(Layer7, clients=6) == [0.25] * 4


def test_a_lone_client_leaves_servers_idle():
    assert shares(Layer4, clients=1).count(0.0) >= 2


def test_many_clients_even_out():
    assert max(shares(Layer4, clients=200)) < 0.28


@given(st.integers(1, 5), st.integers(1, 5), st.integers(1, 6), st.integers(0, 99))
def test_all_requests_of_a_connection_go_to_one_server(clients, limit, size, seed):
    """Seen from outside: a client with one request at a time changes servers only after `limit` requests."""
    balancer, served = Layer4(farm(size), "random", requests_per_connection=limit), defaultdict(list)

    async def client(number):
        for i in range(12):
            served[number].append((await balancer(Request(i, client=number, work=0.5))).by)

    async def main():
        await asyncio.gather(*map(client, range(clients)))

    run(main, seed=seed)
    for servers in served.values():
        runs = [servers[i : i + limit] for i in range(0, 12, limit)]
        assert all(len(set(one)) == 1 for one in runs)


def test_layer_7_is_the_load_balancer_itself():
    assert issubclass(Layer7, LoadBalancer)
