"""Lab 01, part 1: an open test, sent by its schedule."""

from math import inf

import pytest

from systemdesign.sim.request import Request

from .scene import Firing, Target

TIMES = [0.37, 1.1, 1.15, 4.0, 4.91]


@pytest.mark.rule(1)
def test_each_request_is_sent_once_with_its_number(lab):
    target = Target(after=0.2)
    Firing(lab, target, [0.5, 0.5, 1.7])
    sent = sorted((request for _, request in target.sent), key=str)
    assert sent == [Request(0), Request(1), Request(2)], (
        f"For three `times` the service was sent {sent}: request k is sent once, as Request(k), and k counts from 0."
    )


@pytest.mark.rule(1)
def test_no_request_waits_for_the_answer_to_another(lab):
    found = Firing(lab, Target(after=3.0), TIMES)
    assert all(abs(sent - time) < 0.05 for sent, time in zip(found.sent, TIMES, strict=True)), (
        f"Requests due at {TIMES} s were sent at {found.sent} s, to a service that takes 3 s: send each when it is "
        "due, and do not wait for the answer to one before you send the next."
    )


@pytest.mark.rule(1)
def test_times_count_from_the_call(lab):
    found = Firing(lab, Target(after=0.5), TIMES, at=17.3)
    right = [round(17.3 + time, 6) for time in TIMES]
    assert all(abs(sent - time) < 0.05 for sent, time in zip(found.sent, right, strict=True)), (
        f"`fire` was called at 17.3 s, and requests with `times` {TIMES} were sent at {found.sent} s: `times` are "
        "seconds from the call, so read the clock when it begins."
    )


@pytest.mark.rule(1)
def test_requests_due_together_are_sent_together_and_in_order(lab):
    target = Target(after=0.7)
    found = Firing(lab, target, [0.0, 0.0, 2.2, 2.2, 2.2, 2.3])
    assert found.sent == [0.0, 0.0, 2.2, 2.2, 2.2, 2.3], (
        f"Requests due at 0, 0, 2.2, 2.2, 2.2 and 2.3 s were sent at {found.sent} s: those that are due at one moment "
        "are all sent at that moment."
    )
    order = [request.id for _, request in target.sent]
    assert order == sorted(order), f"Requests due at one moment are sent in their order; you sent {order}."


@pytest.mark.rule(6)
def test_latencies_are_in_the_order_of_times(lab):
    found = Firing(lab, Target(seconds={0: 5.0, 1: 0.5, 2: 2.25, 3: 0.25}), [0.1, 0.2, 0.3, 0.4])
    right = [5.0, 0.5, 2.25, 0.25]
    assert found.latencies == right or sorted(found.latencies) != sorted(right), (
        f"Four requests took 5, 0.5, 2.25 and 0.25 s, and you report {found.latencies}: the latencies stand in the "
        "order of `times`, not in that of the replies."
    )


@pytest.mark.rule(6)
def test_it_returns_when_the_last_request_is_settled(lab):
    found = Firing(lab, Target(seconds={0: 6.5, 1: 0.5, 2: 1.0}), [0.1, 0.2, 3.4])
    assert found.end == 6.6, (
        f"The last reply came at 6.6 s, to the first of three requests, and `fire` returned at {found.end} s: it "
        "returns when all are settled, neither when the last one was sent nor later."
    )


@pytest.mark.rule(2)
def test_a_latency_is_a_duration_and_not_a_time(lab):
    seconds = {0: 0.25, 1: 7.5, 2: 0.0, 3: 1.75}
    found = Firing(lab, Target(seconds=seconds), [0.1, 0.2, 3.3, 3.4], at=5.2)
    assert found.latencies == [0.25, 7.5, 0.0, 1.75], (
        f"The service took 0.25, 7.5, 0 and 1.75 s, and you report {found.latencies}: a latency runs from the moment "
        "when the request was due until its reply is there."
    )


@pytest.mark.rule(2)
def test_any_reply_is_a_reply(lab):
    replies = {0: None, 1: 0, 2: False, 3: "", 4: [], 5: ValueError("no error, a reply"), 6: inf}
    found = Firing(lab, Target(after=0.6, replies=replies), [0.1 * number for number in range(7)])
    assert found.latencies == [0.6] * 7, (
        f"The service replied with {list(replies.values())}, each after 0.6 s, and you report {found.latencies}: "
        "whatever is in it, a reply is a reply."
    )


@pytest.mark.rule(6)
def test_no_times_give_no_latencies_at_once(lab):
    for options in ({}, {"connections": 1}, {"timeout": 3.0}):
        found = Firing(lab, Target(), [], at=2.5, **options)
        assert (found.latencies, found.end) == ([], 2.5), (
            f"Without any `times` everything is settled at once: return [] then; you returned {found.latencies}, "
            f"{found.end - 2.5:g} s later."
        )
