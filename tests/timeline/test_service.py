"""The running timeline over real HTTP: every status, what is read by whom, and a service that stands on nothing."""

from types import SimpleNamespace

import httpx
import pytest

from systemdesign.engines.http.load import in_thread
from systemdesign.engines.site.child import Running
from systemdesign.sim.request import Unavailable
from systemdesign.timeline.pages import Pages
from systemdesign.timeline.screen import Screen
from systemdesign.timeline.web import Timelines, application
from tests.processes import until

SERVICE = "systemdesign.timeline.service"
FAST = "--inserts-per-second", "0", "--people", "5"


@pytest.fixture(scope="module")
def http():
    with Running(SERVICE, *FAST) as running, httpx.Client(
            base_url=f"http://127.0.0.1:{running.wait().port}", trust_env=False, timeout=20) as client:
        yield client


def said(http, author, text="Hello", parent=None):
    """A new post's number."""
    return http.post("/posts", json={"author": author, "text": text, "parent": parent}).json()["id"]


def home(http, user, **asked):
    return http.get(f"/home/{user}", params=asked).json()


def texts(http, user):
    return [post["text"] for post in home(http, user)["posts"]]


def test_a_post_comes_to_those_who_follow_its_author(http):
    made = http.post("/posts", json={"author": "stella", "text": " To all of you \r\n"})
    assert made.status_code == 201
    id = made.headers["location"].rpartition("/")[2]
    post = {"id": id, "author": "stella", "text": "To all of you", "parent": None}
    assert made.json() == post
    until(lambda: post in home(http, "fan3")["posts"])
    assert http.get(made.headers["location"]).json() == post


def test_a_line_of_curl_posts_too(http):
    made = http.post("/posts", data={"author": "curly", "text": "5 % & more"})
    assert made.json()["text"] == "5 % & more"
    until(lambda: texts(http, "curly") == ["5 % & more"])


def test_ids_grow_with_time_and_travel_as_text(http):
    ids = [said(http, "ann") for _ in range(5)]
    assert ids == sorted(ids, key=int) and len(set(ids)) == 5
    assert all(2 ** 53 < int(id) < 2 ** 63 for id in ids)


def test_a_reply_names_its_parent(http):
    parent = said(http, "ann", "A question")
    assert http.get(f"/posts/{said(http, 'bob', 'An answer', parent)}").json()["parent"] == parent


def test_pages_by_cursor_show_everything_once_whatever_is_posted_meanwhile(http):
    ids = [said(http, "writer", f"No. {number}") for number in range(25)]
    until(lambda: home(http, "writer", size=100)["posts"][0]["id"] == ids[-1])
    shown, after = [], ""
    while after is not None:
        page = home(http, "writer", after=after, size=10)
        shown, after = [*shown, *(post["id"] for post in page["posts"])], page["next"]
        said(http, "writer", "in between")
    assert shown == ids[::-1]


def test_who_follows_sees_what_was_said_before_and_who_unfollows_no_longer_does(http):
    said(http, "speaker", "I was here first")
    until(lambda: texts(http, "speaker"))
    said(http, "newcomer", "So was I")
    until(lambda: texts(http, "newcomer") == ["So was I"])
    assert http.put("/follows/newcomer/speaker").status_code == 204
    until(lambda: texts(http, "newcomer") == ["So was I", "I was here first"])
    assert http.put("/follows/newcomer/speaker").status_code == 204
    assert http.delete("/follows/newcomer/speaker").status_code == 204
    assert texts(http, "newcomer") == ["So was I"]


def test_a_deleted_post_is_gone_from_every_timeline(http):
    id = said(http, "stella", "A mistake")
    until(lambda: texts(http, "ann")[0] == "A mistake")
    assert [http.delete(f"/posts/{id}").status_code for _ in range(2)] == [204, 404]
    assert http.get(f"/posts/{id}").status_code == 404
    assert "A mistake" not in texts(http, "ann")


@pytest.mark.parametrize(("body", "status", "words"), [
    ({"author": "ann", "text": "  "}, 400, "1 to 500"), ({"author": "ann", "text": "a" * 501}, 400, "1 to 500"),
    ({"author": "ann", "text": "\0"}, 400, "1 to 500"), ({"text": "Hello"}, 400, "name"),
    ({"author": "Ann!", "text": "Hello"}, 400, "small letters"), ({"author": "ann", "text": 5}, 400, "texts"),
    ({"author": "ann", "text": "Hello", "parent": "x"}, 400, "digits"), ([], 400, "object"),
    ({"author": "ann", "text": "Hello", "parent": "9" * 19}, 400, "digits"),
    ({"author": "ann", "text": "Hello", "parent": "17"}, 409, "not there")])
def test_what_cannot_be_posted_is_refused_in_a_sentence(http, body, status, words):
    answer = http.post("/posts", json=body)
    assert answer.status_code == status
    assert words in answer.text


@pytest.mark.parametrize(("body", "status"), [
    (b"{", 400), (b"\xff\xfe", 400), (b"[" * 8000, 400), (b'{"author": "ann", "text": "\\ud800"}', 400),
    (b'{"author": "ann", "text": "%s"}' % (b"a" * 9000), 413)])
def test_a_body_that_is_none_is_refused_too(http, body, status):
    assert http.post("/posts", content=body, headers={"content-type": "application/json"}).status_code == status


@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/home/nobody", 404), ("GET", "/home/No%20One", 400), ("GET", "/home/ann?after=7x", 400),
    ("GET", "/home/ann?size=0", 400), ("GET", "/home/ann?size=101", 400), ("GET", f"/home/ann?size={'9' * 5000}", 400),
    ("GET", "/posts/17", 404), ("GET", "/posts/abc", 400), ("DELETE", "/posts/17", 404), ("GET", "/nothing", 404),
    ("PUT", "/follows/ann/nobody", 404), ("PUT", "/follows/Ann/bob", 400), ("DELETE", "/follows/bob/fan1", 404),
    ("DELETE", "/follows/ann/ann", 409), ("GET", "/posts", 405), ("POST", "/home/ann", 405), ("POST", "/-/dance", 404)])
def test_other_requests_are_refused_with_the_status_that_fits(http, method, path, status):
    assert http.request(method, path).status_code == status


def test_a_cursor_from_nowhere_is_a_page_all_the_same(http):
    said(http, "recluse")
    until(lambda: home(http, "recluse")["posts"])
    assert home(http, "recluse", after="f" * 30) == home(http, "recluse")


def test_prometheus_reads_answers_and_inserts(http):
    told = http.get("/-/metrics").text
    assert 'timeline_answers_total{method="POST",status="201"}' in told
    inserts = float(told.partition("\ntimeline_inserts_total ")[2].split()[0])
    until(lambda: said(http, "stella") and float(
        http.get("/-/metrics").text.partition("\ntimeline_inserts_total ")[2].split()[0]) > inserts)


def test_the_page_takes_nothing_for_markup_and_runs_no_script_but_its_own(http):
    said(http, "ann", "<script>alert(1)</script>")
    until(lambda: "&lt;script&gt;alert" in http.get("/?who=ann").text)
    seen = http.get('/?who=ann"><b>')
    assert "<script>alert" not in seen.text and '"><b>' not in seen.text
    assert "script-src 'sha256-" in seen.headers["content-security-policy"]


def test_a_form_is_answered_with_the_way_back_and_a_refused_one_with_the_reason(http):
    done = http.post("/-/post", data={"who": "ann bob", "user": "bob", "text": "From a form"})
    assert (done.status_code, done.headers["location"]) == (303, "/?who=ann+bob")
    refused = http.post("/-/follow", data={"who": "ann", "user": "ann", "other": "nobody"})
    assert refused.status_code == 404
    assert "Nobody is called nobody." in refused.text


def test_a_store_that_is_away_is_503():
    async def away(*words):
        raise Unavailable("nobody is there")

    async def main():
        parts = SimpleNamespace(knows=away, join=away, get=away, delete=away)
        service = SimpleNamespace(graph=parts, posts=parts, post=away)
        timelines = Timelines(service, Pages(service))
        app = application(timelines, Screen(timelines, None, 0, ""), str)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return [await client.request(*asked) for asked in (("GET", "/home/ann"), ("DELETE", "/posts/1"))]

    answers = in_thread(main)
    assert [(answer.status_code, answer.text, answer.headers["retry-after"]) for answer in answers] == [
        (503, "nobody is there\n", "1")] * 2
