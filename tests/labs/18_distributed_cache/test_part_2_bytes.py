"""Lab 18, part 2: the engine. Names that are none, and keys that look like something else."""

import pytest

from .replies import START, WHY, compared

NONE = [b"\xff", b"", b"\xc5\xbfET", b"GET ", b" GET", b"GET\n", b"__init__", b"_get", b"EXECUTE", b"_", b"G\x00T"]
NO_SCORE = [b"", b" 1", b"1 ", b"1_0", b"-", b".", b"--1", b"1.2.3", b"1,5", b"\xb2", b"\xff", b"1\n"]
ODD = [b"", b" ", b"k", b" k", b"k ", b"K", b"\xe9", b"\xc9", b"\xc3\xa9", b"k\n", b"k\x00", b"NX", b"EX", b"KEEPTTL"]
OPTIONS = [b"NX", b"XX", b"EX", b"PX", b"KEEPTTL", b"keepttl", b"WITHSCORES"]


def now(*lines):
    return [(START, asked, reply) for asked, reply in lines]


@pytest.mark.rule(6)
@pytest.mark.parametrize("arguments", [[], [b"k"]], ids=range(2))
def test_a_name_that_is_no_commands(lab, arguments):
    compared(lab, now(*(([name, *arguments], b"-ERR\r\n") for name in NONE)), WHY[6])


@pytest.mark.rule(6)
def test_what_is_no_score(lab):
    asked = [([b"ZADD", b"z", b"1", b"m", text, b"n"], b"-ERR\r\n") for text in NO_SCORE]
    compared(lab, now(*asked, ([b"EXISTS", b"z"], b":0\r\n")), WHY[6])


@pytest.mark.rule(7)
def test_no_two_keys_are_one(lab):
    numbers = list(enumerate(ODD))
    kept = [([b"SET", key, b" %d " % number], b"+OK\r\n") for number, key in numbers]
    found = [([b"GET", key], b"$%d\r\n %d \r\n" % (len(b" %d " % number), number)) for number, key in numbers]
    fields = [([b"HSET", b"h", key, b"%d" % number], b":1\r\n") for number, key in numbers]
    members = [([b"SADD", b"s", key], b":1\r\n") for key in ODD]
    scored = [([b"ZADD", b"z", b"1", key], b":1\r\n") for key in ODD]
    compared(lab, now(*kept, *found, *fields, *members, *scored), WHY[7])


@pytest.mark.rule(7)
def test_a_value_that_looks_like_an_option(lab):
    session = []
    for word in OPTIONS:
        bulk = b"$%d\r\n%b\r\n" % (len(word), word)
        session += [([b"SET", b"k", word], b"+OK\r\n"), ([b"GET", b"k"], bulk), ([b"TTL", b"k"], b":-1\r\n")]
        session += [([b"SET", word, word, b"EX", b"9"], b"+OK\r\n"), ([b"GET", word], bulk)]
        session += [([b"ZADD", b"z " + word, b"1", word], b":1\r\n")]
    compared(lab, now(*session), WHY[7])
