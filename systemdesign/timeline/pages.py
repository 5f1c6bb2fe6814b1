"""A timeline page by page, with what was posted, deleted or unfollowed in between."""


class Pages:
    """`await page(user, after, size)`: the next posts, and what to ask with for those after them; None at the end.

    `service` is any of this room's. What it lists and nobody wants, for it was deleted or its author is no longer
    followed, is left out, and the page is as long as if it had never been there.
    """

    def __init__(self, service):
        self.service = service

    async def page(self, user, after=None, size=20):
        """(posts, next), newest first; a `next` is text, and means the same after a restart.

        Raises ValueError for an `after` that was never given out.
        """
        found, below = [], None if after is None else number(after)
        while len(found) <= size:
            ids = await self.service.read(user, below, size + 1)
            found += await self._wanted(user, ids)
            if len(ids) <= size:
                break
            below = ids[-1]
        return found[:size], f"{found[size - 1].id:x}" if len(found) > size else None

    async def _wanted(self, user, ids):
        followed = await self.service.graph.followed(user)
        return [post for post in await self.service.posts.get(ids) if post and post.author in followed]


def number(cursor):
    """The number of the last post that was shown."""
    if not cursor or not set(cursor) <= set("0123456789abcdef"):
        raise ValueError(f"{cursor!r} is no cursor: leave it out for the first page")
    return int(cursor, 16)
