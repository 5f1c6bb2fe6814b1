"""The same requests to our engine and to a real Valkey: the same replies, byte for byte, and the same keys at last."""

import io
import socket
import time

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.session import Session
from systemdesign.engines.child.installed import available
from systemdesign.engines.valkey.server import Valkey
from tests.distributed_cache.drawn import BY_MEMBER, FORMS, WORDS, filled, request
from tests.distributed_cache.spoken import asked, reading, told

pytestmark = pytest.mark.skipif(not available("valkey"), reason=available("valkey").reason)
PREPARED = [
    [b"SET", b"a", b"10"], [b"RPUSH", b"b", b"x", b"y", b"x"], [b"ZADD", b"c", b"1", b"x", b"2.5", b"y"],
]
KEYS = WORDS["KEY"] + WORDS["FRACTION"] + WORDS["FRACTIONS"]
ANEW = [[b"RESET"], [b"FLUSHALL"]]


class Both:
    """Our engine and a Valkey, asked the same."""

    def __init__(self, port, version):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.stream, self.version = self.socket.makefile("rb"), version
        self.engine, self.session = Engine(), Session()

    def ask(self, requests):
        """The replies of ours and of theirs."""
        self.socket.sendall(asked(requests))
        ours = io.BytesIO(self.session.receive(self.engine, asked(requests), time.time()))
        return [[told(stream, arguments) for arguments in requests] for stream in (ours, self.stream)]

    def agree(self, requests):
        """Both start anew, answer these requests alike, and have the same keys in the end."""
        self.engine, self.session = Engine(), Session()
        hello = [b"HELLO", b"%d" % self.version]
        self.ask([*ANEW, hello, *PREPARED])
        self.compare(requests)
        self.ask([[b"RESET"], hello])
        kinds = self.compare([[b"TYPE", key] for key in KEYS])
        self.compare([one for kind, key in zip(kinds, KEYS) for one in reading(kind.value, key)])

    def compare(self, requests):
        """Ask both; they say the same. Returns it."""
        ours, theirs = self.ask(requests)
        for arguments, mine, valkeys in zip(requests, ours, theirs):
            note(f"{b' '.join(arguments)!r} ours {mine} Valkey's {valkeys}")
            assert mine == valkeys, f"{arguments}: ours {mine}, Valkey's {valkeys}"
        return ours


@pytest.fixture(scope="module", params=[2, 3])
def both(request):
    with Valkey() as server:
        yield Both(server.port, request.param)


@pytest.mark.sampled(of=1)
@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=3)
@given(data=st.data())
def test_a_command_is_answered_as_valkey_does(both, form, data):
    def pick(words):
        return data.draw(st.sampled_from(words))

    both.agree([filled(form.split(), pick) for _ in range(6)])


@settings(max_examples=250)
@given(data=st.data())
def test_commands_one_after_the_other_are_answered_as_valkey_does(both, data):
    def pick(words):
        return data.draw(st.sampled_from(words))

    both.agree([request(pick) for _ in range(data.draw(st.integers(1, 16)))])


@settings(max_examples=40)
@given(data=st.data())
def test_ranges_by_member_are_answered_as_valkey_does(both, data):
    def pick(words):
        return b"0" if words is WORDS["SCORE"] else data.draw(st.sampled_from(words))

    forms = ["ZADD c 0 x 0 y", *[pick(["ZADD KEY SCORE MEMBER SCORE MEMBER", *BY_MEMBER]) for _ in range(6)]]
    both.agree([[b"DEL", b"c"], *[filled(form.split(), pick) for form in forms]])
