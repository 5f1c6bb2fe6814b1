"""Lab 18, part 2: the engine. Times, other engines, and a real client."""

import pytest
from valkey.exceptions import ConnectionError as HungUp
from valkey.exceptions import ResponseError

from systemdesign.grading.schedules import schedules

from . import resp
from .lives import VERBS, played
from .replies import START, WHY, at, beside, compared, judge, said, told
from .resp import judged
from .served import said as talked


@pytest.mark.rule(4)
def test_a_life_ends_on_its_millisecond(lab):
    session = at(
        (0, "SET k v PX 1500", "+OK\r\n"),
        (1_499, "GET k", "$1\r\nv\r\n"),
        (1_499, "PTTL k", ":1\r\n"),
        (1_500, "GET k", "$-1\r\n"),
        (1_500, "PTTL k", ":-2\r\n"),
        (1_500, "SET k w EX 2", "+OK\r\n"),
        (3_499, "EXISTS k", ":1\r\n"),
        (3_500, "EXISTS k", ":0\r\n"),
        (3_500, "RPUSH l a", ":1\r\n"),
        (3_600, "EXPIRE l 1", ":1\r\n"),
        (4_599, "LRANGE l 0 -1", "*1\r\n$1\r\na\r\n"),
        (4_600, "RPUSH l b", ":1\r\n"),
        (4_600, "TTL l", ":-1\r\n"),
        (4_700, f"PEXPIREAT l {START + 4_800}", ":1\r\n"),
        (4_799, "PTTL l", ":1\r\n"),
        (4_800, "TYPE l", "+none\r\n"),
        (4_800, "SET m v", "+OK\r\n"),
        (4_900, f"PEXPIREAT m {START + 4_900}", ":1\r\n"),
        (4_900, "EXISTS m", ":0\r\n"),
        (4_900, "EXPIRE m 5", ":0\r\n"),
        (5_000, "SET n v PX 1", "+OK\r\n"),
        (5_000, "PTTL n", ":1\r\n"),
        (5_001, "GET n", "$-1\r\n"),
    )
    compared(lab, session, f"{WHY[4]} That is from the millisecond on at which its life ends.")


@pytest.mark.rule(1)
def test_what_is_left_is_rounded(lab):
    session = at(
        (0, "SET k v PX 2500", "+OK\r\n"),
        (0, "TTL k", ":3\r\n"),
        (0, "PTTL k", ":2500\r\n"),
        (1, "TTL k", ":2\r\n"),
        (1_000, "TTL k", ":2\r\n"),
        (1_001, "TTL k", ":1\r\n"),
        (2_000, "TTL k", ":1\r\n"),
        (2_001, "TTL k", ":0\r\n"),
        (2_499, "TTL k", ":0\r\n"),
        (2_499, "PTTL k", ":1\r\n"),
    )
    why = "the reply is what the table says: what is left of its life in seconds, to the nearest whole one, a half up."
    compared(lab, session, why)


@pytest.mark.rule(4)
@schedules("2.lives", targets=["a", "b"], verbs=VERBS, until=16, most=8, examples=60)
def test_lives_on_any_day(lab, story):
    session = played(story.events)
    got = beside(lab).sessions([[[now, asked] for now, asked, _ in session]])[0]
    looked = [(step, judged(mine)) for step, mine in zip(session, got, strict=True) if step[2]]
    for (now, asked, _), mine in zip(session, got, strict=True):
        story.lines.append(f"{now - START:6} ms  {told(asked)}: {said(judged(mine))}")
    judge([step for step, _ in looked], [mine for _, mine in looked], WHY[4])


SPOILT = [
    b"RPUSH l a b",
    b"LRANGE l 0 -1",
    b"SADD s a b",
    b"SMEMBERS s",
    b"HSET h f 1",
    b"HGETALL h",
    b"ZADD z 1 a 2 b",
]
SPOILT += [
    b"LRANGE none 0 -1",
    b"SMEMBERS none",
    b"HGETALL none",
    b"ZRANGE none 0 -1",
    b"ZRANGE z 0 -1",
    b"zrange z 0 -1 withscores",
    b"MGET a",
    b"set k v ex 10 nx",
]
AGAIN = [
    b"LRANGE none 0 -1",
    b"SMEMBERS none",
    b"HGETALL none",
    b"ZRANGE none 0 -1",
    b"LRANGE l 0 -1",
    b"SMEMBERS s",
    b"HGETALL h",
    b"ZRANGE z 0 -1",
]


@pytest.mark.rule(7)
def test_a_reply_is_the_callers(lab):
    session = [[5, words.split()] for words in [*SPOILT, *AGAIN]]
    replies, requests = beside(lab).spoilt(session)
    for (_, before), after in zip(session, requests, strict=True):
        assert after == before, f"The request {before!r} was {after!r} afterwards: a request stays as it was."
    sizes = [len(reply) for reply in replies[-8:] if isinstance(reply, list)]
    assert sizes == [0, 0, 0, 0, 2, 2, 2, 2], (
        f"The caller changed the lists that were its replies, and {told(session[-8][1])} and others then came to "
        f"{replies[-8:]!r}: a reply is the caller's, who may change it."
    )


@pytest.mark.rule(7)
def test_a_reply_stays_as_it_was(lab):
    words = [b"RPUSH l a b", b"LRANGE l 0 -1", b"LPOP l", b"RPUSH l c", b"ZADD z 1 a", b"ZRANGE z 0 -1", b"ZADD z 0 b"]
    found = beside(lab).kept([[5, one.split()] for one in words])
    assert (found[1], found[5]) == ([b"a", b"b"], [b"a"]), (
        f"After {'; '.join(told(one.split()) for one in words)} the replies to LRANGE and ZRANGE had become "
        f"{found[1]!r} and {found[5]!r}: a reply is the caller's, and stays as it was whatever is executed later."
    )


class Desk:
    """The judge's own wire before the student's engine."""

    def __init__(self, engine, clock):
        self.engine, self.clock, self.rest = engine, clock, b""

    def take(self, data):
        found, self.rest = resp.requests(self.rest + data)
        self.clock.append(self.clock[-1] + 7)
        return b"".join(resp.encoded(self.engine.execute(asked, self.clock[-1])) for asked in found)


def errors(client, *asked):
    try:
        return client.execute_command(*asked)
    except ResponseError as error:
        return "WRONGTYPE" if str(error).startswith("WRONGTYPE") else "an error"


def script(client):
    """What a program does with such a server, and what it has of it."""
    yield "set", client.set("order", b"\x00\r\n", ex=100)
    yield "get", client.get("order")
    yield "ttl", client.ttl("order")
    yield "set nx", client.set("order", "x", nx=True)
    yield "incr", [client.incr("n"), client.incr("n", 41)]
    yield "lists", [client.rpush("l", "a", "b"), client.lpush("l", "c"), client.lrange("l", 0, -1), client.lpop("l")]
    yield "sets", [client.sadd("s", "a", "b"), sorted(client.smembers("s")), int(client.sismember("s", "x"))]
    yield "hashes", [client.hset("h", mapping={"f": 1, "g": ""}), client.hgetall("h"), client.hdel("h", "f", "g")]
    yield "gone", [client.exists("h"), client.type("h"), client.ttl("h")]
    yield "sorted", [client.zadd("z", {"b": 2, "a": 0.5}), client.zrange("z", 0, -1, withscores=True)]
    yield "score", [client.zscore("z", "a"), client.zrem("z", "a", "x")]
    yield "errors", [errors(client, "LPUSH", "n", 1), errors(client, "GET"), errors(client, "DANCE")]
    with client.pipeline(transaction=False) as several:
        yield "pipeline", several.expire("n", 10).persist("n").delete("n", "l").get("n").execute()


RIGHT = {
    "set": True,
    "get": b"\x00\r\n",
    "ttl": 100,
    "set nx": None,
    "incr": [1, 42],
    "lists": [2, 3, [b"c", b"a", b"b"], b"c"],
    "sets": [2, [b"a", b"b"], 0],
    "hashes": [2, {b"f": b"1", b"g": b""}, 2],
    "gone": [0, b"none", -2],
    "sorted": [2, [(b"a", 0.5), (b"b", 2.0)]],
    "score": [0.5, 1],
    "errors": ["WRONGTYPE", "an error", "an error"],
    "pipeline": [True, True, 2, None],
}


@pytest.mark.rule(1)
def test_a_real_client(lab):
    engine, clock = lab.Engine(), [START]
    try:
        found = talked(lambda: Desk(engine, clock), lambda client: dict(script(client)))
    except (HungUp, OSError, ResponseError) as error:
        found = {"": f"{type(error).__name__}: {error}"}
    for name, wanted in RIGHT.items():
        assert found.get(name) == wanted, (
            f"Valkey's client spoke with your engine, and of its {name} has {found.get(name, found)!r}, not "
            f"{wanted!r}: the reply is what the table says."
        )
