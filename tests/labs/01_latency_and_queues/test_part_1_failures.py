"""Lab 01, part 1: failures, time-outs and bugs."""

from math import inf

import pytest

from .scene import FAILURES, NEVER, Firing, Refused, Target


@pytest.mark.rule(4)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_infinitely_slow_and_keeps_its_place(lab, failure):
    found = Firing(lab, Target(after=0.5, replies={1: failure, 3: failure}), [0.1, 0.2, 0.3, 0.4, 0.5])
    assert found.error is None, (
        f"The service failed with {failure.__name__}, and `fire` raised {found.error}: a failure of the service is a "
        "result of the test, `inf`."
    )
    assert found.latencies == [0.5, inf, 0.5, inf, 0.5], (
        f"The second and the fourth of five requests failed with {failure.__name__} after 0.5 s, and you report "
        f"{found.latencies}: a failure is `inf`, however quick it was, in its place."
    )


@pytest.mark.rule(4)
def test_a_failure_gives_its_connection_back(lab):
    found = Firing(lab, Target(after=0.5, replies=dict.fromkeys(range(4), Refused)), [0.1] * 6, connections=2)
    assert found.latencies == [inf] * 4 + [1.5, 1.5], (
        "Over two connections, four requests are refused after 0.5 s each and the next two are answered 1.5 s after "
        f"they were due; you report {found.latencies}: a failed request gives its connection back."
    )


@pytest.mark.rule(4)
def test_a_refusal_frees_its_connection_for_the_next_at_once(lab):
    target = Target(seconds={0: 0.5, 1: 0.0, 2: 0.0, 3: 1.0}, replies=dict.fromkeys((0, 1, 2), Refused))
    found = Firing(lab, target, [0.1, 0.1, 0.1, 0.1], connections=1)
    assert found.sent == [0.1, 0.6, 0.6, 0.6], (
        "Three of four requests due at 0.1 s are refused, after 0.5, 0 and 0 s, so that over one connection the last "
        f"is sent at 0.6 s; yours were sent at {found.sent} s: a failed request gives its "
        "connection back at once."
    )


@pytest.mark.rule(4)
def test_without_a_time_out_it_waits_as_long_as_it_takes(lab):
    for options in ({}, {"timeout": inf}):
        found = Firing(lab, Target(seconds={0: 90_000.5, 1: 1.0}), [0.1, 0.2], **options)
        assert found.latencies == [90_000.5, 1.0], (
            f"A reply came after 25 hours, nobody set a `timeout`, and you report {found.latencies}."
        )


@pytest.mark.rule(4)
def test_no_reply_in_time_is_a_failure(lab):
    target = Target(after=0.5, seconds={1: 1.2, 2: NEVER, 3: 1.3})
    found = Firing(lab, target, [0.1, 0.2, 0.3, 0.4, 0.45], timeout=1.25)
    assert found.latencies == [0.5, 1.2, inf, inf, 0.5], (
        "With a `timeout` of 1.25 s, requests that take 0.5, 1.2, for ever, 1.3 and 0.5 s have the latencies 0.5, 1.2, "
        f"inf, inf and 0.5, and you report {found.latencies}."
    )
    assert found.end == 1.65, (
        f"With a `timeout` of 1.25 s all requests are settled at 1.65 s, the last by time-out, and you returned at "
        f"{found.end} s."
    )


@pytest.mark.rule(4)
def test_a_time_out_cancels_the_request(lab):
    target = Target(after=0.5, seconds={1: NEVER})
    Firing(lab, target, [0.1, 0.2, 2.5], at=3.3, timeout=1.25)
    when = {number: round(time, 6) for number, time in target.cancelled.items()}
    assert when == {1: 4.75}, (
        f"A request timed out at 4.75 s, and the service saw these cancelled: {when or 'none'}. A time-out cancels the "
        "request then, or the service goes on with what nobody waits for."
    )


@pytest.mark.rule(4)
def test_a_time_out_gives_its_connection_to_the_next(lab):
    target = Target(after=0.25, seconds={0: NEVER, 1: NEVER})
    found = Firing(lab, target, [0.1, 0.3, 0.4, 0.7, 1.3], connections=2, timeout=1.5)
    assert found.sent == [0.1, 0.3, 1.6, 1.8, 1.85], (
        "Over two connections, with a `timeout` of 1.5 s, two requests due at 0.1 and 0.3 s are never answered, so the "
        "next three, which take 0.25 s, are sent at 1.6, 1.8 and 1.85 s; yours were sent at "
        f"{found.sent[2:]} s: a request that timed out gives its connection back at once."
    )


@pytest.mark.rule(4)
def test_a_time_out_counts_from_the_due_time(lab):
    target = Target(seconds={0: 1.0, 1: 1.0, 2: 0.5})
    found = Firing(lab, target, [0.1, 0.1, 1.9], connections=1, timeout=1.5)
    assert found.latencies == [1.0, inf, 0.5], (
        "Two requests are due at 0.1 s over one connection; the second is sent 1 s late, and would be answered 2 s "
        f"after it was due. With a `timeout` of 1.5 s it is `inf`, and you report {found.latencies}: the time-out "
        "counts from the due time too, not from the sending."
    )
    assert round(target.cancelled.get(1, 0), 6) == 1.6, (
        "The request that was due at 0.1 s, and was sent late, times out at 1.6 s, and is cancelled then."
    )


@pytest.mark.rule(4)
def test_a_burst_that_nobody_answers_times_out_as_one(lab):
    found = Firing(lab, Target(after=NEVER), [0.2] * 6 + [3.1], connections=2, timeout=1.25)
    assert (found.latencies, found.end) == ([inf] * 7, 4.35), (
        "Six requests due at 0.2 s over two connections, and one due at 3.1 s, are never answered. With a `timeout` of "
        f"1.25 s all are `inf`, and settled at 4.35 s; you returned {found.latencies} at {found.end} s."
    )
    late = [time for time in found.sent[2:6] if time is not None and time > 1.45 + 1e-6]
    assert not late, (
        f"Six requests were due at 0.2 s, and their `timeout` of 1.25 s was over at 1.45 s. Some were sent even later, "
        f"at {late} s: the time-out counts from the due time, for those too who wait for a connection."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("bug", [ValueError, KeyError, AssertionError])
def test_a_bug_ends_the_test_on_the_spot(lab, bug):
    target = Target(after=4.0, seconds={1: 0.9}, replies={1: bug})
    found = Firing(lab, target, [0.1, 0.4, 0.5, 2.0, 2.5], at=3.0)
    assert found.error is not None, (
        f"A request met a {bug.__name__}, and `fire` returned {found.latencies}: what is neither a ServiceError nor a "
        "TimeoutError is a bug, of the service or of yours, and ends the test."
    )
    assert found.end == 4.3, f"A bug came up at 4.3 s and ended the test at {found.end} s: end it on the spot."
    assert found.sent == [3.1, 3.4, 3.5], (
        f"A bug came up at 4.3 s, and after it you went on to send, at {found.sent[3:]} s: a bug ends the test, and "
        "nothing more is sent."
    )
    when = {number: round(time, 6) for number, time in target.cancelled.items()}
    assert when == {0: 4.3, 2: 4.3}, (
        f"When a bug came up, at 4.3 s, requests 0 and 2 were under way, and the service saw these cancelled: "
        f"{when or 'none'}. A bug ends the test on the spot, with all that is under way."
    )


@pytest.mark.rule(5)
def test_a_bug_among_those_who_wait_for_a_connection_ends_the_test(lab):
    target = Target(after=1.0, replies={2: ValueError})
    found = Firing(lab, target, [0.1, 0.1, 0.1, 0.1, 0.2], connections=2, timeout=30.0)
    assert (found.error is not None, found.end) == (True, 2.1), (
        f"The third of five requests over two connections met a bug at 2.1 s; `fire` ended at {found.end} s with "
        f"{found.error or found.latencies}: a bug ends the test, whoever waits."
    )
    assert found.sent == [0.1, 0.1, 1.1, 1.1], (
        f"A bug at 2.1 s freed a connection, and you sent the next request, at {found.sent[4:]} s: nothing more is "
        "sent after a bug."
    )
