"""Some authors are pushed, others pulled: here, pulled are those with more followers than a limit."""

from systemdesign.timeline.pull import Pull
from systemdesign.timeline.push import Push


class Hybrid(Push):
    """As Push, but an author with more than `limit` followers keeps her posts in her own list.

    Readers fetch them there. When she crosses the limit upwards, some of her posts are in both
    lists, and a read shows each once. When she crosses it downwards, lists that were kept all the
    time lack what she posted above it.
    """

    def __init__(self, ids, posts, graph, lists, limit=1000):
        super().__init__(ids, posts, graph, lists)
        self.limit = limit

    async def read(self, user, below=None, count=20):
        """His list, merged with those of the few whom so many follow."""
        given = await super().read(user, below, count)
        return await self.merged(await self.graph.followed(user, self.limit), below, count, given)

    async def fan_out(self, post):
        """Give a post to its author's followers, unless there are too many of them."""
        if await self.graph.count(post.author) > self.limit:
            await Pull.fan_out(self, post)
        else:
            await super().fan_out(post)
