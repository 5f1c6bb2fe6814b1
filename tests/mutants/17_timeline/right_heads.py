"""Heads by hand, adds at once, and a cursor that knows the next id."""

# %% part-1
def newest(lists, count):
    """A heap of the heads, and of each list no more than its head."""
    heads, found = [], []
    for number, ids in enumerate(lists):
        ids = iter(ids)
        for id in ids:
            heads.append((-id, number, ids))
            break
    heapq.heapify(heads)
    while heads and len(found) < count:
        id, number, ids = heads[0]
        if not found or found[-1] != -id:
            found.append(-id)
            if len(found) == count:
                break
        following = next(ids, None)
        if following is None:
            heapq.heappop(heads)
        else:
            heapq.heapreplace(heads, (-following, number, ids))
    return found


# %% part-2
class FanOut:
    """Three rows for a post: where it is, who waits, and that it is over. A chunk is added at once."""

    def __init__(self, graph, lists, rows, limit=1000, chunk=100):
        self.graph, self.lists, self.rows = graph, lists, rows
        self.most, self.step = limit, chunk

    async def run(self, post):
        id, author, parent = post
        if await self.rows.get(f"over {id}"):
            return True
        place = await self.rows.get(f"place {id}")
        late = await self.rows.get(f"late {id}") or []
        if place is None and await self.graph.size(author) > self.most:
            await self.rows.put(f"over {id}", True)
            return True
        late = await self.deliver(id, parent, late)
        while place != "end":
            rows = await self.graph.followers(author, place, self.step)
            late = late + await self.deliver(id, parent, [user for _, user, active in rows if active])
            await self.rows.put(f"late {id}", late)
            place = rows[-1][0] if rows else "end"
            await self.rows.put(f"place {id}", place)
        if late:
            await self.rows.put(f"late {id}", late)
            return False
        await self.rows.put(f"over {id}", True)
        return True

    async def deliver(self, id, parent, users):
        users = list(dict.fromkeys(users))
        late = []
        if parent is not None and users and not await self.rows.get(f"over {parent}"):
            found = (await self.graph.posts([parent])).get(parent)
            if found is not None:
                late = [user for user in users if await self.comes(user, found)]
        ready = [user for user in users if user not in late]
        done = await asyncio.gather(*(self.lists.add(("home", user), id) for user in ready), return_exceptions=True)
        for error in done:
            if error is not None:
                raise error
        return late

    async def comes(self, user, parent):
        newest_ones = await self.lists.page(("home", user), parent[0] + 1, 3)
        if parent[0] in newest_ones:
            return False
        sizes = await self.graph.follows(user)
        return parent[1] in sizes and sizes[parent[1]] <= self.most


# %% part-3
import base64


class Timeline:
    """Asks each list for more only when it has run out. The cursor is one above the next id that is to be seen."""

    def __init__(self, graph, lists, limit=1000):
        self.graph, self.lists, self.limit = graph, lists, limit

    async def page(self, user, cursor=None, size=20):
        top = None if cursor is None else self.opened(cursor)
        follows, blocked = await asyncio.gather(self.graph.follows(user), self.graph.blocked(user))
        keys = [("home", user)] + [("by", author) for author, fans in follows.items() if fans > self.limit]
        shown, below = [], top
        while True:
            told = await asyncio.gather(*(self.lists.page(key, below, size + 1) for key in keys))
            floor = max((page[-1] for page in told if len(page) == size + 1), default=-1)
            ids = sorted({id for page in told for id in page if id >= floor}, reverse=True)
            posts = await self.graph.posts(ids) if ids else {}
            for id in ids:
                if id not in posts or posts[id][1] not in follows or posts[id][1] in blocked:
                    continue
                if len(shown) == size:
                    return shown, base64.b32encode(f"<{id + 1}>".encode()).decode()
                shown.append(id)
            if floor == -1:
                return shown, None
            below = floor

    def opened(self, cursor):
        try:
            text = base64.b32decode(cursor.encode()).decode()
        except Exception as error:
            raise ValueError("this is no cursor") from error
        if not (text.startswith("<") and text.endswith(">")):
            raise ValueError("this is no cursor")
        return int(text[1:-1])


# %% part-4
class Ranked:
    """The cursor has the whole order, and the place."""

    def __init__(self, page, score, depth=200):
        self.fetch, self.score, self.depth = page, score, depth

    async def page(self, user, cursor=None, size=20):
        if cursor is not None:
            place, *order = [int(word) for word in cursor.split(" ")]
        else:
            place, order = 0, await self.fresh(user)
        end = place + size
        if end >= len(order):
            return order[place:], None
        return order[place:end], " ".join(map(str, [end, *order]))

    async def fresh(self, user):
        ids, cursor, more = [], None, True
        while more and len(ids) < self.depth:
            found, cursor = await self.fetch(user, cursor, min(50, self.depth - len(ids)))
            ids.extend(found)
            more = cursor is not None
        scores = [(-self.score(user, id), -id) for id in ids]
        return [-id for _, id in sorted(scores)]
