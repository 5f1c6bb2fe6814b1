"""One step after the other: a sorted list of heads, a row before the first chunk, pages that grow."""

# %% part-1
from bisect import insort


def newest(lists, count):
    """Keeps the heads in order, the greatest last."""
    heads, found = [], []
    for number, ids in enumerate(lists):
        ids = iter(ids)
        head = next(ids, None)
        if head is not None:
            insort(heads, (head, number, ids), key=lambda head: head[0])
    while heads and len(found) < count:
        id, number, ids = heads.pop()
        if id not in found[-1:]:
            found.append(id)
        head = next(ids, None) if len(found) < count else None
        if head is not None:
            insort(heads, (head, number, ids), key=lambda head: head[0])
    return found


# %% part-2
class FanOut:
    """A row says first that a post is pushed; users who wait are a set, and each is asked for by itself."""

    def __init__(self, graph, lists, rows, limit=1000, chunk=100):
        self.graph, self.lists, self.rows, self.limit, self.chunk = graph, lists, rows, limit, chunk

    async def run(self, post):
        row = await self.rows.get(post[0])
        if row is None:
            pulled = await self.graph.size(post[1]) > self.limit
            row = {"number": None, "waits": [], "ends": pulled}
            if pulled:
                await self.rows.put(post[0], row)
        row = dict(row)
        while True:
            still = []
            for user in row["waits"]:
                if not await self.offered(post, user):
                    still.append(user)
            if still != row["waits"]:
                row["waits"] = still
                await self.rows.put(post[0], row)
            if row["ends"]:
                return not row["waits"]
            told = await self.graph.followers(post[1], row["number"], self.chunk)
            late = [user for _, user, active in told if active and not await self.offered(post, user)]
            row = {"number": told[-1][0] if told else row["number"], "waits": [*row["waits"], *late]}
            row["ends"] = len(told) != self.chunk
            await self.rows.put(post[0], row)

    async def offered(self, post, user):
        """Whether the user has the post now: else he waits."""
        if post[2] is not None and await self.is_coming(post[2], user):
            return False
        await self.lists.add(("home", user), post[0])
        return True

    async def is_coming(self, id, user):
        if id in await self.lists.page(("home", user), id + 1, 1):
            return False
        row = await self.rows.get(id)
        if row is not None and row["ends"] and not row["waits"]:
            return False
        post = (await self.graph.posts((id,))).get(id)
        if post is None:
            return False
        sizes = await self.graph.follows(user)
        return sizes.get(post[1], self.limit + 1) <= self.limit


# %% part-3
class Timeline:
    """Fetches twice as many each time; a cursor is the last id shown, in hexadecimal digits."""

    def __init__(self, graph, lists, limit=1000):
        self.graph, self.lists, self.limit = graph, lists, limit

    async def page(self, user, cursor=None, size=20):
        if cursor is not None and not cursor.startswith("p"):
            raise ValueError(f"{cursor!r} is no cursor")
        below = None if cursor is None else int(cursor[1:], 16)
        blocked, sizes = await self.graph.blocked(user), await self.graph.follows(user)
        lists = [("home", user)]
        lists += [("by", author) for author in sizes if sizes[author] > self.limit]
        page, batch = [], size + 2
        while len(page) < size + 1:
            ids = set()
            for key in lists:
                ids.update(await self.lists.page(key, below, batch))
            ids = sorted(ids)[-batch:]
            if not ids:
                break
            posts = await self.graph.posts(set(ids))
            for id in reversed(ids):
                if id in posts and posts[id][1] in sizes and posts[id][1] not in blocked:
                    page.append(id)
            below, batch = ids[0], 2 * batch
        if len(page) > size:
            return page[:size], "p" + hex(page[size - 1])[2:]
        return page, None


# %% part-4
class Ranked:
    """Sorts twice, and says what is left with commas."""

    def __init__(self, page, score, depth=200):
        self.pages, self.score, self.depth = page, score, depth

    async def page(self, user, cursor=None, size=20):
        if cursor is None:
            left, cursor = await self.pages(user, None, self.depth)
            left = list(left)
            while cursor is not None and len(left) != self.depth:
                more, cursor = await self.pages(user, cursor, self.depth - len(left))
                left += more
            scores = {id: self.score(user, id) for id in left}
            left.sort(reverse=True)
            left.sort(key=scores.get, reverse=True)
        else:
            left = [int(id) for id in cursor.split(",")]
        shown, left = left[:size], left[size:]
        return shown, ",".join(map(str, left)) or None
