"""What part 2 is compared with is what Valkey says, where there is one, and to all that is said."""

import pytest

from systemdesign.engines import available
from systemdesign.engines.valkey.server import Valkey

from . import resp
from .record import said, sessions
from .replies import START, raw, recorded


@pytest.mark.skipif(not available("valkey"), reason="Valkey is not installed here.")
def test_the_recording_is_what_valkey_replies():
    with Valkey() as server:
        for name, told in sessions():
            for (_, asked, now), (_, _, then) in zip(said(server.port, told), recorded()[name], strict=True):
                assert resp.same(raw(asked[0]), resp.reply(then), resp.reply(raw(now))), f"{name}: {asked}"


def test_the_recording_is_of_what_is_said():
    told = {name: [(START + now, asked) for now, asked in steps] for name, steps in sessions()}
    assert told == {name: [step[:2] for step in steps] for name, steps in recorded().items()}, (
        "What is said has changed: record the replies again, as record.py says."
    )


def test_a_reply_is_read_as_it_is_written():
    for value in (None, 7, b"a\r\nb", "OK", [b"", [1, None]], []):
        assert resp.reply(resp.encoded(value)) == value, "The judge's own wire gives another value."


def test_requests_come_back_whole():
    asked = [[b"SET", b"k", b"\r\n"], [b"GET", b""]]
    stream = b"".join(map(resp.request, asked))
    for cut in range(len(stream)):
        found, rest = resp.requests(stream[:cut])
        assert found + resp.requests(rest + stream[cut:])[0] == asked, f"The judge's own wire, cut at {cut}."
