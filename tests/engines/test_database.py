"""A service's database: what is written together stays together, on SQLite and on PostgreSQL."""

import asyncio

import pytest

from systemdesign.engines import available
from systemdesign.engines.http.load import in_thread
from systemdesign.engines.site.database import PostgreSQL, SQLite
from systemdesign.sim.request import ServiceError

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
TABLES = "create table if not exists notes (id bigint primary key, text text not null);"
ADD = "insert into notes values (?, ?) returning id"


@pytest.fixture(scope="module")
def server():
    from systemdesign.engines.postgres.server import Postgres

    with Postgres(fsync="off") as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def told(request, tmp_path):
    """What comes of a story that is told to a new database."""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with server.connect() as connection:
            connection.execute("drop table if exists notes")

    def made():
        sqlite = request.param == "sqlite"
        return SQLite(tmp_path / "notes.db", TABLES) if sqlite else PostgreSQL(server.address, TABLES)

    async def main(story):
        async with made() as database:
            return await story(database)

    return lambda story: in_thread(lambda: main(story))


async def notes(database):
    return await database.rows("select id, text from notes order by id")


def test_what_is_written_is_read_in_whatever_number_of_rows(told):
    async def story(database):
        return [await database.read("select * from notes"), await database.write(ADD, 1, "a"),
                await database.write(ADD, 2, "b"), await database.read("select text from notes where id = ?", 2),
                list(map(tuple, await notes(database)))]

    assert told(story) == [None, (1,), (2,), ("b",), [(1, "a"), (2, "b")]]


def test_statements_that_go_together_give_the_first_row_of_each(told):
    async def story(database):
        return await database.together((ADD, 1, "a"), ("delete from notes where id = ?", 5), (ADD, 2, "b"))

    assert told(story) == [(1,), None, (2,)]


def test_of_statements_that_go_together_all_are_done_or_none(told):
    async def story(database):
        with pytest.raises(Exception, match=r"(?i)unique"):
            await database.together((ADD, 1, "a"), (ADD, 1, "b"))
        first = await notes(database)
        await database.together((ADD, 1, "c"))
        return first, await notes(database)

    assert told(story) == ([], [(1, "c")])


def test_many_at_once_are_all_done(told):
    async def story(database):
        await asyncio.gather(*(database.together((ADD, 2 * k, "a"), (ADD, 2 * k + 1, "b")) for k in range(20)))
        return len(await notes(database))

    assert told(story) == 40


@needs_postgres
def test_a_transaction_whose_server_dies_is_an_error_of_the_service(server):
    async def outage(database):
        await database.read("select 1")
        server.kill()
        with pytest.raises(ServiceError):
            await database.together((ADD, 1, "a"))
        server.start()

    async def main():
        async with PostgreSQL(server.address, TABLES, connections=1) as database:
            await outage(database)

    in_thread(main)
