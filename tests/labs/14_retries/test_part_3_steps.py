"""Lab 14, part 3: callers who send again in the very step in which they have the outcome, or in which one leaves."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.objects import again, anew
from systemdesign.sim.request import Refused, Unavailable

from .bank import Bank, asking, heard
from .scene import kind, order, settled, until


async def eager(lab, who, trouble):
    """Three wait for an operation, and one of them sends again at once; another one comes half a second later.

    Outcomes of the other two, of the one, of the last; and the bank, whose trouble is over soon after the first.
    """
    bank = Bank(trouble=trouble)
    once = lab.Once(bank)
    callers = [asking(once) for _ in range(who)]
    sending = asyncio.ensure_future(again(once, order()))
    callers += [asking(once) for _ in range(2 - who)]
    await until(1.2)
    bank.trouble = None
    await until(1.53)
    late = await settled(once(order()))
    return await heard(callers), await sending, late, bank


@pytest.mark.rule(4)
@pytest.mark.parametrize("who", [0, 1, 2])
def test_whoever_sends_again_at_once_after_a_refusal_begins_what_others_share(lab, who):
    others, both, late, bank = run(eager(lab, who, Refused))
    got = [*map(kind, [*others, *both])]
    assert got == ["Refused"] * 3 + ["Reply"], (
        f"The bank refused, one of three who had waited sent again at once, in the same step, and they got {got}, the "
        "last of them from the second sending: all who wait get the refusal, nothing is remembered, and the next "
        "request does it, be it ever so quick."
    )
    assert (kind(late), bank.begun) == ("Reply", 2), (
        f"The bank refused, one of three who had waited sent again at once, so the operation was under way, and one "
        f"who came during it got {kind(late)}; it was begun {bank.begun} times. Forget a refusal as the operation "
        "ends, and once: by the time that others wake the next one may be under way."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("who", [0, 1, 2])
@pytest.mark.parametrize("trouble", [None, Unavailable])
def test_whoever_sends_again_at_once_gets_the_same_outcome(lab, who, trouble):
    others, both, late, bank = run(eager(lab, who, trouble))
    name = trouble.__name__ if trouble else "Reply"
    got = [*map(kind, [*others, *both, late])]
    assert (got, bank.begun) == ([name] * 5, 1), (
        f"An operation ended with {name}, one of three who had waited sent again at once, in the same step, and one "
        f"more later: they got {got}, and it was begun {bank.begun} times. Whoever sends it later, be it ever so "
        "soon, gets the same, and nothing is done."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("steps", range(4))
def test_whoever_comes_as_the_last_one_leaves_waits_for_the_operation(lab, steps):
    async def main():
        bank = Bank()
        found = await settled(anew(lab.Once(bank), order(), seconds=0.53, steps=steps))
        return kind(getattr(found, "error", found)), bank.begun

    found = run(main)
    assert found == ("Reply", 1), (
        f"The only caller left, another came at the same moment, and got {found[0]}, from an operation begun "
        f"{found[1]} times: who stops waiting does not stop the operation, and whoever comes waits for it."
    )
