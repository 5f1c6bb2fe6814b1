"""Lab 14, part 3: what becomes of an operation that raises, and for how long that is known."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.sim.request import Lost, Refused, ServiceError, Unavailable

from .bank import Bank, quiet
from .scene import order, settled, until


async def in_trouble(lab, trouble):
    """Two ask while the bank is in trouble, one when it is well: (what the two got, what the third got, the bank)."""
    bank = Bank()
    once, bank.trouble = lab.Once(bank), trouble
    failed = await asyncio.gather(settled(once(order())), settled(once(order())))
    bank.trouble = None
    return failed, await settled(once(order())), bank


def test_a_refusal_reaches_all_who_wait_and_is_not_remembered(lab):
    failed, later, bank = run(in_trouble(lab, Refused))
    assert all(isinstance(error, Refused) for error in failed), (
        f"Everybody who waits gets the operation's error; they got {failed}."
    )
    assert not isinstance(later, ServiceError), (
        "Refused says that nothing was done: forget it, so that the next request does it. You kept the refusal."
    )
    assert (bank.begun, bank.charged.total()) == (2, 1), (
        f"Refused once and then asked again, the operation begins twice in all; yours began {bank.begun} times."
    )


@pytest.mark.parametrize("trouble", [Unavailable, Lost, TimeoutError])
def test_any_other_failure_is_remembered_for_it_may_have_been_done(lab, trouble):
    failed, later, bank = run(in_trouble(lab, trouble))
    assert all(isinstance(error, trouble) for error in failed), (
        f"Everybody who waits gets the operation's error; they got {failed}."
    )
    assert bank.charged.total() == 1, (
        f"The bank charged, and then failed ({trouble.__name__}). Asked again with the same key it charged again: "
        "an operation that raises may have been done, so remember its error."
    )
    assert isinstance(later, trouble), f"Whoever asks again gets the first outcome ({trouble.__name__}), not {later!r}."


@pytest.mark.parametrize("trouble", [Refused, Unavailable])
def test_a_failure_that_nobody_waits_for_is_nobodys_trouble(lab, trouble):
    async def main():
        bank = Bank(seconds=2.0)
        once, bank.trouble = lab.Once(bank), trouble
        leaving = asyncio.ensure_future(once(order()))
        await until(1.0)
        leaving.cancel()
        await until(5.0)
        bank.trouble = None
        return await settled(once(order())), bank.charged.total()

    reply, charged = quiet(main)
    assert charged == 1, f"It failed ({trouble.__name__}) while nobody waited, and the card was charged {charged} times"
    assert isinstance(reply, Unavailable) == (trouble is Unavailable), (
        f"It failed ({trouble.__name__}) while nobody waited, and whoever asked later got {reply!r}."
    )


@pytest.mark.parametrize("trouble", [None, Unavailable])
def test_an_outcome_is_remembered_for_as_long_as_was_said(lab, trouble):
    async def main():
        bank = Bank(seconds=5.0)
        bank.trouble = trouble
        once, found, callers = lab.Once(bank, keep=10.0), [], []
        await settled(once(order()))
        for time in (14.9, 15.1):
            await until(time)
            callers.append(asyncio.ensure_future(settled(once(order()))))
            await asyncio.sleep(0.01)
            found.append(bank.begun)
        return found

    early, late = run(main)
    what = "error" if trouble else "reply"
    assert early == 1, f"With keep=10, the {what} of 5 s is remembered until 15 s: count from when the operation ended."
    assert late == 2, (
        f"After `keep` seconds the {what} is forgotten, or the memory grows for ever: asked again, it is done."
    )
