"""Lab 18, part 1: the wire. Requests, wherever the stream is cut."""

from random import Random

import pytest

from .streams import beside, compared, item, line, request, short

GET, SET, PING = item(b"GET", b"order"), item(b"SET", b"order", b"paid"), item(b"PING")
WHOLE = "wherever the stream is cut, `feed` returns the requests that these bytes complete, and keeps the rest."
ANY = "an argument has so many bytes as its length says, be they any, \\r\\n too, or none at all."
TYPED = (
    "a line that does not begin with `*` is a request of its words, and a line without a word, `*0` or `*-1` is no "
    "request."
)
SPACED = (
    "of the words of a typed line: spaces part them, and every other byte belongs to a word, but for the line's end."
)


@pytest.mark.rule(1, 2)
def test_a_request_in_one_piece(lab):
    why = "`feed` returns the requests that these bytes complete, each a list of its arguments, bytes as they came."
    compared(lab, [GET], why, [[]])


@pytest.mark.rule(1)
def test_several_requests_in_one_piece(lab):
    why = "of one piece `feed` returns all requests that it completes, in order."
    compared(lab, [SET, GET, PING], why, [[]])
    compared(lab, [item(b"INCR", b"%d" % n) for n in range(300)], why, [[]])


@pytest.mark.rule(1)
def test_a_request_in_two_pieces(lab):
    compared(lab, [GET], WHOLE, [[place] for place in range(1, len(GET[0]))])


@pytest.mark.rule(1)
def test_requests_cut_anywhere(lab):
    compared(lab, [SET, GET, PING, SET], WHOLE)
    compared(lab, [item(b"INCR", b"%d" % n) for n in range(300)], WHOLE, [[5_000], [4_000, 4_096, 8_192]])


@pytest.mark.rule(1, 3)
def test_typed_lines_cut_anywhere(lab):
    items = [line(b"GET order\r\n", b"GET", b"order"), PING, line(b"PING\n", b"PING"), SET]
    compared(lab, items, f"{WHOLE} And {TYPED}")


@pytest.mark.rule(1)
def test_a_piece_of_no_bytes_completes_nothing(lab):
    stream = SET[0]
    places = [0, 5, 5, 9, 9, 9, len(stream), len(stream)]
    compared(lab, [SET], "a piece of no bytes completes nothing: `feed` returns [].", [places])


@pytest.mark.rule(1)
def test_each_connection_has_its_own_rest(lab):
    streams = [request(b"GET", b"order %d" % n) for n in range(3)]
    cuts = [
        [stream[:at], stream[at : at + 6], stream[at + 6 :]] for at, stream in zip((3, 9, 17), streams, strict=True)
    ]
    found = beside(lab).in_turn(cuts)
    for number in range(3):
        assert found[2][number] == ["requests", [[b"GET", b"order %d" % number]]], (
            f"Three parsers were fed in turn, and number {number + 1} said {short(found[2][number])} in the end: "
            "`feed` keeps the rest of its own stream; each connection has a parser of its own."
        )


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "value",
    [
        b"a\r\nb",
        b"\r\n",
        b"\r",
        b"\n",
        b"\r\n\r\n",
        b"$3\r\nGET\r\n",
        b"*1\r\n",
        b"",
        b" a  b ",
        b"'\"",
        bytes(range(256)),
    ],
    ids=range(11),
)
def test_a_value_of_any_bytes(lab, value):
    items = [item(b"SET", b"order", value), item(b"SET", value, value), PING]
    size = sum(len(data) for data, _ in items)
    cuts = None if size < 120 else [[], list(range(1, size)), *([place] for place in range(1, size, 7))]
    compared(lab, items, ANY, cuts)


@pytest.mark.rule(2)
def test_lengths_of_several_digits(lab):
    rng = Random(18)
    items = [
        item(b"SET", b"k" * size, bytes(rng.randrange(256) for _ in range(size))) for size in (9, 10, 99, 100, 1_234)
    ]
    compared(lab, items, ANY, [[], list(range(1, 3_000)), [1_500], list(range(100, 2_900, 100))])


@pytest.mark.rule(2)
def test_many_arguments_and_a_long_value(lab):
    many = item(b"MGET", *(b"%d" % n for n in range(1_500)))
    compared(lab, [many, PING], ANY, [[], [2_000], list(range(1_000, len(many[0]), 1_000))])
    long = item(b"SET", b"k", b"0123456789" * 20_000)
    compared(lab, [long, PING], ANY, [[], [30_000, 170_000], [len(long[0]) - 1]])


@pytest.mark.rule(2)
def test_one_argument_and_names_that_are_empty(lab):
    compared(lab, [PING, item(b""), item(b"", b""), item(b"$"), item(b"*"), PING], ANY)


@pytest.mark.rule(3)
@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["rn", "n"])
def test_a_typed_line(lab, end):
    items = [line(b"PING" + end, b"PING"), line(b"SET order paid" + end, b"SET", b"order", b"paid"), GET]
    compared(lab, items, TYPED)
    compared(lab, [line(b"get  a   b  " + end, b"get", b"a", b"b"), line(b"  PING" + end, b"PING")], TYPED)
    compared(lab, [line(b"$3" + end, b"$3"), line(b"a*b $ :1" + end, b"a*b", b"$", b":1"), PING], TYPED)


@pytest.mark.rule(3)
def test_what_belongs_to_a_typed_word(lab):
    items = [line(b"SET\ta\x0bb \x0cc\x85 \xa0\n", b"SET\ta\x0bb", b"\x0cc\x85", b"\xa0"), line(b"\t\n", b"\t")]
    items += [line(b"GET 'a \"b\" c'\r\n", b"GET", b"'a", b'"b"', b"c'"), line(b" *1\r\n", b"*1"), PING]
    items += [line(b"\rGET\r a\r\r\n", b"\rGET\r", b"a\r"), line(b"$-1 *\n", b"$-1", b"*"), PING]
    compared(lab, items, SPACED)
    compared(
        lab, [line(b"PING  %b\r\n" % (b"x" * 70_000), b"PING", b"x" * 70_000), PING], SPACED, [[], [65_536], [70_007]]
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("empty", [b"\r\n", b"\n", b"   \r\n", b" \n", b"*0\r\n", b"*-1\r\n"], ids=range(6))
def test_what_is_no_request(lab, empty):
    compared(lab, [line(empty), PING], TYPED)
    compared(lab, [GET, line(empty), line(empty), line(b"PING\n", b"PING"), line(empty), SET], TYPED)


@pytest.mark.rule(1, 2, 3)
def test_any_stream_in_any_pieces(lab):
    rng = Random(7)
    for _ in range(60):
        items = [drawn(rng) for _ in range(rng.randint(1, 6))]
        size = sum(len(data) for data, _ in items)
        cuts = [sorted(rng.sample(range(1, size), min(size - 1, rng.randint(0, 9)))) for _ in range(4)]
        compared(lab, items, f"{WHOLE} {ANY} {TYPED}", cuts)


def drawn(rng):
    """Something that may stand in a stream."""
    if rng.random() < 0.3:
        words = [rng.choice([b"GET", b"a", b"*1", b"$2"]) for _ in range(rng.randint(0, 3))]
        words = [b"PING", *words] if words else []
        return line((b" " * rng.randint(1, 2)).join(words) + rng.choice([b"\r\n", b"\n"]), *words)
    alphabet = b"\r\n*$a1\x00\xff"
    return item(*(bytes(rng.choice(alphabet) for _ in range(rng.randint(0, 6))) for _ in range(rng.randint(1, 4))))
