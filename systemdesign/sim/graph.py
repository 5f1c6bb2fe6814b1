"""A graph service far away: who follows whom, whom somebody has blocked, and which posts there are."""

from itertools import count, islice

from systemdesign.sim.store import Store


class Graph(Store):
    """What users have done: `follow` and `unfollow`, `block` and `unblock`, `write` and `delete` posts, at once.

    A post is (id, author, parent), and the parent of one that is no reply is None. `dormant` has the users who have
    not looked for a month. The questions fail as a Store does.
    """

    offers = ("size", "followers", "follows", "blocked", "posts")

    def __init__(self, name="graph"):
        super().__init__(name)
        self.dormant, self._numbers, self._fans, self._follows = set(), count(), {}, {}
        self._blocks, self._posts = {}, {}

    async def size(self, author):
        """How many follow an author."""
        return await self._call(lambda: len(self._fans.get(author, ())))

    async def followers(self, author, after, count):
        """At most `count` of those who follow an author, each (number, user, active), those who came first, first.

        Numbers grow with time, from 0; only greater ones than `after` are told, None for all.
        """
        return await self._call(lambda: self._page(author, after, count))

    async def follows(self, user):
        """{author: how many follow that author} of all whom a user follows."""
        return await self._call(lambda: {author: len(self._fans[author]) for author in self._follows.get(user, ())})

    async def blocked(self, user):
        """The authors of whom a user wants to see nothing, in a set."""
        return await self._call(lambda: set(self._blocks.get(user, ())))

    async def posts(self, ids):
        """{id: post} of those of these posts that are there: not deleted."""
        ids = list(ids)
        return await self._call(lambda: {id: self._posts[id] for id in ids if id in self._posts})

    def follow(self, user, author):
        """From now on this user follows this author: the last of all to do so."""
        self.unfollow(user, author)
        self._fans.setdefault(author, {})[user] = next(self._numbers)
        self._follows.setdefault(user, {})[author] = True

    def unfollow(self, user, author):
        """The user follows the author no more."""
        self._fans.get(author, {}).pop(user, None)
        self._follows.get(user, {}).pop(author, None)

    def block(self, user, author):
        """The user wants to see nothing of the author's."""
        self._blocks.setdefault(user, set()).add(author)

    def unblock(self, user, author):
        """The user wants to see the author's posts again."""
        self._blocks.get(user, set()).discard(author)

    def write(self, post):
        """There is a new post, (id, author, parent)."""
        self._posts[post[0]] = tuple(post)

    def delete(self, id):
        """The post is there no more."""
        self._posts.pop(id, None)

    def _page(self, author, after, count):
        fans = self._fans.get(author, {}).items()
        found = ((number, user, user not in self.dormant) for user, number in fans if after is None or number > after)
        return list(islice(found, count))
