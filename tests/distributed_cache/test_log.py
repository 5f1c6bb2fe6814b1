"""What the log keeps of what was answered, whatever dies, and at whatever moment."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.distributed_cache.effects import Damaged, packed
from systemdesign.distributed_cache.engine import Engine
from systemdesign.distributed_cache.log import POLICIES, Log
from systemdesign.distributed_cache.node import Node
from systemdesign.sim import Disk

STEP = 0.0007  # s, between two moments of a death: no multiple of anything


def line(number):
    return [b"RPUSH", b"list", b"%d" % number]


def found(disk):
    """What a server finds that starts on this disk."""
    node = Node(Engine(), lambda: 0.0, Log(disk))
    node.load(node.log.load())
    return [int(item) for item in node.engine.values.get(b"list", ())]


class Slow(Disk):
    """A disk on which a new file takes longer than one that is there."""

    def draft(self):
        draft = super().draft()
        draft.seconds = 3.3 * self.seconds
        return draft


async def life(policy, death, power, rewrite_at=0.02):
    """A server that numbers are written to, one every 3 ms, and that dies: what was answered, and what is found."""
    disk, answered = Slow(sync=0.004), []
    node = Node(Engine(), now, Log(disk, policy))

    async def write(number):
        node.engine.execute(line(number), now())
        if await node.log.kept(node.commit()):
            answered.append(number)

    async def write_on():
        for number in range(1000):
            writing.append(asyncio.ensure_future(write(number)))
            await asyncio.sleep(0.003)

    async def shorten():
        await asyncio.sleep(rewrite_at)
        await node.rewrite()

    writing = []
    tasks = [asyncio.ensure_future(one) for one in (node.log.run(), write_on(), shorten())]
    await asyncio.sleep(death)
    for task in tasks + writing:
        task.cancel()
    if power:
        disk.crash()
    told = list(answered)
    return told, found(disk)


@pytest.mark.parametrize("policy", POLICIES)
def test_the_death_of_the_process_takes_nothing_that_was_answered(policy):
    for step in range(80):
        answered, kept = run(life(policy, step * STEP, power=False))
        assert kept[: len(answered)] == answered and kept == list(range(len(kept))), step


def test_a_power_cut_takes_nothing_that_was_answered_after_a_sync_not_even_in_a_rewrite():
    for step in range(80):
        for seed in range(3):
            answered, kept = run(life("always", step * STEP, power=True), seed)
            assert set(answered) <= set(kept) and kept == list(range(len(kept))), step


def test_under_everysec_a_power_cut_takes_no_more_than_a_second_and_a_sync_of_answers():
    lost = []
    for death in (0.5, 0.99, 1.5, 1.93, 3.21):
        answered, kept = run(life("everysec", death, power=True, rewrite_at=9))
        lost.append(len(set(answered) - set(kept)))
    assert max(lost) > 100
    assert max(lost) <= (1 + 0.004) / 0.003 + 2


def test_under_everysec_a_sync_begins_each_second_however_long_one_takes():
    class Noted(Disk):
        async def sync(self):
            begun.append(now())
            await super().sync()

    async def main():
        log = Log(Noted(sync=0.4), "everysec")
        running = asyncio.ensure_future(log.run())
        for _ in range(70):
            await asyncio.sleep(0.05)
            log.append(b"x")
        running.cancel()

    begun = []
    run(main)
    assert begun == pytest.approx([0.05, 1.05, 2.05, 3.05])


def test_under_everysec_what_comes_after_an_idle_second_is_synced_at_once():
    async def main():
        log = Log(Disk(sync=0.01), "everysec")
        running = asyncio.ensure_future(log.run())
        safe = []
        for pause in (2.0, 0.5):
            log.append(b"x")
            await asyncio.sleep(pause)
            safe.append(log.safe)
        log.append(b"x")
        await asyncio.sleep(0.3)
        running.cancel()
        return safe, log.safe

    assert run(main) == ([1, 2], 2)


def test_without_syncs_of_ours_a_power_cut_takes_what_the_system_has_not_written_back():
    answered, kept = run(life("no", 2.0, power=True, rewrite_at=9), seed=1)
    assert len(answered) > 600 and len(kept) < len(answered)


def test_writes_that_come_during_a_sync_share_the_next_one():
    async def main():
        log = Log(Disk(sync=1.0), "always")
        running = asyncio.ensure_future(log.run())
        ends = []

        async def write():
            await log.kept(log.append(b"x"))
            ends.append(now())

        writing = [asyncio.ensure_future(write())]
        await asyncio.sleep(0.5)
        writing += [asyncio.ensure_future(write()) for _ in range(9)]
        await asyncio.gather(*writing)
        running.cancel()
        return ends, log.syncs

    assert run(main) == ([1.0] + 9 * [2.0], 2)


def test_a_write_that_is_torn_is_cut_off_wherever_it_was_torn():
    whole = packed([line(1), [b"SET", b"a\r\nb", b""]])
    last = packed([[b"MULTI"], line(2), line(3), [b"EXEC"]])
    for cut in range(len(last)):
        disk = Disk()
        disk.append(whole + last[:cut])
        log = Log(disk)
        assert log.load() == [[line(1)], [[b"SET", b"a\r\nb", b""]]]
        assert (disk.read(), log.torn, log.end) == (whole, cut, len(whole))


def test_a_log_goes_on_behind_what_was_torn():
    disk = Disk()
    disk.append(packed([line(1)]) + b"*3\r\n$5\r\nRPU")
    log = Log(disk)
    log.load()
    log.append(packed([line(2)]))
    assert found(disk) == [1, 2]


@pytest.mark.parametrize("middle", [b"\0\0\0\n", b"SET a b\r\n", b"*1\r\n$-1\r\n", b"*x\r\n", b"*01\r\n$4\r\nPING\r\n"])
def test_what_nobody_has_written_in_the_middle_is_named_with_its_place(middle):
    disk, first = Disk(), packed([line(1)])
    disk.append(first + middle + packed([line(2)]))
    with pytest.raises(Damaged) as damage:
        Log(disk).load()
    assert damage.value.position == len(first)


def test_a_failed_sync_leaves_nobody_answered_and_the_next_writes_unkept():
    async def main():
        disk = Disk(sync=0.1)
        log = Log(disk, "always")
        running = asyncio.ensure_future(log.run())
        disk.fail()
        position = log.append(packed([line(1)]))
        first = await log.kept(position)
        end = disk.end
        log.append(packed([line(2)]))
        running.cancel()
        return first, bool(log.broken), disk.end == end

    assert run(main) == (False, True, True)


def test_a_broken_log_is_mended_by_a_new_one_with_all_keys():
    async def main():
        disk = Disk(sync=0.1)
        node = Node(Engine(), now, Log(disk, "always"))
        running = asyncio.ensure_future(node.log.run())
        disk.fail()
        kept = []
        for number in range(3):
            refused = node.engine.execute(line(number), now())
            kept.append((str(refused).partition(" ")[0], await node.log.kept(node.commit())))
            if number == 1:
                assert await node.rewrite()
        running.cancel()
        disk.crash(0)
        return kept, found(disk)

    kept, there = run(main)
    assert kept == [("1", False), ("MISCONF", True), ("2", True)]  # the first was done, and nobody was told
    assert there == [0, 2]


def test_while_the_log_is_broken_reads_go_on():
    async def main():
        disk = Disk(sync=0.1)
        node = Node(Engine(), now, Log(disk, "always"))
        disk.fail()
        node.engine.execute(line(0), now())
        node.commit()
        await node.log.sync()
        reply = node.engine.execute([b"LLEN", b"list"], now())
        return reply, await node.log.kept(node.commit())

    assert run(main) == (1, True)


class Full(Disk):
    """A disk without room for more than `room` bytes at once."""

    room = 40

    def append(self, data):
        if len(data) > self.room:
            raise OSError(28, "No space left on device")
        return super().append(data)

    def draft(self):
        self._draft = Full(self.seconds)
        return self._draft


def test_what_the_disk_has_no_room_for_is_not_acknowledged():
    async def main():
        log = Log(Full(), "everysec")
        first = await log.kept(log.append(packed([line(1)])))
        second = await log.kept(log.append(packed([[b"SET", b"key", 100 * b"x"]])))
        return first, second, log.broken

    assert run(main) == (True, False, "[Errno 28] No space left on device")


def test_a_rewrite_that_has_no_room_leaves_the_old_file_and_a_sound_log():
    async def main():
        disk = Full(sync=0.1)
        node = Node(Engine(), now, Log(disk, "always"))
        for number in range(9):
            node.engine.execute(line(number), now())
            node.commit()
        done = await node.rewrite()
        return done, node.log.broken, node.log.rewriting, found(disk), disk._draft.end

    assert run(main) == (False, None, False, [*range(9)], 0)


def test_a_rewrite_gives_up_whose_file_lacks_something_and_the_log_goes_on():
    async def main():
        disk = Full(sync=0.1)
        node = Node(Engine(), now, Log(disk, "always"))
        rewriting = asyncio.ensure_future(node.rewrite())
        await asyncio.sleep(0.15)  # it is syncing for the last time
        disk._draft.append(b"x")
        disk._draft.room = 0
        node.engine.execute(line(0), now())
        node.commit()
        return await rewriting, node.log.broken, found(disk), disk._draft.end

    assert run(main) == (False, None, [0], 0)


def test_a_rewrite_makes_a_short_log_of_a_long_one():
    async def main():
        disk = Disk()
        node = Node(Engine(), now, Log(disk))
        for _ in range(500):
            node.engine.execute([b"INCR", b"counter"], now())
            node.commit()
        before = disk.end
        await node.rewrite()
        return before, disk.read()

    before, after = run(main)
    assert before > 10_000
    assert after == packed([[b"SET", b"counter", b"500"]])


def test_there_are_three_policies():
    with pytest.raises(ValueError, match="no, everysec, always"):
        Log(Disk(), "sometimes")
