"""Lab 12, part 4: who is asked, in which order, and who is sent away."""

import pytest

from .gateways import ORDER, one, play, web

NOT_SHOWN = [
    {},
    {"Authorization": ""},
    {"Authorization": "T1"},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer "},
    {"Authorization": "Basic T1"},
    {"Authorization": "BearerT1"},
    {"Authorization": "Digest T1"},
    {"Authorization": "Bearer T9"},
    {"X-Authorization": "Bearer T1"},
    {"Proxy-Authorization": "Bearer T1"},
    {"Authorization": "Token T1"},
    {"Cookie": "Bearer T1"},
    {"X-Subject": "ann"},
    {"Authorization": "Bearer ann", "X-Subject": "ann"},
    {"Bearer": "T1"},
    {"Authorization": "Bearer  T1"},
    {"Authorization": "Bearer T1 "},
    {"Authorization": "Bearer\tT1"},
    {"Authorization": " Bearer T1"},
    {"Authorization": "Bearer Basic T1"},
    {"Authorization": "Bearer-T1"},
]
NONE_AT_ALL = [{}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Basic "}, {"Bearer": ""}]
UNKNOWN = "Where there is no such header, or `verify` raises Unauthorized, the status is 401, and nobody else is asked."


@pytest.mark.rule(1)
@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION", "aUTHORIZATIOn"])
@pytest.mark.parametrize("word", ["Bearer", "bearer", "BEARER", "bEARER"])
def test_the_header_may_be_written_in_any_case(lab, name, word):
    found = one(lab, web(headers={"Accept": "*/*", name: f"{word} T1", "Host": "x"}))
    assert found.asked("verify") == ["T1"], (
        f"The header `{name}: {word} T1` had `verify` asked {found.asked('verify')}: the token is behind `Bearer` and "
        "one space, in any mixture of cases, and is itself as it came."
    )
    assert found.status != 401, (
        f"The header `{name}: {word} T1` came to {found}: names of headers, and this word, come in any mixture "
        "of cases."
    )


@pytest.mark.rule(1, 2, 3, 4)
def test_all_are_asked_in_their_order(lab):
    found = one(lab)
    assert found.how == "reply", f"An honest request came to {found}: a gateway returns a `WebReply`."
    assert found.asked() == ORDER, (
        f"An honest request had {found.asked()} asked: first the token, then `routes`, then the bucket, then the "
        "service, each once."
    )
    assert (found.status, found.body) == (200, "from a"), (
        f"An honest request came to {found}, with the body {found.body!r}: what the service returns is the body of a "
        "reply with status 200."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("headers", NOT_SHOWN, ids=repr)
def test_whoever_shows_no_good_token_is_refused(lab, headers):
    found = one(lab, web(headers=headers))
    assert (found.how, found.status) == ("reply", 401), f"Headers {headers}: the request came to {found}. {UNKNOWN}"
    assert set(found.asked()) <= {"verify"}, f"Headers {headers}: {found.asked()} were asked. {UNKNOWN}"
    assert found.headers.get("WWW-Authenticate") == "Bearer", (
        f"Headers {headers}: the reply is {found}: status 401 has the header `WWW-Authenticate: Bearer`."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("headers", NONE_AT_ALL, ids=repr)
def test_no_token_is_not_an_empty_token(lab, headers):
    found = one(lab, web(headers=headers), verify={"": "whoever", "None": "whoever"})
    assert found.status == 401, (
        f"Headers {headers}, and a `verify` to which nothing at all would do: the request came to {found}. {UNKNOWN}"
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("path", ["/nowhere", "/b"])
def test_a_stranger_hears_nothing_of_paths_and_limits(lab, path):
    found = one(lab, web(path=path, headers={}), take={"ann": [0.0, 9.0, 0.0]})
    assert (found.status, found.asked("find")) == (401, []), (
        f"A stranger asked for {path}, and it came to {found}, with `routes` asked {found.asked('find')}: the token is "
        "asked about first, and nobody else is asked."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("path", ["/nowhere", "/A", "/a/", ""])
def test_what_leads_nowhere_costs_nothing(lab, path):
    found = one(lab, web(path=path), take={"ann": [0.0, 9.0, 0.0]})
    assert found.status == 404, (
        f"`routes` finds nothing for {path!r}, and the request came to {found}: then the status is 404, before the "
        "bucket is asked."
    )
    assert found.asked() == ["verify", "find"], (
        f"`routes` finds nothing for {path!r}, and {found.asked()} were asked: neither the bucket nor a service is."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("path", ["/x/../a/?q", "/a"])
def test_routes_are_asked_for_the_path_as_it_came(lab, path):
    found = one(lab, web(path=path))
    assert found.asked("find") == [path], (
        f"A request for {path!r} had `routes` asked {found.asked('find')}: it is asked for the request's path."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(("token", "subject"), [("T1", "ann"), ("T2", "bob"), ("T3", "")])
def test_the_bucket_is_the_subjects(lab, token, subject):
    headers = {"X-Subject": "carol", "X-Client": "carol", "Authorization": f"Bearer {token}"}
    found = one(lab, web(headers=headers))
    assert found.asked("take") == [subject], (
        f"`verify` returned {subject!r}, and the bucket was asked for {found.asked('take')}: it is asked for the "
        "subject that `verify` returned, once."
    )
    assert found.status == 200, f"`verify` returned {subject!r}, and the request came to {found}: it is known."


@pytest.mark.rule(3)
@pytest.mark.parametrize("seconds", [0.0, 1.75])
@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (1e-9, "1"),
        (1e-6, "1"),
        (0.2, "1"),
        (0.999, "1"),
        (1, "1"),
        (1.0, "1"),
        (1.001, "2"),
        (1.5, "2"),
        (2.4, "3"),
        (3, "3"),
        (59.01, "60"),
        (3600.0, "3600"),
        (123456.7, "123457"),
    ],
)
def test_whoever_comes_too_often_is_told_when_to_come(lab, wait, told, seconds):
    found = one(lab, take={"ann": [seconds, wait, 0.0]})
    assert found.status == 429, f"The bucket said to wait {wait} s, and the request came to {found}: the status is 429."
    assert found.headers.get("Retry-After") == told, (
        f"The bucket said to wait {wait} s, and the reply is {found}: `Retry-After` has the seconds, in whole ones, "
        f"rounded up, as text: {told!r}."
    )
    assert found.asked() == ORDER[:3], (
        f"The status was 429, and {found.asked()} were asked: the bucket is asked once, and no service is asked."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("go", [0, 0.0])
def test_whoever_need_not_wait_passes(lab, go):
    found = one(lab, take={"ann": [0.5, go, 0.0]})
    assert found.status == 200, f"The bucket returned {go!r}, and the request came to {found}: only a wait is 429."


@pytest.mark.rule(4)
def test_each_request_has_a_call_of_its_own(lab):
    found = play(lab, *(web(2.0) for _ in range(3)), web(2.125))
    calls = [len(one.asked("service")) for one in found]
    assert calls == [1] * 4, (
        f"Four requests of one caller for one path at once had the service asked {calls} times: once for each."
    )
