"""Lab 08, part 2: a primary, before nodes that answer as told."""

import asyncio
from math import inf

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard, settled, started
from systemdesign.kernel import at

from .scene import desks, holders

TAKEN = [(1, "x", "from epoch 1"), (2, "", None)]


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("seconds", "need"),
    [([0.3], 1), ([0.7, 0.2], 2), ([3.1, 1.7, 2.3], 2), ([0.1, 0.2, 4.4, 0.3], 3), ([5.1, 0.4, 0.3, 2.2, 0.9], 3)],
    ids=str,
)
@pytest.mark.parametrize(("epoch", "taken"), [(1, []), (4, TAKEN)], ids=["first", "fourth"])
def test_a_write_returns_as_soon_as_a_majority_has_it(lab, seconds, need, epoch, taken):
    async def main():
        logs = dict.fromkeys(range(1, len(seconds) + 1), taken)
        several, calls = desks(len(seconds), lambda call: seconds[int(call.name) - 1], logs)
        write = await started(settled(lab.Primary(several, epoch, list(taken)).write("x", "new")))
        asked = {call.name: call.asked for call in calls}
        found = await write
        return found, asked, holders(several, [*taken, (epoch, "x", "new")])

    (position, time), asked, have = heard(main)
    told = f"Nodes that take {seconds} s"
    assert len(asked) == len(seconds), f"{told}: {sorted(asked)} were asked when a write began; all are, at once."
    assert time == pytest.approx(sorted(seconds)[need - 1], abs=1e-4), (
        f"{told}: a write came to {position!r} at {time} s. It returns as soon as a majority of the nodes, which is "
        f"{need}, has its entry, at {sorted(seconds)[need - 1]} s, not sooner, and it waits for no more."
    )
    assert position == (epoch, len(taken) + 1), (
        f"A primary of epoch {epoch} that took over {len(taken)} entries wrote one, and returned {position!r}: as soon "
        f"as a majority of the nodes has the entry, the write returns the position of that, {epoch, len(taken) + 1}."
    )
    assert have >= need, (
        f"A write returned when {have} of {len(seconds)} nodes had its entry with all that comes before it in the log, "
        f"{[*taken, (epoch, 'x', 'new')]}; a majority has it then."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("count", [3, 5])
def test_a_node_that_missed_entries_has_them_after_the_next_write(lab, count):
    async def main():
        several, _ = desks(count, lambda call: (0.02, "Lost") if call.name == "2" and 0.5 < now() < 3 else 0.01)
        primary = lab.Primary(several, 2, [(1, "x", "before")])
        await at(0.7)
        for number in range(4):
            await settled(primary.write("x", number))
            await asyncio.sleep(0.1)
        missed = len(several[1].node.log)
        await at(4)
        await settled(primary.write("y", "last"))
        await asyncio.sleep(1)
        return missed, [desk.node.log for desk in several]

    missed, logs = heard(main)
    lengths = [len(log) for log in logs]
    assert missed == 0 and all(log == logs[0] and len(log) == 6 for log in logs), (
        f"Node 2 was away for four writes, and after the next write that reached it the logs have {lengths} "
        "entries: a node that missed entries has them then."
    )


@pytest.mark.rule(1)
def test_a_node_that_has_entries_of_its_own_gets_those_of_the_log(lab):
    theirs = {
        1: [(1, "x", "a"), (1, "x", "lost")],
        2: [(1, "x", "a")],
        3: [(1, "x", "b"), (1, "y", "c"), (1, "y", "d")],
    }

    async def main():
        several, _ = desks(3, logs=theirs)
        log = [(1, "x", "a"), (2, "x", "e")]
        found = await settled(lab.Primary(several, 3, log).write("x", 0))
        await asyncio.sleep(1)
        return found[0], [desk.node.log for desk in several]

    found, logs = heard(main)
    assert found == (3, 3) and logs == [[(1, "x", "a"), (2, "x", "e"), (3, "x", 0)]] * 3, (
        f"Nodes had {theirs}, a primary took over [(1, 'x', 'a'), (2, 'x', 'e')] and wrote 0: it came to {found!r}, "
        f"and they have {logs}. A write returns when a majority has its entry with all that comes before it in the log."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("count", [3, 4, 5])
def test_fewer_than_a_majority_are_not_enough(lab, count):
    need = count // 2 + 1

    async def main():
        several, _ = desks(count, lambda call: 0.01 if int(call.name) < need else inf)
        return await settled(lab.Primary(several, 1, []).write("x", "new"), 20)

    found, _ = heard(main)
    assert found == NEVER, (
        f"{need - 1} of {count} nodes have an entry, the others say nothing, and its write came to {found!r}: it "
        "returns when a majority has it, not sooner."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("values", [["a", "b", "c"], [None, 0, "", False], ["same", "same", "same"]], ids=str)
def test_entries_stand_in_the_order_of_the_calls(lab, values):
    async def main():
        waits = iter([0.5, 0.04, 0.3, 0.2, 0.03, 0.4, 0.1, 0.6, 0.02, 0.33, 0.21, 0.12])
        several, _ = desks(3, lambda call: next(waits))
        primary = lab.Primary(several, 2, [(1, "x", "before")])
        found = await asyncio.gather(*(settled(primary.write("", value)) for value in values))
        await asyncio.sleep(1)
        return [position for position, _ in found], [desk.node.log for desk in several]

    found, logs = heard(main)
    log = [(1, "x", "before"), *((2, "", value) for value in values)]
    assert found == [(2, number) for number in range(2, len(values) + 2)], (
        f"Writes of {values} were called one after the other, and returned {found}: entries stand in the order of the "
        "calls to `write`, and each returns the position of its own."
    )
    assert logs == [log] * 3, f"The nodes have {logs}, and the calls to `write` came in the order {log}."


@pytest.mark.rule(1)
@pytest.mark.parametrize("key", [None, 0, "", (1, "x")], ids=repr)
def test_an_entry_has_its_key_and_its_value_as_they_are(lab, key):
    async def main():
        several, _ = desks(3)
        found = await settled(lab.Primary(several, 3, []).write(key, (key, 1)))
        await asyncio.sleep(1)
        return found[0], several[0].node.log

    found, log = heard(main)
    assert log == [(3, key, (key, 1))], (
        f"A write of the key {key!r} and the value {(key, 1)!r} came to {found!r}, and a node has {log}: a write "
        "returns when a majority has its entry, `(epoch, key, value)`, and keys and values may be anything."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize("first", [inf, 1.9, (0.1, "Lost")], ids=["silence", "late", "failure"])
def test_no_write_waits_for_the_outcome_of_another(lab, first):
    async def main():
        several, _ = desks(3, lambda call: first if call.about[2][-1][2] == "first" else 0.05)
        primary = lab.Primary(several, 1, [])
        tasks = [await started(settled(primary.write("x", "first"), 9)) for _ in range(7)]
        begun = now()
        found = await settled(primary.write("x", "second"), 9)
        for task in tasks:
            task.cancel()
        return found[0], found[1] - begun

    position, took = heard(main)
    assert position == (1, 8) and took == pytest.approx(0.05, abs=1e-3), (
        f"Seven writes have no answer yet; the next one, answered in 0.05 s, came to {position!r} after {took:.3f} s: "
        "none waits for another's outcome."
    )


@pytest.mark.rule(2)
def test_two_primaries_have_a_log_each(lab):
    async def main():
        taken = [(1, "x", "before")]
        found = []
        for primary in [lab.Primary(desks(3)[0], 2, taken) for _ in range(2)]:
            found.append((await settled(primary.write("x", "own")))[0])
        return found

    found = heard(main)
    assert found == [(2, 2)] * 2, (
        f"Two primaries, of different nodes, took over one entry each and wrote one: {found}. Entries stand in a "
        "primary's own log, a log each, in the order of the calls to its `write`."
    )
