"""Requests, replies and failures."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import (
    Lost,
    Refused,
    Reply,
    Request,
    Server,
    ServiceError,
    TimedOut,
    Unavailable,
    WebReply,
    WebRequest,
    with_timeout,
)


async def prompt(request):
    await asyncio.sleep(0.5)
    return Reply("prompt", request.id)


async def stuck(request):
    await asyncio.sleep(100)


def test_a_service_within_its_time_out_answers_as_ever():
    assert run(with_timeout(prompt, 1.0)(Request(7))) == Reply("prompt", 7)


def test_a_service_beyond_its_time_out_raises_timed_out_at_that_time():
    async def main():
        with pytest.raises(TimedOut, match=r"0\.3 s"):
            await with_timeout(prompt, 0.3)(Request(1))
        return now()

    assert run(main) == 0.3


def test_a_time_out_names_the_server_that_was_late():
    async def main():
        server = Server("s1")
        server.pause()
        await with_timeout(server, 1.0)(Request(1))

    with pytest.raises(TimedOut, match="s1") as caught:
        run(main)
    assert caught.value.by == "s1"


def test_the_inner_of_two_time_outs_speaks():
    with pytest.raises(TimedOut, match=r"0\.1 s"):
        run(with_timeout(with_timeout(stuck, 0.1), 5.0)(Request(1)))


@pytest.mark.parametrize("kind", [Refused, Unavailable, Lost, TimedOut])
def test_every_failure_is_a_service_error_and_names_its_server(kind):
    error = kind("no", by="s1")
    assert isinstance(error, ServiceError)
    assert (str(error), error.by) == ("no", "s1")


def test_timed_out_is_also_pythons_own_time_out():
    assert issubclass(TimedOut, TimeoutError)


def test_a_server_answers_a_request_from_the_web_in_its_own_time():
    async def main():
        return await Server("s1", service=lambda random: 2.0)(WebRequest("/a")), now()

    assert run(main) == (Reply("s1"), 2.0)


def test_two_web_replies_share_no_headers():
    WebReply(200).headers["a"] = "b"
    assert WebReply(200).headers == {}
