"""Links in memory, in SQLite and in PostgreSQL are told one story, and end it alike."""

import asyncio

import pytest

from systemdesign.engines import EngineFailed, available
from systemdesign.engines.http.load import in_thread
from systemdesign.kernel import run
from systemdesign.sim.request import ServiceError, Unavailable
from systemdesign.url_shortener.links import GONE, Links
from systemdesign.url_shortener.tables import PostgreSQL, SQLite

needs_postgres = pytest.mark.skipif(not available("postgres"), reason=available("postgres").reason)
STORY = [("find", "a"), ("withdraw", "a"), ("add", "a", "https://a.org"), ("find", "a"), ("add", "a", "https://b.org"),
         ("find", "a"), ("add", "A", "https://b.org"), ("withdraw", "a"), ("find", "a"), ("withdraw", "a"),
         ("add", "a", "https://c.org"), ("find", "a"), ("find", "A"), ("next",), ("next",), ("next",)]
END = [None, False, True, "https://a.org", False, "https://a.org", True, True, GONE, True, False, GONE,
       "https://b.org", 0, 1, 2]


async def told(links):
    return [await getattr(links, name)(*words) for name, *words in STORY]


async def together(links):
    """What eight are told who want one code at once, and which numbers they get."""
    added = await asyncio.gather(*(links.add("one", f"https://{k}.org") for k in range(8)))
    numbers = await asyncio.gather(*(links.next() for _ in range(8)))
    return added, await links.find("one"), sorted(numbers)


@pytest.fixture(scope="module")
def server():
    from systemdesign.engines.postgres.server import Postgres

    with Postgres(fsync="off") as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=needs_postgres)])
def tables(request, tmp_path):
    """A new table, whenever it is called: with all that was there before."""
    if request.param == "sqlite":
        return lambda: SQLite(tmp_path / "links.db")
    server = request.getfixturevalue("server")
    with server.connect() as connection:
        connection.execute("drop table if exists links, counter")
    return lambda: PostgreSQL(server.address)


def used(table, story):
    """What comes of a story that is told to a table."""
    async def main():
        async with table as links:
            return await story(links)

    return in_thread(main)


def test_links_in_memory_tell_the_story():
    assert run(told(Links())) == END


def test_links_in_a_database_tell_the_same(tables):
    assert used(tables(), told) == END


def test_a_second_process_goes_on_where_the_first_one_was(tables):
    used(tables(), told)

    async def later(links):
        return await links.find("A"), await links.find("a"), await links.next(), await links.count()

    assert used(tables(), later) == ("https://b.org", GONE, 3, 2)


def test_of_all_who_want_one_code_at_once_one_gets_it_and_no_number_is_given_out_twice(tables):
    added, url, numbers = used(tables(), together)
    assert added.count(True) == 1
    assert url == f"https://{added.index(True)}.org"
    assert numbers == list(range(8))


def test_two_tables_on_one_file_do_not_give_out_a_number_twice(tmp_path):
    async def main():
        async with SQLite(tmp_path / "links.db", "normal") as one, SQLite(tmp_path / "links.db", "normal") as two:
            return await asyncio.gather(*(links.next() for _ in range(20) for links in (one, two)))

    assert sorted(in_thread(main)) == list(range(40))


@pytest.mark.parametrize(("synchronous", "number"), [("full", 2), ("normal", 1)])
def test_sqlite_waits_for_the_disk_if_it_is_told_to(tmp_path, synchronous, number):
    async def asked(links):
        return await links.write("pragma synchronous"), await links.write("pragma journal_mode")

    assert used(SQLite(tmp_path / "links.db", synchronous), asked) == ((number,), ("wal",))


@pytest.mark.parametrize(("name", "words"), [("none/links.db", "unable to open"), ("notes.txt", "not a database")])
def test_a_file_that_cannot_be_is_named_with_the_reason(tmp_path, name, words):
    (tmp_path / "notes.txt").write_text("Remember the milk. " * 100)
    with pytest.raises(EngineFailed, match=rf"{name}: .*{words}.*--file"):
        used(SQLite(tmp_path / name), told)


def test_a_table_that_is_taken_away_is_unavailable(tmp_path):
    async def robbed(links):
        await links.write("drop table links")
        with pytest.raises(Unavailable, match="no such table"):
            await links.find("a")
        with pytest.raises(Unavailable, match="no such table"):
            await links.add("a", "https://a.org")

    used(SQLite(tmp_path / "links.db"), robbed)


@needs_postgres
def test_a_server_that_dies_is_unavailable_until_it_is_back(server):
    async def failing(call):
        try:
            await call
        except ServiceError as error:
            return type(error).__name__

    async def outage(links):
        await links.next()
        server.kill()
        seen = [await failing(links.next()) for _ in range(3)]
        server.start()
        return seen, [await failing(links.next()) for _ in range(3)][-1]  # each connection may have to find out

    assert used(PostgreSQL(server.address, connections=2), outage) == (["Lost", "Unavailable", "Unavailable"], None)
