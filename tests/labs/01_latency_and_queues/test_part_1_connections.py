"""Lab 01, part 1: a limited number of connections, and who waits for them."""

import pytest

from .scene import HERE, Firing, Target

BURSTS = [0.2] * 4 + [1.1] * 4


@pytest.mark.rule(3)
@pytest.mark.parametrize("connections", [1, 2, 3, 5])
def test_no_more_are_under_way_than_there_are_connections(lab, connections):
    target = Target(after=1.25)
    Firing(lab, target, BURSTS, connections=connections)
    assert target.most <= connections, (
        f"With {connections} connections {target.most} requests were under way at once, of two bursts: one set of "
        "connections serves the whole test."
    )
    assert target.most == connections, (
        f"With {connections} connections, and eight requests in two bursts, only {target.most} were under way at once."
    )


@pytest.mark.rule(3)
def test_without_connections_there_is_no_limit(lab):
    for options in ({}, {"connections": None}):
        target = Target(after=2.0)
        found = Firing(lab, target, [0.1] * 120, **options)
        assert (target.most, max(found.latencies)) == (120, 2.0), (
            f"`connections` is None by default, which sets no limit: of 120 requests due at once {target.most} were "
            "under way at once."
        )
    most = lab.bring(HERE / "beside.py").burst(1_500)
    assert most == 1_500, (
        f"`connections` is None by default, which sets no limit: of 1,500 requests due at once {most} were under way "
        "at once."
    )


@pytest.mark.rule(3)
def test_more_connections_than_requests_are_no_limit(lab):
    found = Firing(lab, Target(after=1.0), [0.1, 0.1, 0.2], connections=50)
    assert found.sent == [0.1, 0.1, 0.2], f"With 50 connections nobody waits for one; you sent at {found.sent} s."


@pytest.mark.rule(1)
def test_those_who_wait_do_not_move_the_schedule(lab):
    found = Firing(lab, Target(after=1.5), [0.1, 0.2, 0.3, 6.4], connections=1)
    assert found.sent[3] == 6.4, (
        f"Over one connection, a request due at 6.4 s, when it is free again, was sent at {found.sent[3]} s: when some "
        "before it wait for a connection, the schedule stays. Sleep until a request is due, not for the gap before it."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("connections", [1, 2])
def test_who_has_waited_longest_is_sent_next(lab, connections):
    target = Target(after=1.0)
    Firing(lab, target, [0.0, 0.0, 0.1, 0.25, 0.25, 0.6], connections=connections)
    order = [request.id for _, request in target.sent]
    assert order == sorted(order), (
        f"Over {connections} connection(s), requests that waited for one were sent in the order {order}: who has "
        "waited longest is sent first, and of those due at once the first of them."
    )


@pytest.mark.rule(3)
def test_a_free_connection_is_used_in_the_moment_it_is_free(lab):
    target = Target(seconds={0: 2.5, 1: 0.75, 2: 3.0, 3: 1.0, 4: 0.5})
    found = Firing(lab, target, [0.1, 0.2, 0.3, 0.4, 5.5], connections=2)
    assert found.sent == [0.1, 0.2, 0.95, 2.6, 5.5], (
        "Over two connections, requests due at 0.1, 0.2, 0.3, 0.4 and 5.5 s that take 2.5, 0.75, 3, 1 and 0.5 s are "
        f"sent at 0.1, 0.2, 0.95, 2.6 and 5.5 s, and you sent them at {found.sent} s: who waits is sent as soon as "
        "any connection is free."
    )


@pytest.mark.rule(3)
def test_who_is_due_as_a_connection_is_freed_stands_behind_those_who_wait(lab):
    target = Target(after=1.0)
    found = Firing(lab, target, [0.0, 0.5, 1.0, 2.0, 2.0], connections=1)
    assert found.sent == [0.0, 1.0, 2.0, 3.0, 4.0], (
        "Over one connection, to a service that takes 1 s, requests due at 0, 0.5, 1, 2 and 2 s are sent at 0, 1, 2, 3 "
        f"and 4 s, and you sent them at {found.sent} s: who is due in the moment when a connection is freed goes "
        "behind whoever waits for it."
    )


@pytest.mark.rule(2)
def test_a_latency_runs_from_the_due_time(lab):
    found = Firing(lab, Target(after=1.0), [0.3, 0.3, 0.3], connections=1)
    assert found.latencies == [1.0, 2.0, 3.0], (
        "Three requests were due at 0.3 s over one connection, to a service that takes 1 s. Their users waited 1, 2 "
        f"and 3 s, and you report {found.latencies}: a latency counts from when the request was due, however late it "
        "was sent."
    )
