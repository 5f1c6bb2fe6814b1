"""Lab 12, part 4: what a service hears, and what is made of its answer."""

import pytest

from .gateways import ANN, one, play, web

FALSE = [None, 0, "", False, [], {}]


@pytest.mark.rule(4)
@pytest.mark.parametrize("body", [*FALSE, "text", ["a"], {"status": 404}], ids=repr)
def test_whatever_the_service_returns_is_the_body(lab, body):
    found = one(lab, service={"a": [0.25, body, 0.0]})
    assert (found.how, found.status) == ("reply", 200) and repr(found.body) == repr(body), (
        f"The service returned {body!r}, and the request came to {found} with the body {found.body!r}: what it returns "
        "is the body of a reply with status 200, whatever it is."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize(("path", "name", "on"), [("/a", "a", "/a"), ("/x/../a/?q", "a", "/a?q"), ("/b", "b", "/b")])
def test_the_service_hears_the_path_of_the_routes(lab, path, name, on):
    heard = one(lab, web(path=path)).asked("service")
    assert [call[:3] for call in heard] == [[name, True, on]], (
        f"For {path!r} `routes` returned the service {name} and the path {on!r}, and asked were {heard} (name, whether "
        "it was a WebRequest, path, headers): the service is asked once, with the path which `routes` returned."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    "own",
    [
        {},
        {"X-Subject": "root"},
        {"x-subject": "root"},
        {"X-SUBJECT": "root"},
        {"x-sUBJECt": "", "X-Subject": "root"},
        {"X-Subject": "a", "x-subject": "b", "X-SUBJECT": "c"},
    ],
    ids=repr,
)
@pytest.mark.parametrize("name", ["Authorization", "AUTHORIZATION", "authorization"])
def test_the_service_hears_who_it_is_from_the_gateway_alone(lab, own, name):
    kept = {"Accept": "*/*", "x-subject-id": "7", "XSubject": "y", "X-Authorization": "z", "Subject": "s", "": ""}
    for token, subject in (("T1", "ann"), ("T3", "")):
        found = one(lab, web(headers={**kept, **own, name: f"Bearer {token}"}))
        heard = [call[3] for call in found.asked("service")]
        assert heard == [{**kept, "X-Subject": subject}], (
            f"The caller, {subject!r}, had {name} and {list(kept | own)}, and the service heard {heard}: "
            f"the caller's headers without `Authorization` and any `X-Subject`, and with the subject, {subject!r}."
        )


@pytest.mark.rule(4)
def test_the_callers_own_request_stays_as_it_was(lab):
    headers = {**ANN, "x-subject": "root", "Accept": "*/*"}
    found = one(lab, web(headers=headers))
    assert found.own_headers == headers, (
        f"A request came with the headers {headers}, and after it they are {found.own_headers}: the caller's own "
        "request stays as it was, whatever is added to the service's."
    )


@pytest.mark.rule(1, 2, 3, 4)
def test_one_request_after_the_other(lab):
    script = [
        web(0.0),
        web(2.0, "/b", {"authorization": "bearer T2"}),
        web(4.0, "/nowhere"),
        web(6.0, headers={}),
        web(8.0),
    ]
    found = play(lab, *script)
    assert [one.status for one in found] == [200, 200, 404, 401, 200], (
        f"Five requests, one after the other, came to {[str(one) for one in found]}: what was asked about one says "
        "nothing about the next: 200, 200, 404, 401, 200."
    )
    assert [one.asked("take") for one in found] == [["ann"], ["bob"], [], [], ["ann"]], (
        f"Five requests had the bucket asked for {[one.asked('take') for one in found]}: for the subject, once."
    )
