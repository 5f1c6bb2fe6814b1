"""A connection: its bytes in, its bytes out."""

from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.replies import request
from systemdesign.distributed_cache.session import Session


def said(*lines, session=None):
    stream = b"".join(request(line.split()) for line in lines)
    return (session or Session(7)).receive(Engine(), stream, 1.0)


def test_requests_of_one_packet_are_answered_in_their_order():
    assert said(b"SET k v", b"GET k", b"PING") == b"+OK\r\n$1\r\nv\r\n+PONG\r\n"


def test_hello_3_changes_the_protocol_from_its_own_reply_on():
    assert said(b"HELLO 3", b"GET k").startswith(b"%7\r\n") and said(b"HELLO 3", b"GET k").endswith(b"_\r\n")


def test_hello_refuses_a_version_that_there_is_not():
    session = Session()
    assert said(b"HELLO 4", session=session).startswith(b"-NOPROTO")
    assert session.version == 2


def test_hello_takes_a_name_and_a_password():
    session = Session()
    said(b"HELLO 3 AUTH default secret SETNAME me", session=session)
    assert said(b"CLIENT GETNAME", session=session) == b"$2\r\nme\r\n"


def test_what_is_no_request_is_told_and_ends_the_connection():
    session = Session()
    assert session.receive(Engine(), b"*1\r\n$-1\r\n", 1.0) == b"-ERR Protocol error: invalid bulk length\r\n"
    assert session.closing


def test_after_quit_nothing_more_is_answered():
    session = Session()
    assert said(b"QUIT", b"SET k v", session=session) == b"+OK\r\n"
    assert session.closing
