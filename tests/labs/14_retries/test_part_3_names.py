"""Lab 14, part 3: which requests ask for the same operation."""

import asyncio

import pytest

from systemdesign import run

from .bank import Bank
from .scene import order


@pytest.mark.rule(3)
def test_a_key_belongs_to_its_client(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(once(order(client="ann")), once(order(client="bob")))
        await asyncio.gather(once(order(client="bob")), once(order(client=None)))
        return bank.charged

    assert run(main) == {("ann", "17"): 1, ("bob", "17"): 1, (None, "17"): 1}, (
        "Ann and Bob both called their order 17, and so did a client without a name: one got another's reply. "
        "A key belongs to its client."
    )


@pytest.mark.rule(1)
def test_a_key_of_a_client_without_a_name_is_a_key(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        for _ in range(2):
            await once(order(client=None))
        return bank.begun

    found = run(main)
    assert found == 1, (
        f"A client without a name (None) sent one request twice, with a key, and it was begun {found} times: only a "
        "key that is None is no key."
    )


@pytest.mark.rule(3)
def test_the_id_of_a_request_names_nothing(lab):
    async def main():
        bank = Bank()
        once = lab.Once(bank)
        await asyncio.gather(*(once(order(number=number)) for number in (1, 2)))
        await once(order(number=3))
        return bank.begun

    found = run(main)
    assert found == 1, (
        f"Three requests of one client with one key, and an `id` each, are one operation, which was begun {found} "
        "times: its client and its key name it, and the `id` does not matter."
    )


PAIRS = [("ann", "17"), ("an", "n17"), ("ann1", "7"), ("", "ann17"), ("ann17", ""), ("17", "ann"), ("ann", 17)]
PAIRS += [(1, 12), (11, 2)]
PAIRS += [("a", f"b{mark}c") for mark in "/:-_|. ,"] + [(f"a{mark}b", "c") for mark in "/:-_|. ,"]
PAIRS += [("1", 1), (1, "1"), (1, 1), ("1", "1"), (None, "1"), ("None", "1"), ("shop", -1), ("shop", -2)]
PAIRS += [
    ("ann", "None"),
    ("a", ("b", "c")),
    ("a", "('b', 'c')"),
    ("shop", 0),
    ("shop", "0"),
    ("shop", "a"),
    ("shop", "A"),
    ("shop", " a"),
    ("Shop", "a"),
    ("shop", 1.5),
    ("shop", "1.5"),
]


@pytest.mark.rule(3)
def test_what_looks_alike_is_not_the_same(lab):
    async def main():
        bank = Bank()
        once, done = lab.Once(bank), {}
        for client, key in PAIRS:
            number = (await once(order(client=client, key=key))).value
            assert number not in done, (
                f"The client {client!r} with the key {key!r} got the reply to the client {done[number][0]!r} with the "
                f"key {done[number][1]!r}: these are two operations. Let the pair of both name an operation, as it "
                "is, and not a text made of them, or a hash."
            )
            done[number] = client, key

    run(main)
