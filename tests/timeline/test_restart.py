"""The running timeline, ended and killed: what was said is kept, and each fan-out is carried to its end."""


import httpx
import pytest

from systemdesign.engines import available
from systemdesign.engines.site.child import Running
from tests.processes import until

SERVICE = "systemdesign.timeline.service"
PEOPLE = 110  # enough for a star's lane
SLOWLY = "--people", PEOPLE, "--inserts-per-second", 150
needs_valkey = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)


class Client(httpx.Client):
    """Asks the running service what the tests want to know."""

    def __init__(self, running):
        super().__init__(base_url=f"http://127.0.0.1:{running.wait().port}", trust_env=False, timeout=20)

    def said(self, author, text, parent=""):
        return self.post("/posts", data={"author": author, "text": text, "parent": parent}).json()["id"]

    def texts(self, user):
        return [post["text"] for post in self.get(f"/home/{user}").json()["posts"]]

    def inserts(self):
        return float(self.get("/-/metrics").text.partition("\ntimeline_inserts_total ")[2].split()[0])

    def until(self, found, within=20.0):
        until(lambda: found(self), within)


@pytest.mark.parametrize("cache", ["none", pytest.param("valkey", marks=needs_valkey)])
def test_a_fan_out_that_a_kill_cut_short_goes_on_at_the_next_start_and_nobody_has_a_post_twice(tmp_path, cache):
    kept = "--file", tmp_path / "site.db", "--cache", cache
    with Running(SERVICE, *SLOWLY, *kept) as running, Client(running) as client:
        client.said("stella", "Before")
        client.until(lambda client: client.texts("dora") == ["Before"])
        client.said("stella", "A question")
        client.until(lambda client: client.inserts() > PEOPLE + 20)
        assert (client.texts("ann")[0], client.texts("dora")) == ("A question", ["Before"])
        running.process.kill()
    with Running(SERVICE, "--inserts-per-second", 0, *kept) as running, Client(running) as client:
        client.until(lambda client: client.texts("dora") == ["A question", "Before"])
        for user in ("stella", "ann", "fan1", f"fan{PEOPLE}", "bob"):
            assert client.texts(user) == ["A question", "Before"]
        client.until(lambda client: client.inserts() == (PEOPLE + 4))  # once more, and no more than that


def test_what_was_answered_is_kept_if_it_is_killed_in_the_next_moment(tmp_path):
    kept = "--file", tmp_path / "site.db"
    with Running(SERVICE, *SLOWLY, *kept) as running, Client(running) as client:
        id = client.said("ann", "Kept")
        assert client.put("/follows/ann/fan7").status_code == 204
        running.process.kill()
    with Running(SERVICE, *SLOWLY, *kept) as running, Client(running) as client:
        assert client.get(f"/posts/{id}").json()["text"] == "Kept"
        client.until(lambda client: client.texts("bob") == ["Kept"])
        assert client.delete("/follows/ann/fan7").status_code == 204


def test_a_cursor_means_the_same_after_a_restart(tmp_path):
    kept = "--file", tmp_path / "site.db", "--inserts-per-second", 0
    with Running(SERVICE, *kept) as running, Client(running) as client:
        for number in range(5):
            client.said("writer", f"No. {number}")
        client.until(lambda client: len(client.texts("writer")) == 5)
        after = client.get("/home/writer?size=2").json()["next"]
    with Running(SERVICE, *kept) as running, Client(running) as client:
        left = client.get("/home/writer", params={"after": after}).json()["posts"]
        assert [post["text"] for post in left] == ["No. 2", "No. 1", "No. 0"]


needs_both = pytest.mark.skipif(not (available("postgres") and available("valkey")), reason="the engines' wheels")
OPTIONS = [("--cache", "memory"), ("--fanout", "hybrid", "--limit", 3),
           pytest.param(("--database", "postgres", "--cache", "valkey"), marks=needs_both)]


@pytest.mark.parametrize("options", OPTIONS)
def test_an_answer_that_is_given_early_is_seen_before_its_question_where_stars_are_pushed(options):
    with Running(SERVICE, *SLOWLY, *options) as running, Client(running) as client:
        question = client.said("stella", "A question")
        client.until(lambda client: client.texts("ann") == ["A question"])
        client.said("ann", "An answer", question)
        client.until(lambda client: "An answer" in client.texts("bob"))
        early = client.texts("bob") == ["An answer"]
        assert early == ("hybrid" not in options)
        assert ("that has not come here yet" in client.get("/?who=bob").text) == early
        client.until(lambda client: client.texts("bob") == ["An answer", "A question"])
        assert "stella: A question" in client.get("/?who=bob").text


def test_in_one_lane_the_answer_waits_until_the_question_is_everywhere():
    with Running(SERVICE, *SLOWLY, "--lanes", 1) as running, Client(running) as client:
        question = client.said("stella", "A question")
        client.until(lambda client: client.texts("ann") == ["A question"])
        client.said("ann", "An answer", question)
        seen = []
        client.until(lambda client: seen.append(client.texts("bob")) or len(seen[-1]) == 2)
        assert ["An answer"] not in seen


def test_pull_makes_no_insert_and_shows_a_post_at_once():
    with Running(SERVICE, *SLOWLY, "--fanout", "pull") as running, Client(running) as client:
        client.said("stella", "A question")
        client.until(lambda client: client.texts("dora") == ["A question"], within=1.0)
        assert client.inserts() == 0
