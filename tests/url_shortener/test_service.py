"""The running shortener over real HTTP: every status, the page's forms, and what is kept."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import httpx
import pytest

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.site.child import Running
from systemdesign.sim.request import Unavailable
from systemdesign.url_shortener.codes import Random
from systemdesign.url_shortener.set_ups import SERVICE
from systemdesign.url_shortener.shortener import Shortener
from systemdesign.url_shortener.web import application

LONG = "https://example.org/a/long/address?with=questions&more#part"


@pytest.fixture(scope="module")
def service():
    with Running(SERVICE) as running:
        yield running.wait()


@pytest.fixture(scope="module")
def http(service):
    with httpx.Client(base_url=f"http://127.0.0.1:{service.port}", trust_env=False, timeout=20) as client:
        yield client


@pytest.fixture
def code(http):
    """The code of a new link to LONG."""
    return http.post("/", content=LONG).headers["location"].strip("/")


def test_a_post_makes_a_link_and_says_where_it_is(http):
    made = http.post("/", content=LONG)
    assert made.status_code == 201
    assert made.text == f"{http.base_url}{made.headers['location']}\n"


def test_what_curl_sends_unasked_is_an_address_too(http):
    kind = {"content-type": "application/x-www-form-urlencoded"}
    path = http.post("/", content="https://example.org/?a=1&url=https://b.org", headers=kind).headers["location"]
    assert http.get(path).headers["location"] == "https://example.org/?a=1&url=https://b.org"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_code_leads_to_its_address_and_may_be_kept_for_a_while_by_a_browser(http, code, method):
    answer = http.request(method, f"/{code}")
    assert (answer.status_code, answer.headers["location"], answer.text) == (302, LONG, "")
    assert answer.headers["cache-control"] == "private, max-age=90"


def test_a_withdrawn_link_is_gone_and_withdrawing_it_twice_does_no_harm(http, code):
    assert [http.delete(f"/{code}").status_code for _ in range(2)] == [204, 204]
    assert http.get(f"/{code}").status_code == 410


@pytest.mark.parametrize("path", ["/nothere", "/favicon.ico", "/%00", "/%ff", "/caf%C3%A9", f"/{'a' * 2000}", "/a/b"])
def test_what_was_never_a_link_is_unknown(http, path):
    assert http.get(path).status_code == 404


def test_that_there_is_no_link_is_kept_by_nobody_for_there_may_be_one_soon(http):
    assert http.get("/nothere").headers["cache-control"] == "no-store"
    assert http.delete("/nothere").status_code == 404


@pytest.mark.parametrize(("body", "words"), [
    ("javascript:alert(1)", "http://"), ("", "no address"), ("ftp://example.org", "http://"),
    ("https://example.org/\r\nSet-Cookie: a=b", "letters"), ("http://127.0.0.1/", "ours"), (b"\xff\xfe", "UTF-8")])
def test_what_is_no_address_is_refused_in_a_sentence(http, body, words):
    answer = http.post("/", content=body)
    assert answer.status_code == 400
    assert words in answer.text
    assert "set-cookie" not in answer.headers


def test_a_body_that_does_not_end_is_refused_before_it_does(http):
    assert http.post("/", content=b"https://example.org/" + b"a" * 9_000).status_code == 413


@pytest.mark.parametrize(("method", "path"), [("PUT", "/"), ("POST", "/abc"), ("DELETE", "/"), ("GET", "/-/withdraw")])
def test_other_methods_are_not_allowed(http, method, path):
    assert http.request(method, path).status_code == 405


@pytest.mark.parametrize(("path", "methods"), [("/", "GET HEAD POST"), ("/abc", "DELETE GET HEAD")])
def test_who_asks_in_another_way_is_told_the_right_ones_in_a_line(http, path, methods):
    answer = http.put(path)
    assert sorted(answer.headers["allow"].split(", ")) == methods.split()
    assert answer.text == "Method Not Allowed\n"


def test_one_connection_serves_many_requests(service, http, code):
    with httpx.Client(base_url=http.base_url, trust_env=False) as client:
        ends = [client.get(path).extensions["network_stream"].get_extra_info("client_addr")
                for path in (f"/{code}", "/", "/nothere")]
    assert len(set(ends)) == 1


def test_many_at_once_have_a_code_each(http):
    def made(number):
        return httpx.post(http.base_url, content=f"{LONG}{number}", trust_env=False).headers["location"]

    with ThreadPoolExecutor(8) as crowd:
        paths = list(crowd.map(made, range(40)))
    assert len(set(paths)) == 40
    assert http.get(paths[17]).headers["location"] == f"{LONG}17"


def test_an_answer_is_not_held_up_for_the_acknowledgement_of_its_first_half(http):
    """Nagle's algorithm would hold each back for 40 ms, until the other side's delayed acknowledgement."""
    def took():
        begun = time.perf_counter()
        http.post("/", content=LONG)
        return time.perf_counter() - begun

    assert min(took() for _ in range(30)) < 0.03  # the quickest of many: a busy machine is not slow all the time


def test_prometheus_reads_how_many_were_answered_and_how(http, code):
    def count():
        lines = http.get("/-/metrics").text.splitlines()
        return next((float(line.split()[1]) for line in lines if 'total{method="GET",status="302"}' in line), 0)

    before = count()
    http.get(f"/{code}")
    assert count() == before + 1


def test_the_form_is_answered_with_a_page_on_which_nothing_is_taken_for_markup(http):
    answer = http.post("/", data={"url": "https://example.org/?a='&b=2"})
    assert answer.status_code == 201
    assert "?a=&#x27;&amp;b=2</a>" in answer.text
    refused = http.post("/", data={"url": '"><script>alert(1)</script>'})
    assert refused.status_code == 400
    assert "&quot;&gt;&lt;script&gt;" in refused.text and "<script>alert" not in refused.text


def test_the_page_runs_no_script_but_its_own(http):
    policy = http.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'sha256-" in policy


def test_a_store_that_is_away_is_503_and_never_kept():
    async def away(*words):
        raise Unavailable("nobody is there")

    async def main():
        shortener = Shortener(SimpleNamespace(add=away, find=away, withdraw=away), Random(random.Random(1)))
        app = application(shortener, shortener.resolve, "http://localhost", str)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return [await client.request(*asked) for asked in (("GET", "/abc"), ("DELETE", "/abc"))] + [
                await client.post("/", content=LONG)]

    for answer in in_thread(main):
        assert (answer.status_code, answer.text) == (503, "nobody is there\n")
        assert (answer.headers["retry-after"], answer.headers["cache-control"]) == ("1", "no-store")


def test_the_form_withdraws_too(http, code):
    assert http.post("/-/withdraw", data={"code": code}).status_code == 200
    assert http.get(f"/{code}").status_code == 410
    assert http.post("/-/withdraw", data={"code": "nothere"}).status_code == 404
