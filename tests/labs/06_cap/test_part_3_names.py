"""Lab 06, part 3: the tags that a register takes, and the values under them."""

import asyncio

import pytest

from systemdesign import run
from systemdesign.grading.outcomes import ORDERS, settled, shuffled

from .scene import of, replicas, tags


@pytest.mark.rule(3)
@pytest.mark.parametrize("name", ["A", "", "client 7"])
def test_the_tag_has_the_registers_own_name(lab, name):
    async def main():
        several, log = replicas(3)
        await lab.Register(several, "Z").write("x", "z")
        del log[:]
        register = lab.Register(several, name)
        await register.write("x", "a")
        await register.write("y", "b")
        return tags(log)

    found = run(main)
    assert all(tag.__class__ is tuple and len(tag) == 2 and tag[1] == name for tag in found), (
        f"A register by the name {name!r} took the tags {found}: a tag is (number, name) with its own name."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("order", ORDERS)
def test_two_writers_at_once_take_two_tags(lab, order):
    async def main():
        several, log = replicas(3)
        writers = [lab.Register(several, name) for name in "AB"]
        await asyncio.gather(*(writer.write("x", writer_name) for writer, writer_name in zip(writers, "ab")))
        return {call.tag: call.value for call in of(log, "write")}, [replica.kept["x"][1] for replica in several]

    found, kept = run(main, shuffle=order)
    assert len(found) == 2, (
        f"A and B wrote at once, and both took {list(found)}{shuffled(order)}: the name in the tag tells them apart."
    )
    assert len(set(kept)) == 1, f"A and B wrote at once, under {found}, and the replicas keep {kept}{shuffled(order)}."


@pytest.mark.rule(3)
@pytest.mark.parametrize("failing", ["deaf", "Lost"])
def test_no_tag_is_taken_twice_after_a_write_that_failed(lab, failing):
    async def main():
        trouble = {"1": "deaf", "2": failing, "3": "Lost"}
        several, log = replicas(3, lambda call: (0.01, trouble.get(call.replica)) if call.verb == "write" else 0.01)
        register = lab.Register(several, "A")
        await settled(register.write("x", "first"))
        trouble.clear()
        trouble["1"] = "Lost"
        several[0].plan = lambda call: (0.005, "Lost")  # who has the first write answers no question
        await settled(register.write("x", "second"))
        return {(call.tag, call.value) for call in of(log, "write")}

    found = run(main)
    assert len({tag for tag, _ in found}) == 2, (
        f"A write of 'first' failed, and reached replica 1; the next one did not hear of it, and tags and values that "
        f"were sent are {sorted(found)}. No register takes one tag twice, not after a write that failed either."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize("order", ORDERS)
def test_no_tag_is_taken_twice_by_two_writes_at_the_same_time(lab, order):
    async def main():
        several, log = replicas(3, lambda call: 0.01 + 0.003 * int(call.replica))
        register = lab.Register(several, "A")
        await asyncio.gather(*(register.write("x", value) for value in "abc"))
        await asyncio.gather(*(register.write(key, key) for key in "yz"))
        return {(call.tag, call.value) for call in of(log, "write") if call.key == "x"}

    found = run(main, shuffle=order)
    assert len({tag for tag, _ in found}) == 3, (
        f"One register wrote 'a', 'b' and 'c' at the same time, under {sorted(found)}{shuffled(order)}: "
        "no register takes one tag twice."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("value", [None, 0, "", [], {"a": (1, 2)}], ids=repr)
def test_any_value_is_stored_and_read(lab, value):
    async def main():
        several, _ = replicas(3)
        a, b = (lab.Register(several, name) for name in "AB")
        await a.write("x", "before")
        await a.write("x", value)
        found, other, kept = await b.read("x"), await b.read("y"), [replica.kept["x"][1] for replica in several]
        return found, other, kept

    found, other, kept = run(main)
    assert kept == [value] * 3, f"A wrote {value!r}, and the replicas have {kept} stored: any value may be written."
    assert found == value and type(found) is type(value), (
        f"A wrote {value!r}, a majority has stored it, and B read {found!r}: `read` returns what was written."
    )
    assert other is None, f"Nobody wrote 'y', and B read {other!r}: the value of a key never written is None."
