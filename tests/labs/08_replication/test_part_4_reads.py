"""Lab 08, part 4: what a read shows."""

import asyncio
from math import inf

import pytest

from systemdesign import now
from systemdesign.grading.outcomes import NEVER, heard, settled, started
from systemdesign.kernel import at

from .scene import desks, holders
from .taken import DEPOSED, MARK, MARKED, MISSING, TAKEN, deposed, marked

VALUES = {"x": None, "": 0, "y": None, "z": "", "None": "text"}


@pytest.mark.rule(4)
@pytest.mark.parametrize("key", VALUES, ids=repr)
def test_a_read_returns_the_last_value_and_how_far_the_log_goes(lab, key):
    taken = [*TAKEN, (4, "z", "before", "five"), (4, "z", "", "six"), (4, "None", "text", "eight")]

    async def main():
        several, _ = desks(3)
        primary = lab.LastingPrimary(several, 5, list(taken))
        first = (await settled(primary.read(key)))[0]
        await settled(primary.write("other", 1, "seven"))
        return first, (await settled(primary.read(key)))[0]

    first, second = heard(main)
    due = VALUES[key]
    assert first == (due, (5, 8)) and second == (due, (5, 9)), (
        f"Reads of {key!r} in a log of 7 entries and a mark, and with one more, returned {first!r} and {second!r}: the "
        f"last value of the key, None where there is none ({due!r}), and its own epoch and the number of entries in "
        "the log."
    )


@pytest.mark.rule(4)
@pytest.mark.parametrize("seconds", [[3.1, 1.7, 2.3], [0.4], [0.2, 0.6, 0.4, 0.9, 0.8]], ids=len)
def test_a_read_returns_once_a_majority_has_the_log(lab, seconds):
    need = len(seconds) // 2 + 1

    async def main():
        several, _ = desks(len(seconds), lambda call: seconds[int(call.name) - 1])
        found, time = await settled(lab.LastingPrimary(several, 5, list(TAKEN)).read(""))
        return found, time, holders(several, [*TAKEN, MARK])

    shown, time, have = heard(main)
    assert time == pytest.approx(sorted(seconds)[need - 1], abs=1e-4) and have >= need, (
        f"Nodes that take {seconds} s; a read returned {shown!r} at {time} s, when {have} of them had the log: it "
        f"returns once a majority has that, at {sorted(seconds)[need - 1]} s."
    )


@pytest.mark.rule(4)
def test_a_deposed_primary_shows_nothing_and_asks_nobody(lab):
    found, asked = deposed(lab, lambda primary: primary.read("x"))
    assert found == ["Refused"] * 3 and not asked, DEPOSED.format(call="read", found=found, asked=asked)


@pytest.mark.rule(4)
def test_a_read_shows_the_log_as_it_is_at_the_call(lab):
    async def main():
        several, _ = desks(3, lambda call: 0.3)
        primary = lab.LastingPrimary(several, 5, [])
        await settled(primary.write("x", "old", "n"))
        reading = await started(settled(primary.read("x")))
        await asyncio.sleep(0.1)
        writing = await started(settled(primary.write("x", "new", "m")))
        later = await started(settled(primary.read("x")))
        return [(await task)[0] for task in (reading, writing, later)]

    reading, writing, later = heard(main)
    assert reading == ("old", (5, 2)) and writing == (5, 3) and later == ("new", (5, 3)), (
        f"A read was called, then a write came, then a read: they returned {reading!r}, {writing!r} and {later!r}. A "
        "read returns the last value in the log as it is at the call."
    )


@pytest.mark.rule(4)
def test_what_a_read_shows_of_a_write_under_way_has_a_majority(lab):
    async def main():
        several, _ = desks(3, lambda call: (0.4, "Lost") if call.name != "1" else 0.1)
        primary = lab.LastingPrimary(several, 5, [])
        writing = await started(settled(primary.write("x", "new", "n")))
        return (await settled(primary.read("x"), 9))[0], (await writing)[0]

    shown, wrote = heard(main)
    assert (shown, wrote) == ("Unavailable", "Unavailable"), (
        f"One node of three can be reached: a write came to {wrote!r} and a read during it to {shown!r}. A read "
        "returns once a majority has that log; where that cannot be had it fails as a write does."
    )


@pytest.mark.rule(4)
def test_a_primary_that_was_deposed_unawares_shows_nothing(lab):
    async def main():
        several, _ = desks(3)
        old = lab.LastingPrimary(several, 5, [])
        await settled(old.write("x", "old", "n"))
        await settled(old.read("x"))
        new = await lab.promote(several, 6)
        del new
        return [(await settled(old.read("x")))[0] for _ in range(2)]

    shown = heard(main)
    assert shown == ["Refused"] * 2, (
        f"A primary was read from, somebody else was promoted, and the old primary's reads came to {shown}: a "
        "deposed primary shows nothing."
    )


@pytest.mark.rule(3, 4)
@pytest.mark.parametrize("refused", ["read", "write"])
def test_whoever_still_waits_when_it_is_deposed_is_not_answered(lab, refused):
    async def main():
        several, _ = desks(3, lambda call: 0.9 if now() < 0.05 else (0.1, "Refused"))
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        asked = [primary.read("x"), primary.write("x", "new", "n"), primary.write("x", "a", "one")]
        waiting = [await started(settled(call, 9)) for call in asked]
        await at(0.2)
        await settled(primary.read("x") if refused == "read" else primary.write("x", 0, "m"), 9)
        return [(await task)[0] for task in waiting]

    found = heard(main)
    assert all(how in ("Refused", "Unavailable") for how in found), (
        f"A read and two writes were waiting when a {refused} was refused, and came to {found}: a deposed primary "
        "shows nothing, and a write that is still waiting is not acknowledged any more, as part 2 says."
    )


@pytest.mark.rule(4)
def test_a_new_primary_that_reaches_no_majority_shows_nothing(lab):
    async def main():
        several, _ = desks(3, lambda call: 0.01 if call.name == "1" else (0.2, "Lost"), dict.fromkeys([1, 2, 3], TAKEN))
        return (await settled(lab.LastingPrimary(several, 5, list(TAKEN)).read(""), 9))[0]

    shown = heard(main)
    assert shown == "Unavailable", (
        f"All nodes have the log that a primary took over, one of three answers, and a read came to {shown!r}: where a "
        "majority cannot be had for that log, with the mark, it fails as a write does."
    )


@pytest.mark.rule(4)
def test_silence_is_not_an_answer_to_a_read(lab):
    async def main():
        several, _ = desks(3, lambda call: 0.1 if call.name == "1" else inf)
        return (await settled(lab.LastingPrimary(several, 5, list(TAKEN)).read("x"), 9))[0]

    shown = heard(main)
    assert shown == NEVER, (
        f"One node of three has the log, the others say nothing yet, and a read returned {shown!r}: it returns once a "
        "majority has that log."
    )


@pytest.mark.rule(1)
@pytest.mark.parametrize("taken", [[], TAKEN, MARKED], ids=len)
def test_when_a_read_returns_a_majority_has_the_mark(lab, taken):
    found, have = marked(lab, taken, lambda primary: primary.read("x"))
    assert have >= 3, MISSING.format(taken=len(taken), call="read", found=found, have=have)
