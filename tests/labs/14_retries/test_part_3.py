"""Lab 14, part 3: once."""

import asyncio

from systemdesign import now, run
from systemdesign.grading.hints import hint

from .bank import Bank
from .scene import order, settled, until


def test_the_reply_reaches_the_caller(lab):
    async def main():
        return await lab.Once(Bank())(order())

    reply = run(main)
    assert getattr(reply, "by", None) == "bank", f"Return what the operation replies; you returned {reply!r}."


def test_asked_again_it_gives_the_same_reply_and_does_nothing(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        replies = [(await once(order())).value for _ in range(3)]
        return replies, bank.begun, now()

    replies, begun, time = run(main)
    assert begun == 1, f"Asked three times with one key, the operation must run once; it ran {begun} times."
    assert replies == [1, 1, 1], "The second caller gets the reply that the first one got."
    assert time == 1.0, "A reply that is remembered comes at once."


def test_asked_again_meanwhile_it_waits_for_the_same_outcome(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        replies = await asyncio.gather(*(once(order()) for _ in range(4)))
        return [reply.value for reply in replies], bank.begun, now()

    replies, begun, time = run(main)
    assert begun == 1, (
        f"Four callers came while the operation was under way, and it ran {begun} times: "
        "remember it when it begins, not when it is done."
    )
    assert (replies, time) == ([1, 1, 1, 1], 1.0), "All callers wait for the same outcome."


def test_without_a_key_it_is_done_every_time(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        for _ in range(2):
            await once(order(key=None))
        await asyncio.gather(once(order(key=None)), once(order(key=None)))
        return bank.begun

    assert run(main) == 4, "`None` is no key: requests without one are not the same operation, and each is done."


def test_different_keys_are_different_operations(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(*(once(order(key=key)) for key in ("a", 0, "a", 0, "")))
        return bank.charged

    assert run(main) == {("shop", "a"): 1, ("shop", 0): 1, ("shop", ""): 1}, (
        "Each key names an operation of its own, 0 and the empty text too: only None is none."
    )


def test_a_key_belongs_to_its_client(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(once(order(client="ann")), once(order(client="bob")))
        return bank.charged

    assert run(main) == {("ann", "17"): 1, ("bob", "17"): 1}, (
        "Ann and Bob both called their order 17, and Bob got Ann's reply: a key belongs to its client."
    )


def test_a_caller_who_leaves_does_not_stop_the_operation(lab):
    async def main():
        bank = Bank(seconds=2.0)
        once = lab.Once(bank)
        leaving, staying = asyncio.ensure_future(once(order())), asyncio.ensure_future(once(order()))
        await until(1.0)
        leaving.cancel()
        reply = await settled(asyncio.wait_for(staying, 20))
        again = await settled(once(order()))
        return reply, again, bank

    with hint("The second caller was cancelled with the first: shield the operation from whoever leaves."):
        try:
            reply, again, bank = run(main)
        except asyncio.CancelledError:
            raise AssertionError(
                "A caller who stayed was cancelled with the one who left: use asyncio.shield."
            ) from None
    assert getattr(reply, "by", None) == "bank", (
        f"One caller left, and the other, who waited on, got {reply!r}: shield the operation from whoever leaves."
    )
    assert (bank.charged.total(), bank.begun) == (1, 1), (
        f"The operation began {bank.begun} times and was done {bank.charged.total()} times, with one key: "
        "a caller who leaves must not stop it."
    )
    assert getattr(again, "value", None) == 1, "Whoever asks later gets the reply of the one operation."


def test_a_caller_who_leaves_alone_does_not_stop_it_either(lab):
    async def main():
        bank = Bank(seconds=2.0)
        once = lab.Once(bank)
        leaving = asyncio.ensure_future(once(order()))
        await until(1.0)
        leaving.cancel()
        await until(3.0)
        return bank.charged.total(), (await once(order())).value, bank.begun

    charged, value, begun = run(main)
    assert charged == 1, "The only caller left, and the operation was stopped half-way: let a task of its own do it."
    assert (value, begun) == (1, 1), "It was done while nobody waited: whoever asks later gets that reply."
