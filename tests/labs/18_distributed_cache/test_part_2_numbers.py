"""Lab 18, part 2: the engine. Scores and numbers that are easily mistaken."""

import pytest

from .replies import WHY, at, compared


@pytest.mark.rule(1)
def test_scores_of_nothing_and_scores_again(lab):
    session = at(
        (0, "ZADD z 0 a 4 e 1 e 9 f", ":3\r\n"),
        (0, "ZSCORE z e", "$1\r\n1\r\n"),
        (0, "ZADD z 2 f", ":0\r\n"),
        (0, "ZRANGE z 0 -1 WITHSCORES", "*6\r\n$1\r\na\r\n$1\r\n0\r\n$1\r\ne\r\n$1\r\n1\r\n$1\r\nf\r\n$1\r\n2\r\n"),
        (0, "ZSCORE z a", "$1\r\n0\r\n"),
        (0, "ZREM z a x", ":1\r\n"),
        (0, "ZADD z 0 e", ":0\r\n"),
        (0, "ZREM z e f", ":2\r\n"),
        (0, "TYPE z", "+none\r\n"),
    )
    compared(lab, session, WHY[1])


@pytest.mark.rule(3)
def test_a_score_of_several_places(lab):
    session = at(
        (0, "ZADD z 0.125 a -0.0625 b 1234567.25 c 0.1250 d 10 e", ":5\r\n"),
        (0, "ZSCORE z a", "$5\r\n0.125\r\n"),
        (0, "ZSCORE z b", "$7\r\n-0.0625\r\n"),
        (0, "ZSCORE z c", "$10\r\n1234567.25\r\n"),
        (0, "ZSCORE z d", "$5\r\n0.125\r\n"),
        (0, "ZSCORE z e", "$2\r\n10\r\n"),
    )
    compared(lab, session, "a score has up to nine digits, and is replied as short: 3 for 3.0.")


@pytest.mark.rule(2)
def test_a_number_of_very_many_digits(lab):
    session = at((0, f"INCRBY n {'9' * 5_000}", "-ERR\r\n"), (0, f"SET n {'1' * 5_000}", "+OK\r\n"))
    compared(lab, [*session, *at((0, "INCR n", "-ERR\r\n"))], WHY[2])


@pytest.mark.rule(6)
def test_a_number_that_is_none_where_there_is_no_key(lab):
    asked = ["PEXPIREAT k x", "EXPIRE k x", "EXPIRE k 9223372036854775807", "EXPIRE k 9223372036854775", "INCRBY k x"]
    asked += ["LRANGE k 0 x", "LRANGE k x 0", "ZRANGE k 0 x", "ZRANGE k x 0", "ZRANGE k 0 1 x", "ZADD k x m"]
    asked += [f"PEXPIREAT k {2**63}", "SET k v XX EX 0", "SET k v XX PX 9223372036854775807"]
    compared(lab, at(*((0, words, "-ERR\r\n") for words in asked), (0, "EXISTS k", ":0\r\n")), WHY[6])
