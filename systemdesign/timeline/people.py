"""Who is there when the service starts for the first time: a star, her followers, and a few who talk to each other."""

from collections import defaultdict

from systemdesign.timeline.lists import KEPT, own
from systemdesign.timeline.push import Push

STAR, FIRST, LAST = "stella", "ann", ("bob", "dora")
SOME = 500  # rows of one statement


def follows(people):
    """Who follows whom, in the order in which it came about: Ann found the star first, Bob and Dora were the last."""
    names = [FIRST, *(f"fan{number}" for number in range(1, people + 1)), *LAST]
    yield from ((name, name) for name in [STAR, *names])
    yield from ((name, STAR) for name in names)
    yield from ((name, FIRST) for name in LAST)
    yield from ((FIRST, name) for name in LAST)
    yield from ((STAR, name) for name in (FIRST, *LAST))


async def settle(database, people, now):
    """Have the star, her followers, so many `people`, and her fans who talk, unless somebody is there already.

    It all came about until `now`, in seconds.
    """
    if await database.read("select 1 from people limit 1"):
        return
    pairs = list(follows(people))
    names = [(name, now) for name in dict(pairs)]
    following = [(user, author, now + number / 1000 - len(pairs) / 1000) for number, (user, author) in enumerate(pairs)]
    await database.together(*inserts("people", names), *inserts("follows", following))


def inserts(table, rows):
    """Statements that put these rows into a table."""
    for start in range(0, len(rows), SOME):
        some = rows[start : start + SOME]
        marks = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
        yield f"insert into {table} values {marks}", *(value for row in some for value in row)


async def refill(service):
    """Make all lists of a service anew, out of its posts: after a start, where they are kept in memory only."""
    said = defaultdict(list)
    for id, author in await service.posts.all():
        said[author].append(id)
    for author, ids in said.items():
        await service.lists.extend(own(author), ids[-KEPT:])
    if said and isinstance(service, Push):
        for name in await service.graph.active():
            await service.fill(name)
