"""The shortener in virtual time: a code never changes its meaning, and a withdrawn link is gone."""

from asyncio import create_task, gather, sleep
from random import Random as Chance

import pytest

from systemdesign import run
from systemdesign.sim.request import Lost, Unavailable
from systemdesign.url_shortener.codes import Counter, Random
from systemdesign.url_shortener.edge import Edge
from systemdesign.url_shortener.links import GONE, Links
from systemdesign.url_shortener.shortener import Shortener

URL, OTHER = "https://example.com/invoice?no=7", "https://example.org/holiday"


def told(story, *args):
    return run(story(*args))


def counted(edges=(), host=""):
    links = Links()
    return Shortener(links, Counter(links), host, edges)


def test_what_was_shortened_leads_to_its_address():
    async def story():
        ours = counted()
        made = await ours.shorten(URL)
        return made, await ours.resolve(made.body)

    made, found = told(story)
    assert (made.status, made.headers["Location"], found.status) == (201, f"/{made.body}", 302)
    assert found.headers == {"Location": URL, "Cache-Control": "private, max-age=90"}


def test_a_refused_address_gets_no_code():
    async def story():
        ours = counted(host="sho.rt:8016")
        replies = [await ours.shorten(url) for url in ("", "ftp://a/b", "http://sho.rt/x")]
        return [reply.status for reply in replies], ours.links.data, ours.links.given_out

    assert told(story) == ([400, 400, 400], {}, 0)


def test_what_is_no_code_is_not_looked_up():
    async def story():
        ours = counted()
        ours.links.crash()
        return [(await ours.resolve(code)).status for code in ("", "a-b", "é", "a" * 33, "../etc")]

    assert told(story) == [404] * 5


def test_a_link_withdrawn_is_gone_however_often_it_is_withdrawn():
    async def story():
        ours = counted()
        code = (await ours.shorten(URL)).body
        twice = [(await ours.withdraw(code)).status for _ in range(2)]
        return twice, (await ours.resolve(code)).status, (await ours.withdraw("nobody")).status

    assert told(story) == ([204, 204], 410, 404)


def test_two_who_shorten_at_once_never_share_a_code():
    async def story(codes):
        links = Links()
        ours = Shortener(links, codes(links))
        made = await gather(*(ours.shorten(f"{URL}{k}") for k in range(40)))
        found = await gather(*(ours.resolve(reply.body) for reply in made))
        return [reply.headers["Location"] for reply in found]

    for codes in (Counter, lambda links: Random(Chance(1), 1)):  # 40 of 62 codes: many are drawn twice
        assert told(story, codes) == [f"{URL}{k}" for k in range(40)]


def test_the_code_of_a_withdrawn_link_is_not_given_to_another():
    async def story():
        links = Links()
        ours = Shortener(links, Random(Chance(1), 1))
        codes = [(await ours.shorten(URL)).body for _ in range(20)]
        for code in codes:
            await ours.withdraw(code)
        return {(await ours.shorten(OTHER)).body for _ in range(20)} & set(codes)

    assert told(story) == set()


def test_whoever_draws_from_a_full_space_is_told_so():
    async def story():
        links = Links()
        links.data = dict.fromkeys("".join(map(chr, range(48, 123))), URL)
        await Shortener(links, Random(Chance(1), 1)).shorten(OTHER)

    with pytest.raises(Unavailable, match="too short"):
        told(story)


def test_the_same_address_under_a_taken_code_is_not_added():
    async def story():
        links = Links()
        return [await links.add("a", url) for url in (URL, URL, OTHER)], await links.find("a")

    assert told(story) == ([True, False, False], URL)


def test_an_answer_that_gets_lost_costs_a_code_and_no_meaning():
    async def story():
        ours = counted()
        ours.links.drop()  # the number is given out, and nobody hears of it
        with pytest.raises(Lost):
            await ours.shorten(URL)
        return (await ours.shorten(OTHER)).body

    assert told(story) == "0000001"


def test_withdrawing_purges_the_shield_before_the_edge():
    class Slow(Edge):
        async def purge(self, code):
            await sleep(1)
            await super().purge(code)

    async def story():
        ours = counted()
        shield = Slow(ours.resolve, 60)
        edge = Slow(shield, 60)
        ours.edges = [shield, edge]
        code = (await ours.shorten(URL)).body
        before = (await edge(code)).status
        going = create_task(ours.withdraw(code))
        seen = []
        while not going.done():
            await sleep(0.1)
            seen.append((await edge(code)).status)
        return before, seen[0], seen[-1]

    assert told(story) == (302, 302, 410)


def test_a_fill_under_way_brings_back_what_a_purge_has_removed():
    """What the chapter says is left to the lab."""
    async def story():
        ours = counted()
        edge = Edge(ours.resolve, 60)
        ours.edges = [edge]
        code = (await ours.shorten(URL)).body
        ours.links.delay = 1.0, 1.0
        reading = create_task(edge(code))
        await sleep(1.5)  # the old answer is on its way here
        ours.links.delay = 0.0, 0.0
        await ours.withdraw(code)
        await reading
        return ours.links.data[code], (await edge(code)).status

    assert told(story) == (GONE, 302)
