"""Lab 18, part 1: the wire. Replies, and a real client."""

import pytest
from valkey.exceptions import ConnectionError as HungUp
from valkey.exceptions import ResponseError

from .served import said
from .streams import beside, short

REPLIES = {
    "a short word": [("OK", b"+OK\r\n"), ("PONG", b"+PONG\r\n"), ("", b"+\r\n"), ("é", "+é\r\n".encode())],
    "an integer": [(0, b":0\r\n"), (7, b":7\r\n"), (-12, b":-12\r\n"), (2**63 - 1, b":9223372036854775807\r\n")],
    "a value": [
        (b"paid", b"$4\r\npaid\r\n"),
        (b"", b"$0\r\n\r\n"),
        ("é€".encode(), b"$5\r\n%b\r\n" % "é€".encode()),
        (b"a\r\nb", b"$4\r\na\r\nb\r\n"),
        (b"x" * 12, b"$12\r\n" + b"x" * 12 + b"\r\n"),
    ],
    "no value": [(None, b"$-1\r\n")],
    "an error": [
        ({"error": "ERR no"}, b"-ERR no\r\n"),
        ({"error": "WRONGTYPE it is é"}, "-WRONGTYPE it is é\r\n".encode()),
    ],
    "a list": [
        ([], b"*0\r\n"),
        ([b"a", 7], b"*2\r\n$1\r\na\r\n:7\r\n"),
        ([None, "OK"], b"*2\r\n$-1\r\n+OK\r\n"),
        ([b"a"] * 11, b"*11\r\n" + b"$1\r\na\r\n" * 11),
    ],
    "a list in a list": [
        ([[b"a", [1, []]], None], b"*2\r\n*2\r\n$1\r\na\r\n*2\r\n:1\r\n*0\r\n$-1\r\n"),
        ([{"error": "ERR no"}, b""], b"*2\r\n-ERR no\r\n$0\r\n\r\n"),
    ],
}
BYTES = [(bytes([one]), b"$1\r\n%b\r\n" % bytes([one])) for one in range(256)]
LINES = [
    ({"error": "ERR a\r\nb\nc\rd"}, b"-ERR a  b c d\r\n"),
    ("a\r\nb\n", b"+a  b \r\n"),
    ([{"error": "E\n"}], b"*1\r\n-E \r\n"),
    (" a\tb\x0bc\x0c\x85\u2028 ", "+ a\tb\x0bc\x0c\x85\u2028 \r\n".encode()),
    ({"error": " E\t\x0b "}, b"- E\t\x0b \r\n"),
]


@pytest.mark.rule(6)
@pytest.mark.parametrize("what", REPLIES)
def test_a_reply(lab, what):
    same(
        lab, REPLIES[what], "`encoded` returns the bytes of the table above, of lists in lists too, and texts in UTF-8."
    )


@pytest.mark.rule(6)
def test_values_of_any_bytes(lab):
    same(lab, BYTES, "`encoded` returns the bytes of the table: a value goes as it is.")


@pytest.mark.rule(6)
def test_a_text_of_several_lines(lab):
    same(
        lab,
        LINES,
        "in the text of a `str` or an `Error` each \\r and each \\n goes as a space, or the client reads two replies, "
        "and no other letter is changed.",
    )


def same(lab, pairs, why):
    for (reply, wanted), got in zip(pairs, beside(lab).encoded([reply for reply, _ in pairs]), strict=True):
        assert got == wanted, f"`encoded({told(reply)})` came to {short(got)}, and it is {short(wanted)}: {why}"


def told(reply):
    if isinstance(reply, list):
        return f"[{', '.join(map(told, reply))}]"
    return f"Error({reply['error']!r})" if isinstance(reply, dict) else short(reply)


class Desk:
    """Passes on what arrives in pieces of a size."""

    def __init__(self, lab, size):
        self.there, self.size = beside(lab).Desk(), size

    def take(self, data):
        return self.there.take([data[start : start + self.size] for start in range(0, len(data), self.size)])


@pytest.mark.rule(1, 2, 6)
@pytest.mark.parametrize("size", [1, 5, 4_096])
def test_a_real_client(lab, size):
    def script(client):
        value = bytes(range(256)) + b"\r\n"
        with client.pipeline(transaction=False) as several:
            several.set("order", value).get("order").get("nothing").strlen("order").mget("order", "nothing", "order")
            found = several.execute()
        try:
            client.execute_command("DANCE")
        except ResponseError as error:
            return [*found, str(error).partition(" ")[0], client.echo("")]

    value = bytes(range(256)) + b"\r\n"
    wanted = [True, value, None, 258, [value, None, value], "no", b""]
    assert (got := talked(lab, size, script)) == wanted, (
        f"Valkey's client spoke through your `feed` and `encoded`, in pieces of {size} bytes, and has {short(got)}, "
        f"not {short(wanted)}: requests come complete, whatever bytes they have, and replies as the table says."
    )


def talked(lab, size, script):
    try:
        return said(lambda: Desk(lab, size), script)
    except (HungUp, OSError, ResponseError) as error:
        return f"{type(error).__name__}: {error}"
