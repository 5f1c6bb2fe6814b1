"""Fan-out on write: a post goes into the list of each follower who looks now and then, and a read is one list's."""

from systemdesign.sim.request import ServiceError
from systemdesign.timeline.lists import KEPT, home
from systemdesign.timeline.pull import Pull


class Push(Pull):
    """As Pull, but a worker has put together what is read, `chunk` lists at a time.

    Whoever hasn't looked for 30 days is given nothing; when he looks, his list is filled by
    pulling. An author's own list has a post before anybody asks who shall be given it, so that
    this misses none: he counts as there before his list is filled, and no longer where that fails.
    (Who looks again meanwhile finds what there is.)
    """

    chunk = 1000

    async def read(self, user, below=None, count=20):
        """One page of his list."""
        try:
            if not await self.graph.looked(user):
                await self.fill(user)
        except ServiceError:
            await self.graph.away(user)
            raise
        return await self.lists.page(home(user), below, count)

    async def fan_out(self, post):
        """Give a post to all who follow its author, and look."""
        await super().fan_out(post)
        homes = [home(user) for user in await self.graph.followers(post.author)]
        for start in range(0, len(homes), self.chunk):
            await self.lists.spread(homes[start : start + self.chunk], post.id)

    async def fill(self, user):
        """Fill the list of whoever has been away, or follows somebody new."""
        posts = await self.merged(await self.graph.followed(user), None, KEPT)
        await self.lists.extend(home(user), posts)
