"""A disk keeps what it has acknowledged, whatever crashes; and the host starts again on it."""

import asyncio

import pytest

from systemdesign import now, run
from systemdesign.sim import Host, Records, Unavailable


class Echo:
    """Keeps on its disk what it is told, and in memory how often."""

    def __init__(self, disk):
        self.disk, self.count = disk, 0

    async def read(self, key):
        return self.count, await self.disk.load(key)

    async def write(self, key, tag, value):
        self.count += 1
        await self.disk.save(key, (tag, value))


def test_a_save_is_kept_when_it_returns():
    async def main():
        disk = Records("d")
        before = await disk.load("x")
        await disk.save("x", 1)
        return before, await disk.load("x"), now()

    before, after, took = run(main)
    assert (before, after) == (None, 1)
    assert 0.001 <= took <= 0.02


def test_of_two_saves_the_first_may_end_last():
    async def main():
        disk = Records("d")
        await asyncio.gather(disk.save("x", "first"), disk.save("x", "second"))
        return disk.kept["x"]

    assert {run(main, seed) for seed in range(10)} == {"first", "second"}


def test_a_crash_forgets_the_saves_under_way_and_keeps_the_others():
    async def main():
        disk = Records("d")
        await disk.save("x", "old")
        saving = asyncio.ensure_future(disk.save("x", "new"))
        await asyncio.sleep(0.0005)
        disk.crash()
        with pytest.raises(Unavailable):
            await saving
        return await disk.restart().load("x")

    assert run(main) == "old"


def test_who_died_in_a_crash_saves_and_loads_nothing_any_more():
    async def main():
        disk = Records("d")
        new = disk.restart()
        for call in (disk.save("x", 1), disk.load("x")):
            with pytest.raises(Unavailable, match="d has crashed"):
                await call
        return await new.load("x")

    assert run(main) is None


def test_a_host_starts_its_replica_anew_on_what_the_disk_kept():
    async def main():
        host = Host("1", Echo)
        await host.write("x", 7, "a")
        host.crash()
        with pytest.raises(Unavailable, match="1 is down"):
            await host.read("x")
        host.restart()
        return await host.read("x")

    assert run(main) == (0, (7, "a"))


def test_a_crash_leaves_who_waits_without_an_answer_though_the_host_is_up_again():
    async def main():
        host = Host("1", Echo)
        writing = asyncio.ensure_future(host.write("x", 7, "a"))
        await asyncio.sleep(0.0005)
        host.crash()
        host.restart()
        with pytest.raises(Unavailable):
            await writing
        return await host.read("x")

    assert run(main) == (0, None)
