"""Those who wait, in virtual time."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.distributed_cache.replies import NO_LIST, Error
from systemdesign.distributed_cache.session import Session
from tests.distributed_cache.asking import Asked


def waiting(line, *later, text="", at=1.0):
    """What comes of a request that waits, and when; after `at` seconds another asks `later`."""
    asked = Asked(text)

    async def main():
        outcome = asyncio.create_task(asked(line, session=Session(1)).outcome())
        await asyncio.sleep(at)
        asked(*later, session=Session(2))
        return await outcome, now(), len(asked.engine.queues)

    return run(main)


@pytest.mark.parametrize(("line", "later", "reply"), [
    ("BLPOP a b 0", "RPUSH b x y", [b"b", b"x"]),
    ("BRPOP a b 0", "RPUSH b x y", [b"b", b"y"]),
    ("BLMOVE a b LEFT RIGHT 0", "RPUSH a x y", b"x"),
    ("BRPOPLPUSH a b 0", "RPUSH a x y", b"y"),
    ("BLMPOP 0 2 a b LEFT COUNT 5", "RPUSH b x y", [b"b", [b"x", b"y"]]),
    ("BZPOPMIN a b 0", "ZADD a 1 x 2 y", [b"a", b"x", 1.0]),
    ("BZPOPMAX a b 0", "ZADD a 1 x 2 y", [b"a", b"y", 2.0]),
    ("BZMPOP 0 1 a MIN", "ZADD a 1 x 2 y", [b"a", [[b"x", 1.0]]]),
    ("BLPOP a 0", "RENAME list a", [b"a", b"z"]),
])
def test_what_comes_is_given_to_who_waits(line, later, reply):
    assert waiting(line, later, text="RPUSH list z") == (reply, 1.0, 0)


@pytest.mark.parametrize(("line", "reply"), [("BLPOP a 2.5", NO_LIST), ("BLMOVE a b LEFT LEFT 2.5", None)])
def test_who_waits_in_vain_is_told_so_in_time(line, reply):
    assert waiting(line, "PING") == (reply, 2.5, 0)


def test_what_comes_and_is_of_another_type_is_waited_past():
    assert waiting("BLPOP a 2.5", "SADD a x") == (NO_LIST, 2.5, 0)


def test_who_would_move_to_where_no_list_is_hears_of_it_when_something_comes():
    outcome, moment, left = waiting("BLMOVE a b LEFT LEFT 0", "RPUSH a x", text="SET b 1")
    assert isinstance(outcome, Error) and (moment, left) == (1.0, 0)


def test_who_hangs_up_gets_nothing():
    asked = Asked()

    async def main():
        outcome = asyncio.create_task(asked("BLPOP a 0").outcome())
        await asyncio.sleep(1)
        outcome.cancel()
        await asyncio.sleep(1)
        return asked("RPUSH a x")

    assert run(main) == 1 and asked("LLEN a") == 1


@pytest.mark.parametrize("timeout", ["-1", "x", "1e400", "nan"])
def test_a_time_that_is_none_is_refused(timeout):
    assert isinstance(Asked()(f"BLPOP a {timeout}"), Error)
