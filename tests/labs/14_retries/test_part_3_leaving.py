"""Lab 14, part 3: callers who stop waiting."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.objects import lingers
from systemdesign.sim.request import Refused, TimedOut, Unavailable

from .bank import Bank, asking, quiet
from .scene import kind, until

MOST = 60.0  # s: for this long a check waits for what should have come


@pytest.mark.rule(5)
@pytest.mark.parametrize("who", ["first", "second"])
def test_a_caller_who_leaves_takes_nobody_along(lab, who):
    async def main():
        bank = Bank(seconds=2.0)
        once = lab.Once(bank)
        callers = [asking(once), asking(once), asking(once)]
        await until(1.0)
        leaving = callers.pop(0 if who == "first" else 1)
        leaving.cancel()
        await asyncio.wait(callers, timeout=MOST)
        return [caller.done() and not caller.cancelled() and kind(caller.result()) for caller in callers], bank

    got, bank = run(main)
    assert got == ["Reply"] * 2, (
        f"Of three callers the {who} one left, and the others, who waited on, got no reply: shield the operation from "
        "whoever stops waiting."
    )
    assert (bank.begun, bank.charged.total()) == (1, 1), (
        f"The {who} of three callers left, and the operation began {bank.begun} times and was done "
        f"{bank.charged.total()} times: a caller who stops waiting does not stop it."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("who", [0, 1])
def test_a_caller_who_leaves_is_gone_at_once(lab, who):
    async def main():
        once = lab.Once(Bank(seconds=2.0))
        callers = [asking(once), asking(once)]
        await until(1.03)
        callers.pop(who).cancel()
        await callers[0]
        return lingers(once)

    assert not run(main), (
        "A caller stopped waiting at 1.03 s, and its call went on until the operation had ended, at 2 s: who stops "
        "waiting is gone at once. Let a CancelledError through."
    )


@pytest.mark.rule(5)
def test_an_operation_goes_on_when_all_have_left(lab):
    async def main():
        bank = Bank(seconds=2.0)
        once = lab.Once(bank)
        callers = [asking(once), asking(once)]
        for caller in callers:
            await asyncio.sleep(0.6)
            caller.cancel()
        await until(1.7)
        late = asking(once)
        await until(2.5)
        return bank, late.done() and kind(late.result()), kind(await asking(once))

    bank, late, last = run(main)
    assert bank.charged.total() == 1, (
        f"All callers left, and the operation was done {bank.charged.total()} times: who stops waiting does not stop "
        "it, so let a task of its own do it."
    )
    assert (late, last, bank.begun) == ("Reply", "Reply", 1), (
        "All callers left while the operation was under way. Who asked again before it ended should get its reply at "
        f"2 s, and who asked after it, too, and it begins once; they got {late} and {last}, and it began {bank.begun} "
        "times."
    )


@pytest.mark.rule(5)
@pytest.mark.parametrize("trouble", [Refused, Unavailable, TimedOut, TimeoutError, ValueError])
def test_a_failure_that_nobody_waits_for_is_nobodys_trouble(lab, trouble):
    async def main(again):
        bank = Bank(2.0, trouble)
        once = lab.Once(bank)
        leaving = asking(once)
        await until(1.0)
        leaving.cancel()
        await until(5.0)
        bank.trouble = None
        return again and kind(await asking(once)), bank.charged.total()

    quiet(main(again=False))
    later, charged = quiet(main(again=True))
    right = "Reply" if trouble is Refused else trouble.__name__
    assert (later, charged) == (right, 1), (
        f"The operation failed ({trouble.__name__}) after all had left. Whoever asks later should get {right}, and the "
        f"card be charged once, as if somebody had waited; he got {later}, and it was charged {charged} times."
    )


@pytest.mark.rule(6)
def test_an_outcome_is_kept_as_long_when_nobody_waited_for_it(lab):
    async def main():
        bank = Bank(2.0)
        once, found = lab.Once(bank, keep=10.0), []
        caller = asking(once)
        await until(1.0)
        caller.cancel()
        for time in (11.5, 12.5):
            await until(time)
            asking(once)
            await until(time + 0.1)
            found.append(bank.begun)
        return found

    found = run(main)
    assert found == [1, 2], (
        "The only caller left, and the operation ended at 2 s; with keep=10 its outcome is remembered until 12 s, from "
        "the moment that the operation ended, not from when somebody heard of it. Asked for at 11.5 and 12.5 s it had "
        f"begun {found} times."
    )
