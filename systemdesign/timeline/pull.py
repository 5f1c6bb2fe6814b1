"""Fan-out on read: a post goes into its author's own list, and whoever looks merges the lists of all he follows."""

from asyncio import gather
from heapq import nlargest
from itertools import chain

from systemdesign.timeline.lists import own
from systemdesign.timeline.posts import Post


class Pull:
    """A timeline service: `post` and `read`, and `fan_out` for the worker at the outbox.

    `ids()` makes numbers; of `posts`, `graph` and `lists` the modules of these names tell. What
    they raise, whoever asked gets. A worker repeats a fan-out that failed; that does no harm.
    """

    def __init__(self, ids, posts, graph, lists):
        self.ids, self.posts, self.graph, self.lists = ids, posts, graph, lists

    async def post(self, author, text="", parent=None):
        """Keep a post and order its fan-out, after which it is seen: its number."""
        post = Post(self.ids(), author, text, parent)
        await self.posts.add(post)
        return post.id

    async def read(self, user, below=None, count=20):
        """The numbers of the newest posts for a user, below one where that is given; newest first."""
        await self.graph.looked(user)
        return await self.merged(await self.graph.followed(user), below, count)

    async def fan_out(self, post):
        """Put a post where it will be found."""
        await self.lists.add(own(post.author), post.id)

    async def merged(self, authors, below, count, *pages):
        """The newest of what these authors have posted, and of other pages."""
        found = await gather(*(self.lists.page(own(author), below, count) for author in authors))
        return nlargest(count, dict.fromkeys(chain(*pages, *found)))
