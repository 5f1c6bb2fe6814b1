import asyncio

from systemdesign import now, run
from systemdesign.sim import Database


async def at(time):
    await asyncio.sleep(time - now())


def test_a_read_takes_its_time_and_sees_the_row_half_way():
    async def main():
        database = Database({"a": 1}, read=1.0)
        reading = asyncio.create_task(database.read("a"))
        await at(0.4)
        database.rows["a"] = 2
        await at(0.6)
        database.rows["a"] = 3
        return await reading, now()

    assert run(main) == (2, 1.0)


def test_a_write_changes_the_row_half_way():
    async def main():
        database = Database({"a": 1}, write=1.0)
        writing = asyncio.create_task(database.write("a", 2))
        await at(0.4)
        early = database.rows["a"]
        await at(0.6)
        late = database.rows["a"]
        await writing
        return early, late, now()

    assert run(main) == (1, 2, 1.0)


def test_the_database_counts_its_load_even_when_a_reader_leaves():
    async def main():
        database = Database({"a": 1}, read=1.0)
        readers = [asyncio.create_task(database.read("a")) for _ in range(3)]
        await at(0.5)
        busy = database.reading
        readers[0].cancel()
        await asyncio.wait(readers)
        await database.write("a", 2)
        return busy, database.reading, database.reads, database.writes

    assert run(main) == (3, 0, 3, 1)
