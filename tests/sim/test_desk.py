"""A desk does a step once for a key, and an undo counts whenever it comes."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim import Desk, Lost, Refused, Unavailable


def test_a_step_is_done_once_for_a_key_and_answered_each_time():
    async def story():
        bank = Desk("bank")
        for _ in range(3):
            await bank.do("k", "pizza")
        return bank.done

    assert run(story()) == {"k": "pizza"}


def test_what_is_refused_is_refused_each_time():
    async def story():
        bank = Desk("bank", refuses=[{"price": 9}])
        for _ in range(2):
            with pytest.raises(Refused):
                await bank.do("k", {"price": 9})
        return bank.done

    assert run(story()) == {}


def test_an_undo_that_comes_first_has_the_step_refused():
    async def story():
        bank = Desk("bank")
        await bank.undo("k")
        with pytest.raises(Refused):
            await bank.do("k", "pizza")
        return bank.done

    assert run(story()) == {}


def test_what_is_late_is_done_when_its_caller_has_long_had_lost():
    async def story():
        bank = Desk("bank")
        bank.late(5.0)
        with pytest.raises(Lost):
            await bank.do("k", "pizza")
        before = bank.done
        await asyncio.sleep(5)
        return before, bank.done

    assert run(story()) == ({}, {"k": "pizza"})


def test_a_key_belongs_to_one_order():
    async def story():
        bank = Desk("bank")
        await bank.do("k", "pizza")
        with pytest.raises(ValueError, match="another order"):
            await bank.do("k", "soup")

    run(story())


def test_a_desk_that_is_down_does_nothing():
    async def story():
        bank = Desk("bank")
        bank.crash()
        with pytest.raises(Unavailable):
            await bank.do("k", "pizza")
        return bank.states

    assert run(story()) == {}
