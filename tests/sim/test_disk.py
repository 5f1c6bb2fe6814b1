"""A disk keeps what was synced, and of the rest any first part."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import Disk, Unavailable


def test_a_sync_makes_last_what_was_there_when_it_began():
    async def main():
        disk = Disk(sync=1.0)
        disk.append(b"ab")
        syncing = asyncio.create_task(disk.sync())
        await asyncio.sleep(0.5)
        disk.append(b"c")
        await syncing
        return disk.safe, disk.end

    assert run(main) == (2, 3)


def test_syncs_come_one_after_the_other():
    async def main():
        disk = Disk(sync=1.0)
        await asyncio.gather(disk.sync(), disk.sync())
        return now(), disk.syncs

    assert run(main) == (2.0, 2)


def test_a_sync_that_fails_makes_nothing_last():
    async def main():
        disk = Disk()
        disk.append(b"ab")
        disk.fail()
        with pytest.raises(Unavailable):
            await disk.sync()
        before = disk.safe
        await disk.sync()
        return before, disk.safe

    assert run(main) == (0, 2)


def test_a_crash_keeps_what_was_synced_and_any_first_part_of_the_rest():
    async def main():
        disk = Disk()
        disk.append(b"abc")
        await disk.sync()
        disk.append(b"defg")
        disk.crash()
        return disk.read(), disk.safe == disk.end

    left = {run(main, seed) for seed in range(60)}
    assert left == {(b"abcdefg"[:end], True) for end in range(3, 8)}


def test_what_a_crash_leaves_may_be_said():
    disk = Disk()
    disk.append(b"abc")
    disk.crash(left=2)
    assert disk.read() == b"ab"


def test_a_sync_that_a_crash_meets_never_ends_and_makes_nothing_last():
    async def main():
        disk = Disk(sync=1.0)
        disk.append(b"abc")
        syncing = asyncio.create_task(disk.sync())
        await asyncio.sleep(0.5)
        disk.crash(left=0)
        disk.append(b"xyz")
        await asyncio.sleep(5)
        return syncing.done(), disk.safe

    assert run(main) == (False, 0)


def test_positions_stay_when_the_head_is_cut():
    disk = Disk()
    assert [disk.append(data) for data in (b"abc", b"de", b"f")] == [0, 3, 5]
    disk.cut(3)
    assert (disk.start, disk.read(), disk.end) == (3, b"def", 6)
    disk.keep(5)
    assert (disk.read(), disk.append(b"g")) == (b"de", 5)


@pytest.mark.parametrize("upto", [-1, 0, 2, 6, 9])
def test_nothing_can_be_cut_or_kept_beyond_the_ends(upto):
    cut, kept = Disk(), Disk()
    for disk in (cut, kept):
        disk.append(b"abcdef")
        disk.cut(1)
    cut.cut(upto)
    kept.keep(upto)
    assert cut.start == min(max(upto, 1), 6) and cut.end == 6
    assert kept.start == 1 and kept.end == min(max(upto, 1), 6)


def test_a_draft_takes_the_file_s_place_with_what_it_has_that_is_safe():
    async def main():
        disk = Disk(sync=1.0)
        disk.append(b"old")
        draft = disk.draft()
        draft.append(b"new")
        await draft.sync()
        draft.append(b"er")
        before = disk.read()
        disk.rename(draft)
        disk.crash(0)
        return before, disk.read()

    assert run(main) == (b"old", b"new")


def test_a_crash_meets_a_draft_s_sync_too():
    async def main():
        disk = Disk(sync=1.0)
        draft = disk.draft()
        draft.append(b"new")
        syncing = asyncio.create_task(draft.sync())
        await asyncio.sleep(0.5)
        disk.crash(0)
        await asyncio.sleep(2)
        syncing.cancel()
        return draft.read()

    assert run(main) == b""
