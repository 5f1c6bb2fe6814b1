"""A table keeps the newest version of each row, whenever it comes."""

import asyncio

from systemdesign import run
from systemdesign.sim import Table


def test_a_lower_version_changes_nothing():
    async def main():
        table = Table()
        for value, version in (("old", 3), ("new", 7), ("late", 5)):
            await table.put("a", value, version)
        await table.put("b", "other", 0)
        return await table.get("a"), table.data, table.versions

    assert run(main) == ("new", {"a": "new", "b": "other"}, {"a": 7, "b": 0})


def test_what_is_stranded_arrives_late():
    async def main():
        table = Table()
        first = asyncio.create_task(table.put("a", "first", 1))
        await asyncio.sleep(0.0005)
        table.strand(1.0)
        await table.put("a", "second", 2)
        before = dict(table.data)
        await asyncio.sleep(0.5)
        under_way = not first.done()
        await first
        return before, under_way, table.data

    assert run(main) == ({"a": "second"}, True, {"a": "second"})


def test_only_what_is_on_its_way_is_stranded():
    async def main():
        table = Table()
        table.strand(1.0)
        await asyncio.wait_for(table.put("a", 1, 1), 0.1)

    run(main)
