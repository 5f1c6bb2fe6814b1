"""Links delay, lose and part."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import (
    Link,
    Lost,
    Refused,
    Request,
    Server,
    Trace,
    Unavailable,
    at,
    constant,
    exponential,
    faults,
    open_loop,
    requests,
    steady,
)


def ask(link, *schedule, time=0.0):
    """When and how one request ends that is sent at `time`: (seconds, None or the error's class)."""

    async def client():
        await asyncio.sleep(time)
        try:
            await link(Request(0, work=1.0))
        except (Lost, Refused, Unavailable) as error:
            return now() - time, type(error)
        return now() - time, None

    async def main():
        return (await asyncio.gather(client(), faults(*schedule)))[0]

    return run(main)


def test_a_request_crosses_twice():
    assert ask(Link(Server("s"), constant(0.25))) == (1.5, None)


def test_bad_news_crosses_too():
    server = Server("s")
    server.crash()
    assert ask(Link(server, constant(0.25))) == (0.5, Unavailable)


def test_latency_is_drawn_afresh_for_each_crossing():
    link, trace = Link(Server("s", workers=99), exponential(0.1)), Trace()
    run(open_loop(trace.watch(link), steady(1.0), requests(work=constant(1.0)), count=50))
    assert len(set(trace.latency)) == 50


def test_a_lost_message_is_silence_until_the_callers_patience_ends():
    assert ask(Link(Server("s"), constant(0.25), loss=1.0, patience=3.0)) == (3.0, Lost)


def test_a_lost_request_never_reaches_the_server():
    server = Server("s")
    run(open_loop(Link(server, loss=1.0, patience=0.1), steady(1.0), count=3))
    assert server.in_flight == 0


def test_a_partition_loses_what_is_sent_meanwhile():
    link = Link(Server("s"), constant(0.25), patience=3.0)
    assert ask(link, at(0.5, link.partition), time=1.0) == (3.0, Lost)


def test_a_partition_loses_what_is_under_way_but_not_the_work():
    link, done = Link(Server("s"), constant(0.25), patience=9.0), []

    async def counted(request):
        done.append(await Server("s")(request))
        return done[-1]

    link = Link(counted, constant(0.25), patience=9.0)
    assert ask(link, at(1.3, link.partition)) == (9.0, Lost)
    assert len(done) == 1


def test_a_healed_link_carries_again():
    link = Link(Server("s"), constant(0.25))
    assert ask(link, at(0.5, link.partition), at(2.0, link.heal), time=3.0) == (1.5, None)


def test_messages_are_lost_as_often_as_asked_for():
    trace = Trace()
    link = Link(Server("s", workers=999), loss=0.1, patience=0.1)
    run(open_loop(trace.watch(link), steady(100.0), requests(work=constant(0.0)), count=20_000), seed=1)
    lost = trace.errors()["Lost"] / 20_000
    assert lost == pytest.approx(1 - 0.9**2, abs=2.58 * (0.19 * 0.81 / 20_000) ** 0.5)


def test_probes_take_the_same_road():
    async def main():
        link = Link(Server("s"), constant(0.25), patience=2.0)
        await link.ping()
        answered = now()
        link.partition()
        with pytest.raises(Lost):
            await link.ping()
        return answered, now()

    assert run(main) == (0.5, 2.5)


def test_a_link_bears_the_name_of_what_it_leads_to():
    assert Link(Server("s7")).name == "s7"


def test_a_loss_that_is_no_probability_is_refused():
    with pytest.raises(ValueError, match="probability"):
        Link(Server("s"), loss=5)
