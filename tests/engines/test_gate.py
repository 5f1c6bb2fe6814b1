"""The gateway's handler in virtual time, with what stands behind it in the test's hand."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.engines import available

pytestmark = pytest.mark.skipif(not all(map(available, ("rest", "jwt", "valkey"))), reason="a gateway's wheels")
PATH = "/api/users/17"


@pytest.fixture(scope="module")
def key():
    from systemdesign.engines.gateway.tokens import new_key

    return new_key()


@pytest.fixture
def calls(key):
    """Make a gateway, and calls of it: (the answer's status, headers and text, and what time it is) for each."""
    import httpx
    from starlette.applications import Starlette
    from starlette.routing import Route

    from systemdesign.engines.gateway import tokens
    from systemdesign.engines.gateway.gate import Gate

    def calls(*asked, back_end=lambda request: httpx.Response(200, text="hello"), limit=None, path=PATH):
        async def main():
            gate = Gate(tokens.public_pem(key), tokens.AUDIENCE, {"/api/users": {"port": 9, "limit": "own"}}, 1, 3,
                        "systemdesign.api_gateway.bucket:Bucket", 1, within=0.5)
            gate.back_end = httpx.AsyncClient(transport=httpx.MockTransport(back_end))
            gate.limits = {"own": limit or gate.limits["each its own"]}
            app = httpx.ASGITransport(Starlette(routes=[Route("/{path:path}", gate.__call__)]))
            async with httpx.AsyncClient(transport=app, base_url="http://gate") as client:
                answers = [(await client.get(path, headers=headers), now()) for headers in asked]
            return [(answer.status_code, answer.headers, answer.text, time) for answer, time in answers]

        return run(main())

    return calls


@pytest.fixture
def bearer(key):
    """The header of a token, by the keywords of `claims`."""
    from systemdesign.engines.gateway.tokens import token

    return lambda **said: {"Authorization": f"Bearer {token(key, **said)}"}


def test_a_back_end_is_told_who_calls_and_not_what_the_caller_says_of_himself(calls, bearer):
    heard = []

    def back_end(request):
        import httpx

        heard.append((str(request.url), request.headers["X-Subject"]))
        return httpx.Response(418, text="tea")

    (status, _, text, _), = calls(bearer(subject="ann") | {"X-Subject": "root"}, back_end=back_end,
                                  path="/api/users/a%2Fb?x=%20&y")
    assert heard == [("http://127.0.0.1:9/api/users/a%2Fb?x=%20&y", "ann")]
    assert (status, text) == (418, "tea")


def test_a_back_end_that_is_too_slow_is_504_and_is_left(calls, bearer):
    left = []

    async def back_end(request):
        try:
            await asyncio.sleep(30.0)
        except asyncio.CancelledError:
            left.append(now())
            raise

    (status, _, _, time), = calls(bearer(), back_end=back_end)
    assert (status, time, left) == (504, 0.5, [0.5])


def test_a_back_end_that_is_dead_is_502(calls, bearer):
    def back_end(request):
        import httpx

        raise httpx.ConnectError("refused")

    assert calls(bearer(), back_end=back_end)[0][0] == 502


def test_who_brings_no_token_is_asked_for_one_and_told_of_no_error(calls):
    answers = calls({}, {"Authorization": "Basic YW5uOmFubg=="})
    assert [(status, headers["WWW-Authenticate"]) for status, headers, _, _ in answers] == [(401, "Bearer")] * 2


def test_the_name_of_the_scheme_may_be_written_in_any_case(calls, bearer):
    token = bearer()["Authorization"].removeprefix("Bearer ")
    assert calls({"Authorization": f"bEARER {token}"})[0][0] == 200


@pytest.mark.parametrize("said", [{"left": -1}, {"left": None}, {"audience": "blog"}, {"subject": None}])
def test_a_token_that_is_signed_and_not_in_order_is_invalid(calls, bearer, said):
    (status, headers, _, _), = calls(bearer(**said))
    assert (status, headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_no_forgery_and_no_rubbish_passes_or_breaks_the_gateway(calls, key):
    from systemdesign.engines.gateway.tokens import forgeries, part

    texts = [token for token, _ in list(forgeries(key, "root").values())[1:]]
    texts += ["", "..", "a b c", "é.é.é", "x" * 9, f"{part(b'[' * 5000)}.e30.AAAA", f"{part({'alg': []})}.e30."]
    answers = calls(*({"Authorization": f"Bearer {text}".encode()} for text in texts))
    assert [status for status, *_ in answers] == [401] * len(texts)


def test_who_asks_too_often_is_told_whole_seconds_and_not_too_few(calls, bearer):
    class Full:
        async def take(self, client):
            return 1.2

    (status, headers, _, _), = calls(bearer(), limit=Full())
    assert (status, headers["Retry-After"]) == (429, "2")


def test_a_limit_goes_by_the_route_and_by_whom_the_token_names(calls, bearer):
    class Told:
        heard = []

        async def take(self, client):
            self.heard.append(client)
            return 0.0

    calls(bearer(subject="bob"), limit=Told())
    assert Told.heard == ["/api/users bob"]


def test_without_its_store_a_gateway_limits_nobody(calls, bearer):
    from valkey.exceptions import ConnectionError as StoreIsGone

    class Gone:
        async def take(self, client):
            raise StoreIsGone

    assert [status for status, *_ in calls(*[bearer()] * 9, limit=Gone())] == [200] * 9
