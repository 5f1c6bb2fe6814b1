"""Strings by key, and their lives."""

import pytest

from systemdesign.sim import Keys


@pytest.fixture
def keys():
    return Keys()


def test_set_and_get(keys):
    assert keys.execute([b"GET", b"a"], 0.0) is None
    assert keys.execute([b"SET", b"a", b""], 0.0) == "OK"
    assert keys.execute([b"GET", b"a"], 9.0) == b""


def test_a_life_counts_from_the_request(keys):
    keys.execute([b"SET", b"a", b"x", b"EX", b"2"], 1.25)
    assert keys.execute([b"PEXPIRETIME", b"a"], 3.249) == 3250
    assert keys.execute([b"GET", b"a"], 3.25) is None


def test_a_life_may_end_at_a_given_moment(keys):
    keys.execute([b"SET", b"a", b"x", b"PXAT", b"1500"], 1.0)
    keys.execute([b"SET", b"b", b"x"], 1.0)
    keys.execute([b"PEXPIREAT", b"b", b"1400"], 1.0)
    assert keys.over(1.399) == []
    assert keys.over(2.0) == [b"b", b"a"]


def test_set_takes_a_life_away_and_incr_and_append_leave_it(keys):
    for request in ([b"INCR", b"a"], [b"EXPIRE", b"a", b"5"], [b"INCR", b"a"], [b"APPEND", b"a", b"0"]):
        keys.execute(request, 0.0)
    assert (keys.values, keys.ends) == ({b"a": b"20"}, {b"a": 5000})
    keys.execute([b"SET", b"a", b"1"], 0.0)
    assert keys.execute([b"PEXPIRETIME", b"a"], 0.0) == -1


def test_what_is_over_is_gone_for_the_request_that_comes(keys):
    keys.execute([b"SET", b"n", b"41", b"EX", b"1"], 0.0)
    assert keys.execute([b"INCR", b"n"], 1.0) == 1
    assert keys.ends == {}


def test_without_a_clock_no_life_is_over(keys):
    keys.execute([b"SET", b"n", b"41", b"PXAT", b"1000"], None)
    assert keys.execute([b"INCR", b"n"], None) == 42
    with pytest.raises(ValueError, match="no clock"):
        keys.execute([b"EXPIRE", b"n", b"1"], None)
    assert keys.execute([b"PEXPIRETIME", b"n"], None) == 1000


def test_what_raises_changes_nothing(keys):
    keys.execute([b"SET", b"a", b"x", b"EX", b"5"], 0.0)
    for request in ([b"INCR", b"a"], [b"PEXPIREAT", b"a", b"soon"], [b"SET", b"a", b"y", b"EX", b"z"], [b"SING", b"a"]):
        with pytest.raises(ValueError, match=r"invalid|unknown"):
            keys.execute(request, 0.0)
    assert (keys.values, keys.ends) == ({b"a": b"x"}, {b"a": 5000})


def test_deleting_says_whether_there_was_something(keys):
    keys.execute([b"SET", b"a", b""], 0.0)
    assert [keys.execute([b"DEL", b"a"], 0.0) for _ in range(2)] == [1, 0]
    assert keys.execute([b"EXPIRE", b"a", b"1"], 0.0) == 0
    assert keys.execute([b"PEXPIRETIME", b"a"], 0.0) == -2
