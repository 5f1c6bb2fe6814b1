"""The engine in time: lives, effects, transactions, replicas, those who wait. Replies are compared with Valkey's."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.replies import NO_LIST, Error
from systemdesign.distributed_cache.session import Session
from tests.distributed_cache.asking import ERA, Asked, state
from tests.distributed_cache.drawn import request

READING = ["GET k", "STRLEN k", "EXISTS k", "TYPE k", "TTL k", "MGET k", "KEYS *", "RANDOMKEY", "SCAN 0"]


def first(reply):
    return str(reply).split()[0]


@pytest.mark.parametrize("line", READING)
def test_what_has_outlived_itself_is_not_there_for_a_reader(line):
    assert Asked("SET k v PX 100")(line, after=0.101) == Asked()(line)


def test_a_key_lives_through_its_last_millisecond():
    asked = Asked("SET k v PX 100")
    assert asked("GET k", after=0.1) == b"v"
    assert asked("GET k", after=0.001) is None


@pytest.mark.parametrize("line", ["EXPIRE k 10", "PERSIST k", "APPEND k x", "INCR k", "SETNX k x", "RENAME other k"])
def test_a_write_does_not_revive_what_has_outlived_itself(line):
    asked = Asked("SET k 5 PX 100; SET other 7")
    other = Asked("SET other 7")
    assert asked(line, after=0.2) == other(line, after=0.2)
    assert state(asked.engine) == state(other.engine)


def test_a_new_value_lives_for_ever_unless_it_keeps_the_old_life():
    assert Asked("SET k v EX 10; SET k w")("TTL k") == -1
    assert Asked("SET k v EX 10; SET k w KEEPTTL")("TTL k") == 10
    assert Asked("SET k v EX 10; APPEND k w")("TTL k") == 10


def test_what_died_unread_is_told_to_the_log_before_the_request_that_found_it():
    asked = Asked("SET k 5 PX 100")
    asked("INCR k", after=1)
    assert asked.effects() == ["DEL k", "INCR k"]


@pytest.mark.parametrize(("line", "effects"), [
    ("SET k v", ["SET k v"]),
    ("SET k v EX 10", ["SET k v PXAT 1000010000"]),
    ("SET k v PXAT 1000020000 GET", ["SET k v PXAT 1000020000"]),
    ("SET k v KEEPTTL", ["SET k v KEEPTTL"]),
    ("SETEX k 1 v", ["SET k v PXAT 1000001000"]),
    ("EXPIRE n 10 NX", ["PEXPIREAT n 1000010000"]),
    ("EXPIRE n -1", ["DEL n"]),
    ("GETEX n EX 1", ["PEXPIREAT n 1000001000"]),
    ("GETEX n", []),
    ("GETDEL n", ["DEL n"]),
    ("INCR n", ["INCR n"]),
    ("INCRBYFLOAT n 0.5", ["SET n 7.5 KEEPTTL"]),
    ("HINCRBYFLOAT h f 0.5", ["HSET h f 1.5"]),
    ("SPOP s 5", ["DEL s"]),
    ("ZPOPMIN z", ["ZREM z a"]),
    ("LMPOP 2 none l LEFT COUNT 9", ["LPOP l 3"]),
    ("BLPOP none l 0", ["LPOP l"]),
    ("SADD s x", []),
    ("SREM s none", []),
    ("HDEL h none", []),
    ("ZADD z 1 a", []),
    ("SET n v NX", []),
    ("LREM l 0 none", []),
    ("INCR l", []),
    ("GET n", []),
    ("SINTERSTORE s s none", ["DEL s"]),
])
def test_the_log_gets_what_a_request_did(line, effects):
    asked = Asked("SET n 7; HSET h f 1; SADD s x y; ZADD z 1 a 2 b; RPUSH l x y z")
    asked(line)
    assert asked.effects() == effects


def test_the_log_gets_the_members_that_chance_chose():
    asked = Asked("SADD s a b c d e")
    taken = asked("SPOP s 2")
    [effect] = asked.effects()
    assert effect.split()[:2] == ["SREM", "s"] and {word.encode() for word in effect.split()[2:]} == taken


@given(st.data())
def test_effects_bring_another_engine_to_the_same_state(data):
    engine, other, now = Engine(Random(1)), Engine(Random(2)), ERA
    for _ in range(data.draw(st.integers(1, 12))):
        arguments = request(lambda words: data.draw(st.sampled_from(words)))
        engine.execute(arguments, now)
        now += data.draw(st.sampled_from([0.0, 0.0, 60.0, 150.0]))
    engine.now = now
    for key in list(engine.values):  # of what is dead and unread, the other has not been told
        engine.find(key)
    for effect in engine.effects:
        other.apply(effect, now)
    assert state(engine) == state(other)


def test_an_effect_runs_whatever_the_time_is():
    asked = Asked()
    asked.engine.apply([b"SET", b"k", b"v", b"PXAT", b"1"], ERA)
    asked.engine.apply([b"APPEND", b"k", b"w"], ERA)
    asked.engine.apply([b"PEXPIREAT", b"k", b"2"], ERA)
    assert asked.engine.values == {b"k": b"vw"} and asked.engine.ends == {b"k": 2}
    assert asked("GET k") is None


def test_a_transaction_without_its_end_does_nothing():
    asked = Asked()
    for line in ["MULTI", "SET a 1", "SET b 2"]:
        asked.engine.apply(line.encode().split(), ERA)
    assert asked.engine.values == {}
    asked.engine.apply([b"EXEC"], ERA)
    assert set(asked.engine.values) == {b"a", b"b"}


def test_a_transaction_of_several_effects_stands_in_brackets():
    asked = Asked()
    assert asked("MULTI", "SET a 1", "GET a", "INCR a", "EXEC") == [b"OK", b"1", 2]
    assert asked.effects() == ["MULTI", "SET a 1", "INCR a", "EXEC"]
    asked("MULTI", "INCR a", "EXEC")
    assert asked.effects() == ["INCR a"]


def test_a_transaction_with_a_request_that_nobody_knows_is_not_run():
    asked = Asked()
    assert first(asked("MULTI", "SET a 1", "NOSUCH", "EXEC")) == "EXECABORT"
    assert asked.engine.values == {}


@pytest.mark.parametrize(("line", "runs"), [("SET a 2", False), ("SET b 2", True), ("DEL a", False), ("GET a", True)])
def test_a_transaction_is_not_run_when_another_changed_what_was_watched(line, runs):
    asked, mine = Asked("SET a 1"), Session()
    asked("WATCH a", session=mine)
    asked(line)
    reply = asked("MULTI", "SET c 1", "EXEC", session=mine)
    assert reply == [b"OK"] if runs else reply is NO_LIST


def test_a_transaction_is_not_run_when_what_was_watched_has_died():
    asked, mine = Asked("SET a 1 PX 50"), Session()
    asked("WATCH a", session=mine)
    assert asked("MULTI", "SET c 1", "EXEC", session=mine, after=1) is NO_LIST


def test_a_replica_hides_the_dead_and_does_not_remove_them():
    asked = Asked("SET k v PX 100")
    asked.engine.replica = True
    assert asked("GET k", after=1) is None
    assert asked("EXISTS k") == asked.engine.cycle() == 0
    assert b"k" in asked.engine.values and not asked.effects()
    asked.engine.apply([b"DEL", b"k"], asked.now)
    assert not asked.engine.values


def test_a_replica_refuses_writes():
    asked = Asked()
    asked.engine.replica = True
    assert first(asked("SET k v")) == "READONLY"


def test_a_guard_can_refuse_anything():
    def guard(command, arguments):
        if command.keys_of(arguments) == [b"far"]:
            raise Error("MOVED 1 elsewhere")

    asked = Asked()
    asked.engine.guard = guard
    assert first(asked("GET far")) == "MOVED"
    assert asked("GET near") is None


@pytest.mark.parametrize(("line", "keys"), [
    ("GET a", "a"), ("MSET a 1 b 2", "a b"), ("DEL a b c", "a b c"), ("ZUNION 2 a b WEIGHTS 1 2", "a b"), ("PING", ""),
    ("ZUNIONSTORE t 2 a b", "t a b"), ("BLPOP a b 0", "a b"), ("BLMPOP 0 2 a b LEFT", "a b"), ("RENAME a b", "a b"),
])
def test_a_command_knows_its_keys(line, keys):
    words = line.encode().split()
    assert Engine().commands[words[0]].keys_of(words) == keys.encode().split()


def test_who_waits_for_a_list_gets_its_first_item_and_in_turn():
    asked, told = Asked(), []
    for number in (1, 2):
        waiting = asked("BLPOP a b 0", session=Session(number))
        waiting.answer = lambda reply, number=number: told.append((number, reply))
    asked("RPUSH b x y z")
    assert told == [(1, [b"b", b"x"]), (2, [b"b", b"y"])]
    assert asked.effects() == ["RPUSH b x y z", "LPOP b", "LPOP b"]
    assert len(asked.engine.queues) == 0


def test_who_waits_is_served_after_a_transaction_and_not_within():
    asked, told = Asked(), []
    asked("BLPOP a 0").answer = told.append
    asked("MULTI", "RPUSH a x", "DEL a", "EXEC", session=Session(2))
    assert told == [] and len(asked.engine.queues) == 1


def test_a_transaction_does_not_wait():
    assert Asked()("MULTI", "BLPOP a 0", "EXEC") == [NO_LIST]


def test_a_scan_misses_no_key_that_was_there_all_the_time():
    chance = Random(7)
    for _ in range(30):
        asked = Asked("; ".join(f"SET stays{n} x; SET goes{n} x" for n in range(40)))
        cursor, seen = b"0", set()
        while True:
            cursor, keys = asked(f"SCAN {cursor.decode()} COUNT 7")
            seen |= set(keys)
            if cursor == b"0":
                break
            asked(*[f"DEL goes{chance.randrange(40)}" for _ in range(5)], f"SET new{chance.random()} x")
        assert {b"stays%d" % n for n in range(40)} <= seen
