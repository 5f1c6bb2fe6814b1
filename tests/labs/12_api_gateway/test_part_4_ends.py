"""Lab 12, part 4: services that are slow, dead or broken, callers who leave, and many of all kinds at once."""

import pytest

from .gateways import ORDER, one, play, web

SLOW = "A service that has not answered `limit` seconds after it was asked is cancelled"
BUGS = ["ValueError", "KeyError", "OSError", "RuntimeError", "LookupError", "Unauthorized"]


@pytest.mark.rule(5)
@pytest.mark.parametrize(("limit", "seconds"), [(None, 0.96875), (0.375, 0.34375), (7.0, 6.75)])
def test_a_service_has_the_whole_limit(lab, limit, seconds):
    for busy in (0.0, 9.0):
        found = one(lab, web(2.0), limit, take={"ann": [busy, 0.0, 0.0]}, service={"a": [seconds, "in time", 0.0]})
        assert (found.status, found.body) == (200, "in time"), (
            f"With a limit of {limit or 1.0} s a service answered after {seconds} s, the bucket after {busy} s, and "
            f"the request came to {found}: the limit is the service's, and counts from when it was asked."
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("limit", [None, 0.375, 7.0])
@pytest.mark.parametrize("lets_go", [0.0, 0.625])
@pytest.mark.parametrize("begin", [0.0, 3.5])
@pytest.mark.parametrize("busy", [0.0, 9.0])
def test_a_slow_service_is_cancelled(lab, limit, lets_go, begin, busy):
    within = limit or 1.0
    end = begin + busy + within
    found = one(lab, web(begin), limit, take={"ann": [busy, 0.0, 0.0]}, service={"a": [40.0, "late", lets_go]})
    assert (found.how, found.status) == ("reply", 504), (
        f"A service did not answer, with a limit of {within} s, and the request came to {found}. {SLOW}, and the "
        "status is 504."
    )
    call = next(call for call in found.calls if call.what == "service")
    assert call.how == "cancelled" and call.began == begin + busy, f"A call of 40 s was {call.how}. {SLOW}."
    assert found.ended == pytest.approx(end + lets_go), (
        f"A service was asked at {begin + busy} s with a limit of {within} s, took {lets_go} s to let go, and 504 came "
        f"at {found.ended} s. {SLOW}, and when its call is over the status is 504."
    )
    assert not found.under_way, f"504 was answered while the call of the service was under way. {SLOW}, and over first."


@pytest.mark.rule(4, 5)
@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("TimeoutError", 504),
        ("TimedOut", 504),
        ("Unavailable", 502),
        ("Lost", 502),
        ("Refused", 502),
        ("ServiceError", 502),
        ("ConnectionError", 502),
        ("ConnectionRefusedError", 502),
        ("ConnectionResetError", 502),
        ("BrokenPipeError", 502),
    ],
)
@pytest.mark.parametrize("seconds", [0.0, 0.75])
def test_a_service_that_fails_has_its_status(lab, error, status, seconds):
    found = one(lab, service={"a": [seconds, {"raise": error}, 0.0]})
    assert (found.how, found.status) == ("reply", status), (
        f"The service raised {error}, and the request came to {found}: a `TimeoutError` of its own, such as "
        "`TimedOut`, is 504, and any other `ServiceError`, or a `ConnectionError`, is 502."
    )
    assert found.ended == seconds, f"The service raised {error} at {seconds} s, and {found} came at {found.ended} s."
    assert found.asked() == ORDER, f"The service raised {error}, and {found.asked()} were asked: the service once."


@pytest.mark.rule(6)
@pytest.mark.parametrize("what", ["take", "service"])
@pytest.mark.parametrize("lets_go", [0.0, 0.125])
@pytest.mark.parametrize("limit", [None, 30.0])
def test_a_caller_who_leaves_takes_along_what_is_under_way(lab, what, lets_go, limit):
    changes = {what: {"ann" if what == "take" else "a": [20.0, 0.0, lets_go]}}
    found = one(lab, web(2.0, leaves=[0.75]), limit, **changes)
    call = next(call for call in found.calls if call.what == what)
    assert (found.how, found.status) == ("raised", "CancelledError"), (
        f"A caller left while `{what}` was under way, and it came to {found}: his CancelledError goes on."
    )
    assert call.how == "cancelled", (
        f"A caller left while `{what}` was under way, and that was {call.how}: it is cancelled, for nobody waits."
    )
    assert not found.under_way and found.ended == pytest.approx(2.75 + lets_go), (
        f"A caller left at 2.75 s, `{what}` took {lets_go} s to let go, and the CancelledError went on at "
        f"{found.ended} s: what is under way is over before."
    )
    assert found.asked() == ORDER[: ORDER.index(what) + 1], (
        f"A caller left while `{what}` was under way, and {found.asked()} were asked: nobody after that."
    )


@pytest.mark.rule(6)
@pytest.mark.parametrize("what", ["take", "service"])
def test_those_who_stay_have_their_answers(lab, what):
    changes = {what: {"ann" if what == "take" else "a": [0.75, 0.0, 0.125]}}
    found = play(lab, web(2.0), web(2.0, leaves=[0.5]), web(2.25), web(2.25, leaves=[0.125]), web(2.5), **changes)
    assert [one.status for one in found] == [200, "CancelledError", 200, "CancelledError", 200], (
        f"Of five callers two left, and they came to {[str(one) for one in found]}: what is cancelled is what is under "
        "way for him, and nothing of the others'."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize("error", BUGS)
@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_a_bug_of_a_service_goes_on(lab, error, seconds):
    found = one(lab, service={"a": [seconds, {"raise": error}, 0.0]})
    assert (found.how, found.status) == ("raised", error), (
        f"The service raised {error}, which is a bug, and the request came to {found}: all other errors go on as they "
        "are, whoever raises them."
    )


@pytest.mark.rule(7)
@pytest.mark.parametrize(
    "error", [*BUGS, "Unavailable", "Lost", "ServiceError", "TimedOut", "TimeoutError", "ConnectionError"]
)
def test_a_bug_of_the_bucket_goes_on(lab, error):
    found = one(lab, take={"ann": [0.25, {"raise": error}, 0.0]})
    assert (found.how, found.status) == ("raised", error), (
        f"The bucket raised {error}, and the request came to {found}: 502 and 504 speak of a service, 401 of a token. "
        "All other errors are bugs, whoever raises them, and go on as they are."
    )
    assert found.asked() == ORDER[:3], f"The bucket raised {error}, and {found.asked()} were asked: nobody after that."


@pytest.mark.rule(7)
@pytest.mark.parametrize("what", ["verify", "find"])
@pytest.mark.parametrize("error", [*BUGS[:4], "ServiceError", "TimeoutError", "ConnectionError"])
def test_a_bug_of_the_verifier_or_the_routes_goes_on(lab, what, error):
    found = one(lab, **{what: {"T1" if what == "verify" else "/a": {"raise": error}}})
    assert (found.how, found.status) == ("raised", error), (
        f"`{what}` raised {error}, and the request came to {found}: all other errors are bugs, whoever raises them, "
        "and go on as they are."
    )


@pytest.mark.rule(7)
def test_what_routes_raise_is_not_about_the_token(lab):
    found = one(lab, find={"/a": {"raise": "Unauthorized"}})
    assert (found.how, found.status) == ("raised", "Unauthorized"), (
        f"`find` raised Unauthorized, and the request came to {found}: only `verify` says that; of others it is a bug, "
        "and goes on as it is."
    )
