"""A primary tells its replicas everything once, however the line was cut."""

import asyncio
import random
from types import SimpleNamespace

import pytest

from systemdesign import now, run
from systemdesign.distributed_cache.connection import Connection
from systemdesign.distributed_cache.effects import Damaged, Unpacker, packed
from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.log import Log
from systemdesign.distributed_cache.node import Node
from systemdesign.distributed_cache.primary import Primary
from systemdesign.distributed_cache.replica import Replica
from systemdesign.distributed_cache.server import Line, Server
from systemdesign.sim import Disk


class Pair:
    """A primary and its replica at one place, with a line between them that carries at most `size` bytes at once."""

    def __init__(self, size=1 << 20, backlog=1000):
        self.size, self.said = size, []
        self.primary, self.replica = (Node(Engine(), lambda: 0.0, Log(Disk())) for _ in range(2))
        self.primary.primary.size = backlog
        self.replica.follow("there", 1)
        self.connect()

    def connect(self):
        """A new connection, on which the replica says hello."""
        _, name, position = self.replica.replica.hello().split()
        self.primary.primary.attach(self.send, name.decode(), int(position), self.primary.pieces)

    def cut(self):
        """End it."""
        self.primary.primary.detach(self.send)

    def send(self, data):
        """Carry it to the replica, and what that says back."""
        for at in range(0, len(data), self.size):
            for word in self.replica.replica.feed(data[at : at + self.size]).split(b"\r\n")[:-1]:
                self.said.append(word)
                self.primary.primary.confirmed(self.send, int(word.split()[-1]))

    def do(self, *requests, node=None):
        """Have the primary do what is asked in text."""
        node = node or self.primary
        replies = [node.engine.execute(request.encode().split(), 0.0) for request in requests]
        node.commit()
        return replies

    @property
    def alike(self):
        """Whether both have the same keys, at the same position."""
        one, other = self.primary, self.replica
        return (one.engine.values, one.engine.ends, one.primary.end) == (
            other.engine.values, other.engine.ends, other.primary.end)


EVERYTHING = ("SET s 1", "INCR s", "RPUSH l a b c", "LPOP l", "SADD u x y z", "SPOP u", "HSET h f v g w",
              "ZADD z 1.5 m 2 n", "PEXPIRE s 100000", "MULTI", "INCR s", "RPUSH l d", "EXEC", "DEL h")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 20])
def test_a_replica_has_what_the_primary_had_and_then_what_it_does_however_bytes_come(size):
    pair = Pair(size)
    pair.do(*EVERYTHING)
    pair.cut()
    late = Pair(size)
    late.cut()
    late.primary = pair.primary
    late.connect()
    assert late.alike and late.primary.engine.values
    late.do("RPUSH l e", "SET t 1")
    assert late.alike
    assert (late.primary.primary.full, late.primary.primary.partial) == (2, 0)


def test_after_a_cut_it_goes_on_where_it_was_if_the_backlog_has_that():
    pair = Pair()
    pair.do("INCR a")
    pair.cut()
    pair.do("INCR a", "INCR a")
    pair.connect()
    assert pair.alike
    assert (pair.primary.primary.full, pair.primary.primary.partial) == (1, 1)


def test_else_it_has_a_copy_and_nothing_of_before():
    pair = Pair(backlog=30)
    pair.do("SET gone 1")
    pair.cut()
    pair.do("DEL gone", *["INCR a"] * 50)
    pair.connect()
    assert pair.alike and list(pair.replica.engine.values) == [b"a"]
    assert pair.primary.primary.full == 2
    assert written(pair.replica.log.disk) == {b"a": b"50"}


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_write_heard_by_half_is_done_once_wherever_the_line_was_cut(cut):
    pair = Pair()
    heard = packed([[b"MULTI"], [b"INCR", b"a"], [b"RPUSH", b"l", b"x"], [b"EXEC"]])
    pair.cut()
    pair.do("MULTI", "INCR a", "RPUSH l x", "EXEC", "INCR a")
    pair.replica.replica.feed(heard[:cut])
    assert pair.replica.engine.values == {}
    pair.connect()
    assert pair.alike and pair.replica.engine.values[b"a"] == b"2"


def test_another_history_is_not_gone_on_with():
    pair = Pair()
    pair.do("SET a 1")
    pair.cut()
    pair.primary = Pair().primary
    pair.do("SET b 222")
    pair.connect()
    assert pair.replica.engine.values == {b"b": b"222"}


def test_a_position_of_the_future_is_not_gone_on_with():
    primary, sent = Primary("p"), []
    primary.append(b"12345")
    primary.attach(sent.append, "p", 6, lambda: [b""])
    assert sent == [b"+FULLRESYNC p 5\r\n$0\r\n"]
    primary.attach(sent.append, "p", 5, lambda: [b""])
    assert sent[1:] == [b"+CONTINUE p\r\n"]


def test_a_replica_writes_down_what_it_hears_and_finds_it_again():
    pair = Pair()
    pair.do("SET before 1")
    pair.cut()
    pair.connect()
    pair.do(*EVERYTHING)
    assert written(pair.replica.log.disk) == pair.primary.engine.values


def written(disk):
    """The keys that a server finds which starts on this disk."""
    again = Node(Engine(), lambda: 0.0, Log(disk))
    again.load(again.log.load())
    return again.engine.values


def test_an_answer_of_which_half_came_is_not_the_beginning_of_the_next():
    pair = Pair()
    pair.cut()
    pair.replica.replica.hello()
    pair.replica.replica.feed(b"+FULLRES")
    pair.do("SET a 1")
    pair.connect()
    assert pair.alike


def test_a_replica_does_not_bury_by_its_own_clock():
    pair = Pair()
    pair.do("SET a 1 PX 100", "SET b 1")
    late = pair.replica.engine
    assert late.execute([b"GET", b"a"], 10.0) is None
    late.cycle()
    assert b"a" in late.values
    pair.primary.engine.execute([b"GET", b"a"], 10.0)
    pair.primary.commit()
    assert b"a" not in late.values


def test_a_replica_refuses_writes_until_it_is_promoted():
    pair = Pair()
    pair.do("SET a 1")
    refused, = pair.do("SET a 2", node=pair.replica)
    assert str(refused).startswith("READONLY")
    pair.replica.promote()
    pair.do("SET a 2", node=pair.replica)
    assert pair.replica.engine.values[b"a"] == b"2"


def test_the_other_replicas_go_on_with_the_one_that_was_promoted():
    one, other = Pair(), Pair()
    other.cut()
    other.primary = one.primary
    other.connect()
    one.do("SET a 1", "INCR a")
    assert other.alike
    one.replica.promote()
    one.do("INCR a", node=one.replica)
    other.cut()
    other.primary = one.replica
    other.connect()
    assert other.alike and one.replica.primary.partial == 1
    assert other.replica.replica.name == one.replica.primary.name


def test_what_the_old_primary_did_alone_is_gone_when_it_comes_back_as_a_replica():
    pair = Pair()
    pair.do("SET a 1")
    pair.cut()
    pair.do("SET alone 1")
    pair.replica.promote()
    pair.do("SET b 1", "SET c 1", node=pair.replica)
    back = Pair()
    back.cut()
    back.replica = pair.primary
    back.replica.follow("there", 2)
    back.primary = pair.replica
    back.connect()
    assert set(back.replica.engine.values) == {b"a", b"b", b"c"}


def test_a_replica_of_a_replica_hears_the_same():
    first, second = Pair(), Pair()
    second.cut()
    second.primary = first.replica
    second.connect()
    first.do(*EVERYTHING)
    assert first.alike and second.alike


def test_a_replica_that_has_a_new_copy_sends_its_own_replicas_away_to_come_again():
    pair, heard = Pair(backlog=30), []
    pair.replica.primary.attach(heard.append, "?", 0, list)
    pair.cut()
    pair.do(*["INCR a"] * 50)
    pair.connect()
    assert pair.alike and not pair.replica.primary.links
    assert len(heard) == 2
    with pytest.raises(Damaged):
        Unpacker().feed(heard[-1])


@pytest.mark.parametrize("turn", [Node.promote, lambda node: node.follow("elsewhere", 2)])
def test_what_an_old_line_still_brings_is_not_heard(turn):
    async def main():
        pair = Pair()
        line = Line(pair.replica, pair.replica.replica)
        line.transport = SimpleNamespace(write=lambda data: None)
        line.data_received(packed([[b"INCR", b"a"]]))
        turn(pair.replica)
        line.data_received(packed([[b"INCR", b"a"]]))
        return pair.replica.engine.values

    assert run(main) == {b"a": b"1"}


def test_wait_counts_the_replicas_that_have_confirmed_all_and_waits_for_so_many():
    async def main():
        primary = Primary("p")
        links = [lambda data: None, lambda data: None]
        for link in links:
            primary.attach(link, "p", 0, list)
        end = primary.append(b"12345")
        asyncio.get_running_loop().call_later(0.3, primary.confirmed, links[0], 5)
        asyncio.get_running_loop().call_later(0.4, primary.confirmed, links[1], 4)
        return [(await primary.wait(end, 0), now()), (await primary.wait(end, 1, 9.0), now()),
                (await primary.wait(end, 2, 1.0), now()), (await primary.wait(4, 2, 1.0), now())]

    assert run(main) == [(0, 0.0), (1, 0.3), (1, 1.3), (2, 1.3)]


@pytest.mark.parametrize("answer", [b"-ERR no\r\n", b"+PONG\r\n", b"HTTP/1.1 400 Bad Request\r\n", 300 * b"x"])
def test_who_is_no_primary_is_found_out(answer):
    replica = Replica(None, None)
    replica.hello()
    with pytest.raises(Damaged):
        replica.feed(answer)


@pytest.mark.parametrize("seed", range(5))
def test_replicas_come_to_the_primary_s_keys_through_any_cuts(seed):
    rng, pair = random.Random(seed), Pair(size=5, backlog=200)
    linked = True
    for _ in range(400):
        if rng.random() < 0.1:
            linked = not linked
            (pair.connect if linked else pair.cut)()
        pair.do(rng.choice(EVERYTHING[:9] + ("DEL s l u",)))
    if not linked:
        pair.connect()
    assert pair.alike


class Wire:
    """A transport that notes what is written to it, and when."""

    def __init__(self):
        self.written = []

    def write(self, data):
        self.written.append((round(now(), 6), data))

    def is_closing(self):
        return False

    def get_write_buffer_size(self):
        return 0


@pytest.mark.parametrize(("policy", "later"), [("always", 0.02), ("everysec", 0.0)])
def test_a_copy_leaves_with_the_answer_and_so_does_the_first_one(policy, later):
    async def main():
        node = Node(Engine(), now, Log(Disk(sync=0.02), policy))
        syncing = asyncio.ensure_future(node.log.run())
        client, replica = lines = [Connection(Server(node, 0, None)) for _ in range(2)]
        for line in lines:
            line.connection_made(Wire())
        await asyncio.sleep(1)
        client.data_received(b"RPUSH list a\r\n")
        replica.data_received(b"PSYNC ? 0\r\n")
        await asyncio.sleep(1)
        client.data_received(b"RPUSH list b\r\n")
        await asyncio.sleep(1)
        syncing.cancel()
        return [line.transport.written for line in lines]

    answers, copies = run(main)
    assert answers == [(1 + later, b":1\r\n"), (2 + later, b":2\r\n")]
    assert [time for time, data in copies if data] == [1 + later, 2 + later]
    assert copies[0][1].startswith(b"+FULLRESYNC") and copies[-1][1] == packed([[b"RPUSH", b"list", b"b"]])
