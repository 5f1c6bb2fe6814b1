"""The page and the hedge of chapter 10, on real components."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.service_calls.hedge import Hedge
from systemdesign.service_calls.page import Page
from systemdesign.sim import Request, Server, TimedOut, Unavailable, constant

ASKED = Request(1)


def server(name, seconds=1.0, **more):
    return Server(name, service=constant(seconds), **more)


async def outcome(service):
    """What came of one request, and when."""
    try:
        found = await service(ASKED)
    except (TimedOut, Unavailable) as error:
        found = type(error)
    return found, now()


def test_a_page_asks_at_once_and_names_the_answers():
    found, when = run(outcome(Page(9.0, user=server("u", 1.0), orders=server("o", 3.0))))
    assert ({name: reply.by for name, reply in found.items()}, when) == ({"user": "u", "orders": "o"}, 3.0)


def test_a_page_gives_up_a_call_at_its_limit():
    assert run(outcome(Page(2.0, user=server("u", 1.0), orders=server("o", 3.0)))) == (TimedOut, 2.0)


def test_the_first_error_ends_a_page_and_its_other_calls():
    async def main():
        broken, whole = server("b"), server("w", 5.0, hears=True)
        broken.crash()
        return await outcome(Page(9.0, broken=broken, whole=whole)), whole.in_flight

    assert run(main) == ((Unavailable, 0.0), 0)


def test_a_reader_who_leaves_takes_all_calls_along():
    async def main():
        servers = {name: server(name, 5.0, hears=True) for name in ("a", "b")}
        reader = asyncio.create_task(Page(9.0, **servers)(ASKED))
        await asyncio.sleep(1.0)
        reader.cancel()
        await asyncio.wait([reader])
        return [one.in_flight for one in servers.values()]

    assert run(main) == [0, 0]


@pytest.mark.parametrize("delay", [0.0, 0.5, 2.0])
def test_a_hedge_asks_another_server_after_its_delay(delay):
    async def main():
        servers = [server("a", hears=True), server("b", hears=True)]
        for one in servers:
            one.slow(9)
        asked = asyncio.create_task(Hedge(servers, delay)(ASKED))
        await asyncio.sleep(delay - 0.001)
        before = sum(one.in_flight for one in servers)
        await asyncio.sleep(0.002)
        return before, [one.in_flight for one in servers], await asked and [one.in_flight for one in servers]

    assert run(main) == (1 if delay else 0, [1, 1], [0, 0])


def test_a_hedge_takes_the_answer_that_comes_first():
    async def main():
        servers = [server("a"), server("b")]
        servers[0].pause(), servers[1].pause()
        asked = asyncio.create_task(outcome(Hedge(servers, 1.0)))
        await asyncio.sleep(3.0)
        servers[1].resume()
        found, when = await asked
        servers[0].resume()
        return found.by, when, [one.in_flight for one in servers]

    assert run(main) == ("b", 4.0, [1, 0])  # the loser's server works on


def test_a_hedge_asks_once_where_the_answer_comes_in_time():
    async def main():
        servers = [server("a"), server("b")]
        await Hedge(servers, 1.5)(ASKED)
        await asyncio.sleep(9.0)
        return sum(one.in_flight for one in servers), now()

    assert run(main) == (0, 10.0)


def test_a_caller_who_leaves_a_hedge_takes_both_copies_along():
    async def main():
        servers = [server("a", 9.0, hears=True), server("b", 9.0, hears=True)]
        asked = asyncio.create_task(Hedge(servers, 1.0)(ASKED))
        await asyncio.sleep(2.0)
        asked.cancel()
        await asyncio.wait([asked])
        await asyncio.sleep(0)
        return [one.in_flight for one in servers]

    assert run(main) == [0, 0]
