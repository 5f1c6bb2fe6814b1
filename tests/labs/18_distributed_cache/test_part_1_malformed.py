"""Lab 18, part 1: the wire. What is no request."""

import pytest

from .streams import beside, request, short

GET = request(b"GET", b"order")
NUMBERS = [b"x", b"", b"+1", b" 1", b"1 ", b"1.0", b"1_0", b"0x1", b"-2", b"1\r", b"one", b"\xb2", b"-", b"-1-1", b"-0"]
BROKEN = {
    "number of arguments": [b"*" + number + b"\r\n" for number in NUMBERS],
    "length": [b"*2\r\n$3\r\nGET\r\n$" + number + b"\r\n" for number in [*NUMBERS, b"-1"]],
    "too many arguments": [b"*1048577\r\n", b"*99999999999\r\n", b"*" + b"9" * 5_000 + b"\r\n"],
    "too long": [b"*1\r\n$" + number + b"\r\n" for number in (b"536870913", b"99999999999", b"9" * 5_000)],
    "line without its $ or its \\r": [
        b"*1\n$4\r\nPING\r\n",
        b"*11\n$4\r\nPING\r\n",
        b"*1\r\n$4\nPING\r\n",
        b"*1\r\n$14\nPING\r\n$4\r\nPING\r\n",
        b"*1\r\nPING\r\n",
        b"*1\r\n:1\r\n",
        b"*2\r\n$1\r\na\r\n*1\r\n",
        b"*1\r\n\r\n",
        b"*1\r\n3\r\n",
    ],
    "after a value": [b"*1\r\n$3\r\nabcde", b"*1\r\n$3\r\nabc\n\n", b"*1\r\n$3\r\nabc\r\r", b"*2\r\n$0\r\n$1"],
}
RULE = {
    "number of arguments": "a number that is not of decimal digits alone",
    "length": "a length that is not of decimal digits alone",
    "too many arguments": "a number of more than 1,048,576 arguments",
    "too long": "a length of more than 536,870,912",
    "line without its $ or its \\r": "a line without its `$` or its `\\r`",
    "after a value": "anything but \\r\\n after a value",
}


@pytest.mark.rule(4, 5)
def test_another_stream_is_not_broken(lab):
    found = beside(lab).in_turn([[b"*x\r\n", b""], [GET[:5], GET[5:]]])
    assert found[1][1] == ["requests", [[b"GET", b"order"]]], (
        f"One parser was fed what raises Malformed, and another a request: that said {short(found[1][1])}. Each stream "
        "is broken for itself: after `Malformed` every `feed` of that parser raises."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("why", BROKEN)
def test_what_is_malformed(lab, why):
    asked = [[stream, places] for stream in BROKEN[why] for places in ([], list(range(1, len(stream)))[:60])]
    for (stream, places), found in zip(asked, beside(lab).streams(asked), strict=True):
        kinds = [kind for kind, _ in found]
        found = found[: kinds.index("malformed") + 1] if "malformed" in kinds else found  # rule 5 has what comes then
        assert [requests for _, requests in found] == [[] for _ in found], (
            f"{short(stream)} holds no request, and `feed` gave {short(found)}: {RULE[why]} raises `Malformed`."
        )
        assert any(kind == "malformed" for kind, _ in found), (
            f"{short(stream)} came {'byte by byte' if places else 'in one piece'}, and `feed` did not raise Malformed "
            f"by its end: {RULE[why]} raises `Malformed`, once the line is complete."
        )


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    "stream", [b"*1048576\r\n", b"*2\r\n$536870912\r\n", b"*1\r\n$10\r\n", b"*1\r\n$3\r\nab"], ids=range(4)
)
def test_what_is_only_unfinished(lab, stream):
    for places in ([], list(range(1, len(stream)))):
        found = beside(lab).streams([[stream, places]])[0]
        assert found == [["requests", []] for _ in found], (
            f"Of {stream!r} `feed` said {short(found)}: so many arguments, and a length of that, break no rule. The "
            "rest may still come, so `feed` returns [] and raises no `Malformed`."
        )


@pytest.mark.rule(5)
@pytest.mark.parametrize("bad", [b"*x\r\n", b"*1\r\nPING\r\n", b"*1\r\n$4\r\nPINGPONG", b"*1\r\n$-1\r\n"], ids=range(4))
def test_the_requests_before_are_carried(lab, bad):
    for before in (1, 2, 3):
        found = beside(lab).streams([[GET * before + b"PING\r\n" + bad, []]])[0]
        wanted = [[b"GET", b"order"]] * before + [[b"PING"]]
        assert found == [["malformed", wanted]], (
            f"{before + 1} requests and {bad!r} came in one piece, and `feed` said {short(found)}: `Malformed` "
            "carries, as its `requests`, those that were complete before it in the same `feed`."
        )


@pytest.mark.rule(5)
def test_requests_of_an_earlier_piece_are_not_carried(lab):
    stream = GET + GET + b"*x\r\n"
    found = beside(lab).streams([[stream, [len(GET)]], [stream, [2 * len(GET)]]])
    assert [rows[-1] for rows in found] == [["malformed", [[b"GET", b"order"]]], ["malformed", []]], (
        f"A request came in a first piece, and more with what is malformed in a second: `feed` said {short(found)}. "
        "`Malformed` carries, as its `requests`, those complete before it in the same `feed`, and no others."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("after", [GET, b"", b"PING\r\n", b"\r\n" + GET, b"*x\r\n"], ids=range(5))
def test_a_broken_stream_stays_broken(lab, after):
    bad = GET + b"*x\r\n"
    found = beside(lab).streams([[bad + after + after, [len(bad), len(bad + after)]]])[0]
    assert found[1:] == [["malformed", []]] * 2, (
        f"After {bad!r} came {after!r}, twice, and `feed` said {short(found[1:])}: after `Malformed` every `feed` "
        "raises `Malformed`, without any requests."
    )
