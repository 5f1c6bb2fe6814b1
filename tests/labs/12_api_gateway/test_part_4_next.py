"""Lab 12, part 4: the same again, one after the other and at once."""

import pytest

from .gateways import ANN, ORDER, one, play, web


@pytest.mark.rule(1, 2, 3, 4)
def test_all_are_asked_again_for_the_next_request(lab):
    for number, found in enumerate(play(lab, web(0.0), web(2.0), web(2.0), web(4.0)), 1):
        assert found.asked() == ORDER, (
            f"Four requests of one caller for one path, and for number {number} there were asked {found.asked()}: the "
            "token first, then `routes`, then the bucket, then the service, whatever was asked for an earlier one."
        )


@pytest.mark.rule(3)
def test_the_bucket_is_asked_again_though_it_said_to_wait(lab):
    for found in play(lab, web(0.0), web(0.0), web(0.5), web(2.0), take={"ann": [0.0, 7.5, 0.0]}):
        assert (found.status, found.asked("take")) == (429, ["ann"]), (
            f"The bucket said to wait 7.5 s to each of four requests, and one came to {found}, with the bucket asked "
            f"for {found.asked('take')}: it is asked once for each."
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize(
    ("service", "status"),
    [
        ([40.0, "late", 0.0], 504),
        ([0.25, {"raise": "Lost"}, 0.0], 502),
        ([0.25, {"raise": "ConnectionError"}, 0.0], 502),
        ([0.25, {"raise": "TimedOut"}, 0.0], 504),
    ],
    ids=["slow", "lost", "no connection", "timed out"],
)
def test_a_service_is_asked_again_though_it_failed(lab, service, status):
    for number, found in enumerate(play(lab, web(0.0), web(0.0), web(3.0), web(9.0), service={"a": service}), 1):
        assert (found.status, len(found.asked("service"))) == (status, 1), (
            f"A service fails each time, and number {number} of four requests came to {found}, with the service asked "
            f"{len(found.asked('service'))} times: it is asked, and the status is {status}, as at first."
        )
        begun = found.calls[-1].began
        assert found.ended - begun == pytest.approx(min(1.0, service[0])), (
            f"A service fails each time, and number {number} of four requests came to {found} after "
            f"{found.ended - begun} s: each has the whole limit."
        )


@pytest.mark.rule(7)
@pytest.mark.parametrize("what", ["find", "take", "service"])
def test_a_bug_goes_on_each_time(lab, what):
    error = {"raise": "ValueError"}
    changes = {"find": {"/a": error}, "take": {"ann": [0.25, error, 0.0]}, "service": {"a": [0.25, error, 0.0]}}
    found = play(lab, web(0.0), web(0.0), web(3.0), web(9.0), **{what: changes[what]})
    assert [(one.how, one.status) for one in found] == [("raised", "ValueError")] * 4, (
        f"`{what}` raised ValueError each time, and four requests came to {[str(one) for one in found]}: it is a bug, "
        "and goes on as it is, each time."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("body", ["a WebReply", "a WebRequest", "a Reply", "an exception"])
def test_an_object_that_the_service_returns_is_the_body_itself(lab, body):
    found = one(lab, service={"a": [0.25, {"object": body}, 0.0]})
    assert (found.how, found.status, found.headers) == ("reply", 200, {}) and str(found.body).startswith("itself"), (
        f"The service returned {body}, and the request came to {found} with the body {found.body!r}: what it returns "
        "is itself the body of a reply with status 200, whatever it is."
    )


@pytest.mark.rule(4)
def test_names_that_are_nearly_the_same_are_others(lab):
    kept = {"x_subject": "1", "X-Subjects": "2", "X-Sub-ject": "3", " X-Subject": "4", "authorization_": "5"}
    heard = [call[3] for call in one(lab, web(headers={**ANN, **kept})).asked("service")]
    assert heard == [{**kept, "X-Subject": "ann"}], (
        f"A caller had the headers {list(kept)}, and the service heard {heard}: all the caller's headers but "
        "`Authorization` and `X-Subject`, and what is only like these is kept."
    )
