"""Lab 08, part 4: writes that are heard once and reads that stay, before nodes that answer as told."""

import asyncio

import pytest

from systemdesign.grading.outcomes import heard, settled

from .scene import desks
from .taken import MARK, MARKED, MISSING, TAKEN, marked


@pytest.mark.rule(1)
@pytest.mark.parametrize("taken", [[], TAKEN, MARKED], ids=len)
def test_when_a_write_returns_a_majority_has_the_mark(lab, taken):
    found, have = marked(lab, taken, lambda primary: primary.write("x", "new", "three"))
    assert have >= 3, MISSING.format(taken=len(taken), call="write", found=found, have=have)


@pytest.mark.rule(1)
def test_the_log_gets_one_mark_behind_it_at_once(lab):
    async def main():
        several, _ = desks(3)
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        for name in ("three", "four"):
            await settled(primary.write("y", name, name))
            await settled(primary.read("y"))
        await asyncio.sleep(1)
        return several[0].node.log

    log = heard(main)
    due = [*TAKEN, MARK, (5, "y", "three", "three"), (5, "y", "four", "four")]
    assert log == due, (
        f"A primary of epoch 5 took over {len(TAKEN)} entries, two writes and two reads followed, and the log is "
        f"{log}: it gets one mark behind what was taken over, at once, and entries (epoch, key, value, name): {due}."
    )


@pytest.mark.rule(2, 3)
@pytest.mark.parametrize(
    ("name", "position"), [("one", (1, 2)), ("", (1, 3)), ("two", (2, 4)), ("new", (5, 6))], ids=repr
)
@pytest.mark.parametrize("value", ["a", "another value", None], ids=repr)
def test_a_name_that_is_in_the_log_is_not_added_again(lab, name, position, value):
    async def main():
        several, _ = desks(3)
        primary = lab.LastingPrimary(several, 5, list(TAKEN))
        found = [(await settled(primary.write("x", value, name)))[0] for _ in range(3)]
        await asyncio.sleep(1)
        return found, [entry[3] for entry in several[1].node.log]

    found, names = heard(main)
    assert names.count(name) <= 1 and len(names) <= 6, (
        f"The log had the names {[entry[3] for entry in TAKEN]}; three writes named {name!r} followed, and it has "
        f"{names}: a name that is in the log is not added again, whoever added it, and whatever value comes this time."
    )
    assert found == [position] * 3, (
        f"Three writes named {name!r} returned {found}: the position of the entry with this name, its own epoch and "
        f"number, {position}."
    )


@pytest.mark.rule(1)
def test_the_first_primary_of_all_marks_its_log_too(lab):
    async def main():
        several, _ = desks(3)
        found = await settled(lab.LastingPrimary(several, 1, []).write("x", "a", "one"))
        return found[0], several[0].node.log

    found, log = heard(main)
    assert found == (1, 2) and log == [(1, None, None, None), (1, "x", "a", "one")], (
        f"A primary of epoch 1 took over an empty log, and its first write came to {found!r}; the log is {log}: any "
        "log that was taken over gets a mark behind it, (epoch, None, None, None)."
    )


@pytest.mark.rule(2)
def test_names_that_look_alike_are_different_names(lab):
    names = ["a", "A", " a", "None", "", "0", *(f"name {number}" for number in range(20))]

    async def main():
        several, _ = desks(3)
        primary = lab.LastingPrimary(several, 5, list(TAKEN[:1]))
        twice = [[(await settled(primary.write("x", name, name)))[0] for name in names] for _ in range(2)]
        await asyncio.sleep(1)
        return *twice, [entry[3] for entry in several[0].node.log]

    *twice, log = heard(main)
    for number, (name, first, again) in enumerate(zip(names, *twice, strict=True), 3):
        assert first == (5, number), (
            f"{number - 3} other names had been written, among them {names[: number - 3][:6]}; a write of the new name "
            f"{name!r} came to {first!r}, and is entry {number}: only a name that is in the log is not added again."
        )
        assert again == first and log.count(name) == 1, (
            f"{len(names)} names were written, and each of them was tried again; {name!r} came to {first!r} and then "
            f"to {again!r}, and the log has it {log.count(name)} times: a name that is in the log is not added again, "
            "however long ago it was added."
        )


@pytest.mark.rule(2, 3)
def test_two_writes_of_one_name_at_once_add_it_once(lab):
    async def main():
        several, _ = desks(3, lambda call: 0.1)
        primary = lab.LastingPrimary(several, 5, [])
        calls = [primary.write("x", 1, "n"), primary.write("y", 2, "m"), primary.write("x", 3, "n")]
        found = await asyncio.gather(*(settled(call) for call in calls))
        await asyncio.sleep(1)
        return [position for position, _ in found], [time for _, time in found], several[0].node.log

    found, times, log = heard(main)
    assert found == [(5, 2), (5, 3), (5, 2)] and log == [MARK, (5, "x", 1, "n"), (5, "y", 2, "m")], (
        f"Three writes at once, named 'n', 'm' and 'n', returned {found}, and the log is {log}: a name that is in the "
        "log is not added again."
    )
    assert times == pytest.approx([0.1] * 3, abs=1e-3), (
        f"Nodes answer in 0.1 s, and three writes at once, named 'n', 'm' and 'n', returned at {times} s: once "
        "a majority has it, and none waits for another's outcome, not for one of the same name either."
    )
