"""The wire: requests out of bytes, however they come; replies into bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.distributed_cache.replies import NO_LIST, OK, Error, Pairs, Text, encode, request
from systemdesign.distributed_cache.wire import Parser

REQUESTS = [[b"SET", b"k\r\n", b""], [b"GET", b"\x00\xff"], [b"PING"]]
STREAM = b"".join(map(request, REQUESTS))


@pytest.mark.parametrize("at", range(len(STREAM)))
def test_a_stream_cut_anywhere_gives_the_same_requests(at):
    parser = Parser()
    assert parser.feed(STREAM[:at]) + parser.feed(STREAM[at:]) == REQUESTS


def test_a_stream_that_comes_byte_by_byte_gives_the_same_requests():
    parser = Parser()
    assert [found for at in range(len(STREAM)) for found in parser.feed(STREAM[at : at + 1])] == REQUESTS


@given(st.lists(st.lists(st.binary(max_size=6), min_size=1, max_size=4), max_size=5), st.randoms())
def test_any_requests_survive_any_cuts(requests, chance):
    parser, data, found = Parser(), b"".join(map(request, requests)), []
    while data:
        cut = chance.randint(1, len(data))
        found += parser.feed(data[:cut])
        data = data[cut:]
    assert found == requests
    assert parser.whole == len(b"".join(map(request, requests)))


def test_whole_counts_no_byte_of_a_request_that_is_torn():
    parser = Parser()
    parser.feed(STREAM[:-3])
    assert parser.whole == len(STREAM) - len(request([b"PING"]))


def test_a_line_of_words_is_a_request():
    assert Parser().feed(b"set k 'a b' \"\\x41\\n\"\r\n\r\nPING\n") == [[b"set", b"k", b"a b", b"A\n"], [b"PING"]]


@pytest.mark.parametrize(("stream", "why"), [
    (b"*x\r\n", "invalid multibulk length"),
    (b"*1048577\r\n", "invalid multibulk length"),
    (b"*1\r\n:1\r\n", "expected '$', got ':'"),
    (b"*1\r\n$-1\r\n", "invalid bulk length"),
    (b"*1\r\n$ 4\r\nPING\r\n", "invalid bulk length"),
    (b"*1\r\n$536870913\r\n", "invalid bulk length"),
    (b"*1\r\n" + b"x" * 65537, "too big bulk count string"),
    (b"*" + b"1" * 65537, "too big mbulk count string"),
    (b"x" * 65537, "too big inline request"),
    (b"set k 'a\r\n", "unbalanced quotes in request"),
])
def test_what_is_no_request_ends_the_stream(stream, why):
    parser = Parser()
    assert parser.feed(request([b"PING"]) + stream) == [[b"PING"]]
    assert str(parser.error) == f"ERR Protocol error: {why}"
    assert parser.feed(request([b"PING"])) == []


def test_an_empty_array_asks_nothing():
    assert Parser().feed(b"*0\r\n*-1\r\n" + request([b"PING"])) == [[b"PING"]]


@pytest.mark.parametrize(("value", "two", "three"), [
    (OK, b"+OK\r\n", b"+OK\r\n"),
    (b"a\r\n", b"$3\r\na\r\n\r\n", b"$3\r\na\r\n\r\n"),
    (-7, b":-7\r\n", b":-7\r\n"),
    (None, b"$-1\r\n", b"_\r\n"),
    (NO_LIST, b"*-1\r\n", b"_\r\n"),
    (Error("ERR a\nb"), b"-ERR a b\r\n", b"-ERR a b\r\n"),
    ([1, [None]], b"*2\r\n:1\r\n*1\r\n$-1\r\n", b"*2\r\n:1\r\n*1\r\n_\r\n"),
    ({b"f": 1}, b"*2\r\n$1\r\nf\r\n:1\r\n", b"%1\r\n$1\r\nf\r\n:1\r\n"),
    ({b"m"}, b"*1\r\n$1\r\nm\r\n", b"~1\r\n$1\r\nm\r\n"),
    (1.5, b"$3\r\n1.5\r\n", b",1.5\r\n"),
    (Pairs([(b"m", 2.0)]), b"*2\r\n$1\r\nm\r\n$1\r\n2\r\n", b"*1\r\n*2\r\n$1\r\nm\r\n,2\r\n"),
    (Text(b"hi"), b"$2\r\nhi\r\n", b"=6\r\ntxt:hi\r\n"),
])
def test_a_value_has_its_form_in_each_version(value, two, three):
    assert (encode(value, 2), encode(value, 3)) == (two, three)
