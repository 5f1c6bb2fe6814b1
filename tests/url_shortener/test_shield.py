"""Valkey as a shield: what it keeps, for how long, and what happens without it."""

import pytest

from systemdesign.engines import available
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.valkey.server import Valkey
from systemdesign.sim.request import Unavailable, WebReply

pytestmark = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
REPLIES = {"a": WebReply(302, {"Location": "https://a.org"}), "b": WebReply(410, {"Cache-Control": "private"}, "gone"),
           "c": WebReply(404, {}, "none")}


@pytest.fixture
def server():
    with Valkey() as running:
        yield running


def shielded(server, story):
    """What comes of a story with a shield on this Valkey, and which codes its origin was asked for."""
    from systemdesign.url_shortener.shield import Shield

    asked = []

    async def origin(code):
        asked.append(code)
        return REPLIES[code]

    async def main():
        async with Shield(server.port, origin, 60, (302, 410)) as shield:
            return await story(shield), asked

    return in_thread(main)


def test_an_answer_is_kept_whole_and_one_that_may_change_soon_is_not(server):
    async def story(shield):
        return [await shield(code) for code in "aabbcc"]

    replies, asked = shielded(server, story)
    assert replies == [REPLIES[code] for code in "aabbcc"]
    assert asked == ["a", "b", "c", "c"]
    assert {server.client.ttl(code) for code in "ab"} <= {59, 60}


def test_a_purged_answer_is_fetched_again(server):
    async def story(shield):
        await shield("a")
        await shield.purge("a")
        await shield("a")

    assert shielded(server, story)[1] == ["a", "a"]


def test_two_processes_share_what_one_has_fetched(server):
    async def story(shield):
        return await shield("a")

    assert shielded(server, story)[1] == ["a"]
    assert shielded(server, story) == (REPLIES["a"], [])


def test_without_valkey_the_origin_answers_and_a_purge_says_what_was_not_done(server):
    server.kill()

    async def story(shield):
        with pytest.raises(Unavailable, match="for up to 60 s"):
            await shield.purge("a")
        return await shield("a")

    assert shielded(server, story) == (REPLIES["a"], ["a"])
