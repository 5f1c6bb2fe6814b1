"""Lab 06, part 1: a cell, rule by rule."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.grading.outcomes import NEVER, settled, started
from systemdesign.kernel import at
from systemdesign.sim.records import Records

from .scene import NOTHING, Disk, held, outcome

VALUES = [None, 0, "", False, [], "text", {"a": 1}]


@pytest.mark.rule(1)
def test_a_key_that_was_never_written_has_the_smallest_tag(lab):
    async def main():
        cell = lab.Cell(Records("1"))
        found = [await cell.read("x")]
        await cell.write("y", (3, "A"), 7)
        return [*found, await cell.read("x"), await cell.read("")]

    found = run(main)
    assert found == [NOTHING] * 3, (
        f'A key that was never written has the tag `(0, "")` and the value None; yours read {found}.'
    )


@pytest.mark.rule(2)
def test_a_write_returns_when_the_disk_has_it(lab):
    async def main():
        cell = lab.Cell(Disk([0.0137, 0.0183]))
        first = await settled(cell.write("x", (1, "A"), "a"))
        return first[1], (await settled(cell.write("x", (2, "A"), "b")))[1] - first[1]

    took = run(main)
    assert took == (pytest.approx(0.0137, abs=2e-4), pytest.approx(0.0183, abs=2e-4)), (
        f"Two writes, whose saves took 0.0137 s and 0.0183 s, returned after {took[0]:.4f} s and {took[1]:.4f} s: "
        "a write returns once the disk has it, and no sooner."
    )


async def in_order(lab, tags, seconds, gap):
    """Writes of these tags, `gap` apart, whose saves take so long: the cell, its disk, and the tasks."""
    disk = Disk(seconds)
    cell = lab.Cell(disk)
    tasks = []
    for number, tag in enumerate(tags):
        await at(number * gap)
        tasks.append(await started(cell.write("x", tag, f"{tag}")))
    return cell, disk, tasks


@pytest.mark.rule(1)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_any_value_may_be_written(lab, value):
    async def main():
        cell = lab.Cell(Records("1"))
        await cell.write(0, (2, "B"), value)
        found = await cell.read(0)
        await cell.write("x", (1, ""), value)
        return found, await cell.read("x")

    found = run(main)
    assert found == (((2, "B"), value), ((1, ""), value)), (
        f"Any value may be written, None too, and {value!r} was, under the tags (2, 'B') and (1, ''): they read "
        f"{found[0]} and {found[1]}."
    )


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "tags",
    [[(2, "A"), (1, "A")], [(2, "B"), (2, "A")], [(2, "A"), (2, "A")], [(1, "A"), (2, "A")], [(2, "A"), (2, "B")]],
    ids=str,
)
def test_a_write_that_comes_while_another_is_saved_returns_only_when_the_disk_has_it_or_a_newer_one(lab, tags):
    async def main():
        _, disk, (_, second) = await in_order(lab, tags, [0.019, 0.017], 0.003)
        await asyncio.wait([second], timeout=1)
        return outcome(second), now(), await held(lab, disk.kept, "x")

    how, time, (tag, _) = run(main)
    assert how == "returned", (
        f"A write under {tags[1]} came while {tags[0]} was being saved, and ended as {how!r}: one that is not newer "
        "than what the disk has returns too (rule 4)."
    )
    assert tag >= tags[1], (
        f"A write under {tags[1]} came while {tags[0]} was being saved, and returned at {time:.4f} s, when the disk "
        f"had {tag}: `write` returns once the disk has this write or a newer one, and no sooner."
    )


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    ("tags", "seconds"),
    [
        ([(1, "A"), (2, "A")], [0.02, 0.001]),
        ([(2, "A"), (1, "B")], [0.001, 0.02]),
        ([(2, "B"), (2, "A")], [0.002, 0.015]),
        ([(2, "A"), (2, "B")], [0.002, 0.015]),
        ([(10, "A"), (9, "A")], [0.002, 0.015]),
        ([(1, "A"), (3, "A"), (2, "A")], [0.02, 0.001, 0.01]),
        ([(1, "A"), (2, "A"), (3, "A")], [0.005, 0.02, 0.002]),
    ],
    ids=str,
)
@pytest.mark.parametrize("gap", [0.0001, 0.004])
def test_whatever_saves_end_first_the_newest_stays(lab, tags, seconds, gap):
    async def main():
        cell, disk, tasks = await in_order(lab, tags, seconds, gap)
        await asyncio.wait(tasks, timeout=1)
        had = [(await held(lab, kept, "x"))[0] for _, kept in disk.states]
        return await cell.read("x"), had, [outcome(task) for task in tasks]

    (read, _), had, how = run(main)
    assert (read, had[-1]) == (max(tags), max(tags)) and had == sorted(had), (
        f"Writes under {tags} came {gap} s apart, with saves of {seconds} s: the disk went through {had}, then `read` "
        f"returns {read}. A key's tag never goes back, in whatever order writes come, and saves end."
    )
    assert how == ["returned"] * len(tags), f"Writes under {tags} ended as {how}: an older one returns too."


@pytest.mark.rule(4)
@pytest.mark.parametrize("tag", [(4, "B"), (4, "A"), (3, "Z"), (0, "")], ids=str)
@pytest.mark.parametrize("value", ["old", None])
def test_a_write_that_is_not_newer_returns_and_changes_nothing(lab, tag, value):
    async def main():
        cell = lab.Cell(Records("1"))
        await cell.write("x", (4, "B"), "new")
        before = now()
        how, time = await settled(cell.write("x", tag, value), 5)
        return how, time - before, await cell.read("x")

    how, took, found = run(main)
    assert how is not NEVER and not isinstance(how, str), (
        f"The cell has (4, 'B'), and a write under {tag} ended as {how!r}: one that is not newer returns too, or its "
        "client would wait for ever."
    )
    assert found == ((4, "B"), "new"), (
        f"The cell had (4, 'B') with 'new', and a write of {value!r} under {tag} made it {found}: one that is not "
        "newer changes nothing."
    )
    assert took <= 0.021, f"A write that is not newer returns too, and yours took {took:.3f} s over it."


@pytest.mark.rule(5)
@pytest.mark.parametrize("old", [None, (1, "A")])
def test_read_returns_only_what_the_disk_has(lab, old):
    async def main():
        disk = Disk([0.01] * bool(old) + [0.02])
        cell = lab.Cell(disk)
        if old:
            await cell.write("x", old, "old")
        writing = await started(cell.write("x", (2, "A"), "new"))
        seen = await settled(cell.read("x"))
        has = await held(lab, disk.kept, "x")
        disk.crash()
        await asyncio.wait([writing], timeout=1)
        outcome(writing)
        return seen[0], has, await lab.Cell(disk.restart()).read("x")

    seen, has, after = run(main)
    assert seen == has, (
        f"While (2, 'A') was being saved, `read` returned {seen}, and the disk had {has}; then came a crash, and it "
        f"reads {after}. `read` returns only what the disk has: what it has shown, no crash can take back."
    )


@pytest.mark.rule(6)
def test_no_key_waits_for_another_keys_save(lab):
    async def main():
        cell = lab.Cell(Disk([0.02] + 9 * [0.003]))
        first = await started(cell.write("x", (1, "A"), "a"))
        reading = await settled(cell.read("xz"))
        others = await asyncio.gather(*(settled(cell.write(key, (1, "A"), "b")) for key in ("x2", "", *range(7))))
        await first
        return reading[1], max(time for _, time in others)

    read, written = run(main)
    assert read < 0.001 and written < 0.004, (
        f"A save of 'x' was under way until 0.020 s: a read of 'xz' ended at {read:.4f} s, and saves of nine other "
        f"keys, of 3 ms each, by {written:.4f} s. No key waits for another key's save."
    )
