"""The balancer's promises: one answer or one refusal each, and never a server known to be down."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign import now, run
from systemdesign.load_balancing.balancer import LoadBalancer
from systemdesign.load_balancing.layers import Layer4, Layer7
from systemdesign.load_balancing.policies import POLICIES
from systemdesign.sim import (
    Reply,
    Request,
    Server,
    TimedOut,
    Trace,
    Unavailable,
    at,
    exponential,
    faults,
    open_loop,
    poisson,
    requests,
)


def farm(size, **options):
    return [Server(f"s{i + 1}", **options) for i in range(size)]


async def ask(service, count, first=0):
    """Who answered, one request after the other; the error's name where nobody did."""
    answers = []
    for number in range(first, first + count):
        try:
            answers.append((await service(Request(number, client=number, work=0.1))).by)
        except Unavailable as error:
            answers.append(type(error).__name__)
    return answers


def test_requests_go_round():
    assert run(ask(LoadBalancer(farm(3)), 5)) == ["s1", "s2", "s3", "s1", "s2"]


def test_weights_go_with_the_servers():
    counts = Counter(run(ask(LoadBalancer(farm(3), "weighted", weights=[3, 2, 1]), 12)))
    assert counts == {"s1": 6, "s2": 4, "s3": 2}


def test_any_object_that_chooses_is_a_policy():
    class Last:
        def choose(self, request, servers):
            return servers[-1]

    assert run(ask(LoadBalancer(farm(3), Last()), 2)) == ["s3", "s3"]


def test_any_async_callable_is_a_server():
    async def echo(request):
        return Reply("echo", request.key)

    assert run(LoadBalancer([echo])(Request(0, key=5))) == Reply("echo", 5)


def test_the_policy_sees_how_many_requests_are_in_flight():
    async def main():
        balancer = LoadBalancer(farm(2), "least connections")
        async with asyncio.TaskGroup() as group:
            for number in range(4):
                group.create_task(balancer(Request(number, work=1.0)))
            await asyncio.sleep(0.5)
            during = [backend.in_flight for backend in balancer.backends]
        return during, [backend.in_flight for backend in balancer.backends]

    assert run(main) == ([2, 2], [0, 0])


def test_a_server_marked_unhealthy_gets_nothing_until_it_is_marked_healthy():
    async def main():
        balancer = LoadBalancer(farm(2))
        balancer.mark_unhealthy("s1")
        without = await ask(balancer, 3)
        balancer.mark_healthy("s1")
        return without, await ask(balancer, 2)

    without, back = run(main)
    assert without == ["s2"] * 3
    assert sorted(back) == ["s1", "s2"]


def test_a_server_is_named_by_itself_or_by_its_name():
    servers = farm(2)
    balancer = LoadBalancer(servers)
    assert balancer.backend(servers[1]) is balancer.backend("s2")


def test_an_objection_is_withdrawn_only_by_who_raised_it():
    balancer = LoadBalancer(farm(1))
    balancer.mark_unhealthy("s1", by="probe")
    balancer.mark_unhealthy("s1")
    balancer.mark_healthy("s1", by="probe")
    assert not balancer.backend("s1").healthy
    balancer.mark_healthy("s1")
    assert balancer.backend("s1").healthy


def test_without_a_healthy_server_a_request_is_refused_at_once():
    async def main():
        balancer = LoadBalancer(farm(2))
        balancer.mark_unhealthy("s1")
        balancer.mark_unhealthy("s2")
        with pytest.raises(Unavailable, match="none of 2 servers is healthy"):
            await balancer(Request(0))
        return now()

    assert run(main) == 0.0


def test_a_servers_failure_is_the_callers_and_is_not_tried_elsewhere():
    servers = farm(2)
    servers[0].crash()
    assert run(ask(LoadBalancer(servers), 4)) == ["Unavailable", "s2", "Unavailable", "s2"]


def test_observers_hear_how_each_request_ended():
    servers, heard = farm(2), []
    servers[0].crash()
    balancer = LoadBalancer(servers)
    balancer.observe(lambda backend, error: heard.append((backend.name, type(error))))
    run(ask(balancer, 2))
    assert heard == [("s1", Unavailable), ("s2", type(None))]


def test_a_late_server_is_given_up():
    async def main():
        balancer = LoadBalancer(farm(1), timeout=0.5)
        with pytest.raises(TimedOut, match="s1"):
            await balancer(Request(0, work=2.0))
        return now(), balancer.backend("s1").in_flight

    assert run(main) == (0.5, 0)


def test_a_server_that_joins_gets_its_share():
    balancer = LoadBalancer(farm(2))
    balancer.add(Server("new"))
    assert Counter(run(ask(balancer, 6))) == {"s1": 2, "s2": 2, "new": 2}


def test_a_server_removed_at_once_still_answers_what_it_has():
    async def main():
        balancer = LoadBalancer(farm(2))
        first = asyncio.create_task(balancer(Request(0, work=5.0)))
        await asyncio.sleep(1)
        balancer.remove("s1")
        return await ask(balancer, 2), (await first).by

    assert run(main) == (["s2", "s2"], "s1")


@pytest.mark.parametrize("kind", [Layer4, Layer7])
def test_draining_loses_no_request_and_ends_with_the_last(kind):
    trace, servers = Trace(), farm(3)

    async def main():
        balancer = kind(servers, "least connections")
        traffic = open_loop(trace.watch(balancer), poisson(2.5), requests(exponential(1.0), clients=9), count=300)
        load = asyncio.create_task(traffic)
        await asyncio.sleep(20)
        assert servers[0].in_flight > 0
        await balancer.drain("s1")
        drained, left = now(), servers[0].in_flight
        await load
        return drained, left, [backend.name for backend in balancer.backends]

    drained, left, names = run(main, seed=4)
    assert (left, names) == (0, ["s2", "s3"])
    assert trace.errors() == {}
    last = max(a + b for a, b, by in zip(trace.arrived, trace.latency, trace.by) if by == "s1")
    assert drained == last


def test_an_idle_server_is_drained_at_once():
    async def main():
        balancer = LoadBalancer(farm(2))
        await balancer.drain("s1")
        return now(), len(balancer.backends)

    assert run(main) == (0.0, 1)


def test_draining_twice_is_draining_once():
    async def main():
        balancer = LoadBalancer(farm(2))
        busy = asyncio.create_task(balancer(Request(0, work=3.0)))
        await asyncio.sleep(1)
        await asyncio.gather(balancer.drain("s1"), balancer.drain("s1"))
        return now(), (await busy).by

    assert run(main) == (3.0, "s1")


def test_two_servers_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two servers are called 's1'"):
        LoadBalancer([Server("s1"), Server("s1")])


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(ValueError, match="drain a server"):
        LoadBalancer(farm(1), "weighted", weights=[0])


def test_weights_that_do_not_fit_the_servers_are_refused():
    with pytest.raises(ValueError, match="argument"):
        LoadBalancer(farm(3), weights=[1, 2])


def test_an_unknown_server_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match="no server 's9' here; there are s1, s2"):
        LoadBalancer(farm(2)).mark_unhealthy("s9")


def test_a_backend_says_why_it_is_out_of_turn():
    balancer = LoadBalancer(farm(1))
    balancer.mark_unhealthy("s1", by="probe")
    assert repr(balancer.backend("s1")) == "<Backend s1: probe, 0 in flight>"


MARKS = st.lists(
    st.tuples(
        st.floats(0, 40), st.sampled_from(["mark_unhealthy", "mark_healthy", "crash", "restart"]), st.integers(0, 2)
    ),
    max_size=20,
)


@given(st.sampled_from([Layer4, Layer7]), st.sampled_from(sorted(POLICIES)), MARKS, st.integers(0, 99))
def test_each_request_is_settled_once_and_none_goes_to_a_server_known_to_be_down(kind, policy, marks, seed):
    servers, asked, settled = farm(3), Counter(), Counter()

    async def main():
        balancer = kind([guarded(server, lambda: balancer, asked) for server in servers], policy)
        schedule = [
            at(time, getattr(balancer, what), f"s{i + 1}")
            if what.startswith("mark")
            else at(time, getattr(servers[i], what))
            for time, what, i in marks
        ]
        traffic = open_loop(counted(balancer, settled), poisson(2.0), requests(exponential(1.0), clients=5), count=60)
        await asyncio.gather(faults(*schedule), traffic)
        return balancer

    balancer = run(main, seed=seed)
    assert settled == Counter(range(60))
    assert max(asked.values(), default=0) <= 1
    if kind is Layer7:
        assert all(backend.in_flight == 0 for backend in balancer.backends)


def guarded(server, balancer, asked):
    """The server, which fails the test when it is asked while marked down."""

    async def service(request):
        assert balancer().backend(service).healthy, f"{server.name} was asked while marked down"
        asked[request.id] += 1
        return await server(request)

    service.name = server.name
    return service


def counted(service, settled):
    async def client(request):
        try:
            return await service(request)
        finally:
            settled[request.id] += 1

    return client
