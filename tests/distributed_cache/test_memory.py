"""Room for so many bytes, and who goes when it is full; and the search for the dead."""

from random import Random

import pytest

from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.memory import size
from systemdesign.distributed_cache.sorted import Sorted
from tests.distributed_cache.asking import ERA, Asked
from tests.distributed_cache.test_engine import first


@pytest.mark.parametrize(("value", "bytes_"), [
    (b"", 56 + 1), (b"12345", 56 + 1 + 5), ({b"aa": b"bbb", b"c": b""}, 56 + 1 + 2 * 16 + 6),
    ({b"abcd"}, 56 + 1 + 16 + 4), (Sorted({b"abc": 1.0}), 56 + 1 + 16 + 11),
])
def test_a_key_takes_the_bytes_of_the_rule(value, bytes_):
    assert size(b"k", value) == bytes_


def test_what_is_used_is_the_sum_of_all_keys_however_they_came_and_went():
    asked = Asked(maxmemory="1mb")
    asked("SET a 12345", "RPUSH l x y", "APPEND a 67", "DEL l", "SADD s a b", "RENAME s t", "SET b x PX 10")
    asked("HSET h f v", "GET b", "FLUSHALL", "SET a 1", after=1)
    assert asked.engine.memory.used == 56 + 1 + 1


def test_no_key_goes_while_there_is_room():
    asked = Asked(maxmemory=58 * 10)
    asked(*[f"SET {n} x" for n in range(10)])
    assert len(asked.engine) == 10


def test_the_key_not_asked_for_longest_goes_when_all_are_drawn():
    asked = Asked(maxmemory=58 * 3)
    asked.engine.chance.choices = lambda items, k: items
    for n in range(3):
        asked(f"SET {n} x", after=1)
    asked("GET 0", after=1)
    asked("SET 3 x", after=1)  # three keys fill the room, and it may be passed by one
    asked("SET 4 x", after=1)
    assert set(asked.engine.values) == {b"0", b"2", b"3", b"4"}
    assert asked.effects()[-2:] == ["DEL 1", "SET 4 x"]


def test_the_dead_go_before_anything_that_lives():
    asked = Asked(maxmemory=58 * 4)
    asked("SET 0 x", "SET 1 x PX 500", "SET 2 x", "SET 3 x", "SET 4 x")
    asked("SET 5 x", after=1)
    assert b"1" not in asked.engine.values and len(asked.engine) == 5


def test_where_nothing_may_go_a_write_is_refused_and_changes_nothing():
    asked = Asked("SET a x", maxmemory=50, maxmemory_policy="noeviction")
    assert first(asked("SET b x")) == first(asked("RPUSH l x")) == "OOM"
    assert asked("GET a") == b"x" and asked("DEL a") == 1
    assert asked("SET b x") == b"OK"


@pytest.mark.parametrize("policy", ["volatile-lru", "volatile-random", "volatile-ttl"])
def test_a_volatile_policy_spares_what_has_no_end(policy):
    asked = Asked(maxmemory=58 * 2, maxmemory_policy=policy)
    asked("SET a x", "SET b x EX 100", "SET c x", "SET d x")
    assert set(asked.engine.values) == {b"a", b"c", b"d"}
    assert first(asked("SET e x")) == "OOM"


def test_the_life_that_ends_first_goes_first():
    asked = Asked(maxmemory=58 * 3, maxmemory_policy="volatile-ttl")
    asked.engine.chance.choices = lambda items, k: items
    asked("SET a x EX 300", "SET b x EX 100", "SET c x EX 200", "SET d x EX 400", "SET e x")
    assert b"b" not in asked.engine.values and len(asked.engine) == 4


def test_a_limit_set_late_counts_what_was_there():
    asked = Asked("SET a x; SET b x PX 500")
    asked("CONFIG SET maxmemory 60", "SET c x", after=1)
    assert set(asked.engine.values) == {b"a", b"c"}  # b is dead, and goes first
    assert asked("CONFIG GET maxmemory") == {b"maxmemory": b"60"}


@pytest.mark.parametrize("line", ["CONFIG SET maxmemory x", "CONFIG SET maxmemory-policy x", "CONFIG SET nosuch 1"])
def test_a_setting_that_cannot_be_is_refused(line):
    assert first(Asked()(line)) == "ERR"


def engine_with(dead, alive):
    """An engine with so many keys that are dead a second after ERA, and so many that are not."""
    engine = Engine(Random(3))
    for n in range(dead + alive):
        engine.execute([b"SET", b"%d" % n, b"x", b"PX", b"500" if n < dead else b"5000"], ERA)
    engine.now = ERA + 1
    return engine


def test_a_cycle_goes_on_while_more_than_a_quarter_of_its_sample_were_dead():
    engine = engine_with(900, 100)
    buried = engine.cycle()
    left = len(engine) - 100
    assert buried == 900 - left
    assert left / len(engine) < 0.6
    assert engine.expired == buried == len([effect for effect in engine.effects if effect[0] == b"DEL"])


def test_a_cycle_looks_once_where_few_are_dead():
    engine = engine_with(10, 990)
    assert engine.cycle() <= 5


def test_a_cycle_ends_where_all_are_dead():
    engine = engine_with(50, 0)
    assert engine.cycle() == 50 and engine.cycle() == 0
