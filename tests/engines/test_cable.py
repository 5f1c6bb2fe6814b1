"""A cable between two programs: what passes, what waits, and what neither end hears of."""

import socket
import struct
import threading
from contextlib import ExitStack, suppress

import pytest

from systemdesign.engines.cable.cable import HOST, Cable
from systemdesign.engines.child.process import listen

SILENCE = 0.05  # s without a word
PATIENCE = 10.0  # s, for what should come at once
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, for no time


class Ends:
    """A cable with a listener at its far end, and connections through it."""

    def __init__(self, stack):
        self.stack, self.listener = stack, stack.enter_context(listen())
        self.listener.settimeout(PATIENCE)
        self.cable = stack.enter_context(Cable(self.listener.getsockname()[1]))

    def call(self):
        """A connection, of which only this end is there for sure."""
        return self.stack.enter_context(socket.create_connection((HOST, self.cable.port), PATIENCE))

    def answer(self):
        """The far end of the next connection."""
        far = self.stack.enter_context(self.listener.accept()[0])
        far.settimeout(PATIENCE)
        return far

    def connect(self):
        """Both ends of a connection."""
        near = self.call()
        return near, self.answer()


@pytest.fixture
def ends():
    with ExitStack() as stack:
        yield Ends(stack)


def hears_nothing(end):
    """Whether an end hears neither a word nor a goodbye for a moment."""
    end.settimeout(SILENCE)
    heard = []
    with suppress(TimeoutError):
        heard.append(end.recv(1))
    end.settimeout(PATIENCE)
    return not heard


def talk_on(end):
    while True:
        end.sendall(b"still there?")


def received(end, size):
    data = b""
    while len(data) < size and (more := end.recv(size - len(data))):
        data += more
    return data


def test_what_is_sent_arrives_both_ways(ends):
    near, far = ends.connect()
    near.sendall(b"ping")
    assert received(far, 4) == b"ping"
    far.sendall(b"pong")
    assert received(near, 4) == b"pong"


def test_connections_are_kept_apart(ends):
    pairs = [ends.connect() for _ in range(3)]
    for number, (near, _) in enumerate(pairs):
        near.sendall(bytes([number]))
    assert [far.recv(9) for _, far in pairs] == [b"\0", b"\1", b"\2"]


def test_cut_nothing_passes_either_way_and_mended_all_of_it_does_in_order(ends):
    near, far = ends.connect()
    ends.cable.cut()
    for word in (b"one ", b"two ", b"three"):
        near.sendall(word)
        far.sendall(word)
    assert hears_nothing(far)
    assert hears_nothing(near)
    ends.cable.mend()
    assert received(far, 13) == received(near, 13) == b"one two three"


def test_it_can_be_cut_again(ends):
    near, far = ends.connect()
    for word in (b"one", b"two"):
        ends.cable.cut()
        near.sendall(word)
        assert hears_nothing(far)
        ends.cable.mend()
        assert received(far, 3) == word


def test_a_goodbye_waits_like_any_word(ends):
    near, far = ends.connect()
    ends.cable.cut()
    near.close()
    assert hears_nothing(far)
    ends.cable.mend()
    assert far.recv(1) == b""


def test_an_end_that_dies_without_a_goodbye_is_not_heard_of_either(ends):
    near, far = ends.connect()
    ends.cable.cut()
    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    near.close()
    far.sendall(b"hello?")
    assert hears_nothing(far)
    ends.cable.mend()
    assert far.recv(1) == b""


def test_one_end_may_have_said_all_and_go_on_listening(ends):
    near, far = ends.connect()
    near.sendall(b"last")
    near.shutdown(socket.SHUT_WR)
    assert far.recv(9) == b"last"
    assert far.recv(9) == b""
    far.sendall(b"and the answer")
    assert received(near, 14) == b"and the answer"


def test_a_cut_cable_holds_little_and_its_sender_waits(ends):
    near, far = ends.connect()
    ends.cable.cut()
    near.settimeout(SILENCE)
    sent = 0
    with suppress(TimeoutError):
        while sent < 64_000_000:
            sent += near.send(bytes(65_536))
    assert sent < 64_000_000
    ends.cable.mend()
    assert len(received(far, sent)) == sent


def test_a_connection_that_is_made_while_it_is_cut_leads_nowhere_until_it_is_mended(ends):
    ends.cable.cut()
    near = ends.call()
    near.sendall(b"anybody?")
    ends.listener.settimeout(SILENCE)
    with pytest.raises(TimeoutError):
        ends.listener.accept()
    ends.listener.settimeout(PATIENCE)
    ends.cable.mend()
    assert received(ends.answer(), 8) == b"anybody?"


def test_where_no_server_is_the_connection_is_closed_and_the_next_may_find_one(ends):
    port = ends.listener.getsockname()[1]
    ends.listener.close()
    assert ends.call().recv(1) == b""
    ends.listener = ends.stack.enter_context(listen(port))
    near, far = ends.connect()
    near.sendall(b"ping")
    assert received(far, 4) == b"ping"


def test_when_one_end_hears_no_more_the_other_is_told_and_other_connections_go_on(ends):
    (near, far), (other, further) = ends.connect(), ends.connect()
    far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    far.close()
    assert near.recv(1) == b""
    with pytest.raises((ConnectionResetError, BrokenPipeError)):
        talk_on(near)
    other.sendall(b"ping")
    assert received(further, 4) == b"ping"


def test_afterwards_its_connections_its_port_and_its_thread_are_gone(ends):
    before = threading.active_count()
    with Cable(ends.listener.getsockname()[1]) as cable:
        ends.cable = cable
        near, far = ends.connect()
        cable.cut()
        waiting = ends.call()
    assert [end.recv(1) for end in (near, far, waiting)] == [b"", b"", b""]
    assert threading.active_count() == before
    with pytest.raises(ConnectionRefusedError):
        ends.call()
