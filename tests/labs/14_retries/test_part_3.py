"""Lab 14, part 3: once."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import ORDERS, shuffled
from systemdesign.sim.request import Reply, Unavailable

from .bank import Bank, asking
from .scene import kind, order, settled


@pytest.mark.rule(3)
def test_each_once_remembers_for_itself(lab):
    async def main():
        banks = Bank(), Bank()
        for once in map(lab.Once, banks):
            await once(order(key="first"))
        return banks[1].begun

    assert run(main) == 1, (
        "Two banks, each behind a Once of its own, were sent the same request, and the second one was never asked: "
        "what a Once remembers belongs in `self`, not in the class, a default argument or a global."
    )


@pytest.mark.rule(2)
def test_the_reply_reaches_the_caller(lab):
    async def main():
        return await lab.Once(Bank())(order())

    reply = run(main)
    assert getattr(reply, "by", None) == "bank", f"The reply of the operation goes to the caller, who got {reply!r}."


@pytest.mark.rule(1)
def test_without_a_key_it_is_done_every_time(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        replies = [await once(order(key=None)) for _ in range(2)]
        replies += await asyncio.gather(once(order(key=None)), once(order(key=None)))
        bank.trouble = Unavailable
        error = await settled(once(order(key=None)))
        bank.trouble = None
        last = await settled(once(order(key=None)))
        return bank.begun, [getattr(reply, "value", reply) for reply in replies], error, last

    begun, replies, error, last = run(main)
    assert begun == 6, (
        f"`None` is no key: six requests without one, two at once among them, are six operations, and {begun} were "
        "begun."
    )
    assert sorted(replies) == [1, 2, 3, 4], (
        f"Without a key each request gets its own reply, 1 to 4; they got {replies}."
    )
    assert kind(error) == "Unavailable" and getattr(last, "value", None) == 6, (
        f"Without a key a request gets what its own operation ends with, Unavailable and then a reply: {error!r}, "
        f"{last!r}."
    )


@pytest.mark.rule(2)
def test_asked_again_it_gives_the_same_reply_and_does_nothing(lab):
    async def main():
        bank = Bank(seconds=1.3)
        once = lab.Once(bank)
        replies = [await once(order()) for _ in range(3)]
        return [getattr(reply, "value", reply) for reply in replies], bank.begun, now()

    replies, begun, time = run(main)
    assert begun == 1, f"Asked three times with one key, the operation must run once; it ran {begun} times."
    assert replies == [1, 1, 1], f"Whoever sends it later gets the same reply, here 1; they got {replies}."
    assert time == 1.3, f"A reply that is remembered comes at once: the third was due at 1.3 s, and came at {time} s."


@pytest.mark.rule(2)
def test_asked_again_meanwhile_it_waits_for_the_same_outcome(lab):
    async def main():
        bank = Bank(seconds=1.3)
        once = lab.Once(bank)
        callers = [asking(once)]
        for _ in range(3):
            await asyncio.sleep(0.37)
            callers.append(asking(once))
        replies = await asyncio.gather(*callers)
        return [getattr(reply, "value", reply) for reply in replies], bank.begun, now()

    replies, begun, time = run(main)
    assert begun == 1, (
        f"Three callers came while the operation was under way, and it ran {begun} times: "
        "remember it when it begins, not when it is done."
    )
    assert (replies, time) == ([1] * 4, pytest.approx(1.3)), (
        f"All callers wait for the same outcome, reply 1 at 1.3 s; they got {replies} by {time} s."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("shuffle", ORDERS)
def test_two_who_ask_at_the_same_moment_ask_for_one_operation(lab, shuffle):
    async def main():
        bank = Bank()
        link = lab.Link(lab.Once(bank), latency=lab.constant(0.25))
        await asyncio.gather(*(link(order()) for _ in range(3)))
        return bank.begun

    found = run(main, shuffle=shuffle)
    assert found == 1, (
        f"Three requests with one key came in at the same moment, and their operation was begun {found} times"
        f"{shuffled(shuffle)}: between the look at what is known and the entry there must be no `await`."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("key", [0, "", ()])
def test_a_key_may_be_false(lab, key):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        for _ in range(3):
            await once(order(key=key))
        return bank.begun

    assert run(main) == 1, f"{key!r} is a key, only `None` is none: a request with it was passed on more than once."


@pytest.mark.rule(1, 2)
@pytest.mark.parametrize("key", [None, "17"])
def test_a_request_is_passed_on_as_it_is(lab, key):
    async def main():
        bank, sent = Bank(), order(key=key, client="ann", number=5, work=0.7)
        await lab.Once(bank)(sent)
        return sent, bank.orders[0][1]

    sent, received = run(main)
    assert sent == received, (
        f"The request is passed on as it is: {sent} was sent, and the operation was given {received}."
    )


@pytest.mark.rule(2)
def test_a_reply_may_hold_nothing(lab):
    begun = []

    async def bank(request):
        begun.append(request)
        return Reply("", 0)

    async def main():
        once = lab.Once(bank)
        return [await once(order()) for _ in range(2)]

    replies = run(main)
    assert (replies, len(begun)) == ([Reply("", 0)] * 2, 1), (
        f"The same reply is due to both, {Reply('', 0)}, though what it holds is false; they got {replies}, and the "
        f"operation ran {len(begun)} times."
    )


@pytest.mark.rule(2)
def test_different_keys_are_different_operations(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(*(once(order(key=key)) for key in ("a", "b", "a", "b")))
        await asyncio.gather(*(once(order(key=key)) for key in ("a", "b", "c")))
        return bank.charged

    found = run(main)
    assert found == {("shop", key): 1 for key in "abc"}, (
        "Each key names an operation of its own, to be done once, the first time that it is sent; the bank did "
        f"{found}."
    )
