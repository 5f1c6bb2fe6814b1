"""A real file under a log: what is appended is the system's at once, and a new one takes its place in one step."""

import asyncio
import os

from systemdesign.distributed_cache.effects import packed
from systemdesign.distributed_cache.file import File
from systemdesign.distributed_cache.log import Log

WRITES = [packed([[b"SET", b"key", b"%d" % number]]) for number in range(3)]


def test_what_is_appended_can_be_read_by_others_at_once(tmp_path):
    file = File(tmp_path / "log")
    file.append(b"ab")
    file.append(b"c")
    assert (tmp_path / "log").read_bytes() == file.read() == b"abc"
    assert file.end == 3


def test_it_goes_on_at_its_end_the_next_time_and_behind_what_was_kept(tmp_path):
    for text in (b"ab", b"cd"):
        file = File(tmp_path / "log")
        file.append(text)
        file.close()
    file = File(tmp_path / "log")
    file.keep(3)
    file.append(b"x")
    assert (file.read(), file.end) == (b"abcx", 4)


def test_a_log_on_it_waits_for_its_syncs_and_is_written_anew(tmp_path):
    async def main():
        log = Log(File(tmp_path / "log"), "always")
        running = asyncio.ensure_future(log.run())
        assert await log.kept(log.append(WRITES[0]))
        rewriting = asyncio.ensure_future(log.rewrite(iter([WRITES[1]])))
        await asyncio.sleep(0)
        assert await log.kept(log.append(WRITES[2]))
        assert await rewriting
        assert await log.kept(log.append(WRITES[0]))
        running.cancel()
        return log.disk.read(), log.disk.end

    found, end = asyncio.run(main())
    assert found == WRITES[1] + WRITES[2] + WRITES[0]
    assert end == len(found)
    assert os.listdir(tmp_path) == ["log"]


def test_a_draft_that_was_left_behind_is_none_of_the_next_one(tmp_path):
    File(tmp_path / "log").draft().append(b"old")
    assert File(tmp_path / "log").draft().read() == b""
