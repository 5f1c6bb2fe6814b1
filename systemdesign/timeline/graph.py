"""The graph service: who follows whom, and since when.

Names are text. Whatever keeps the graph has these:

    await graph.follow(user, author)      from now on; if he does already, nothing changes
    await graph.unfollow(user, author)    no longer; if he doesn't, nothing changes
    await graph.since(user, author)       the time from which on he does, in seconds; None if he doesn't
    await graph.followed(user, above=0)   the authors whom he follows, those with more than `above` followers, in a list
    await graph.followers(author)         her followers who have looked within the last 30 days, in a list
    await graph.count(author)             how many followers she has, whether they look or not
    await graph.looked(user)              he looks now: whether he did within the 30 days before, too
    await graph.away(user)                he counts as one who hasn't looked
"""

from systemdesign.kernel.run import now
from systemdesign.sim.store import Store

ACTIVE = 30 * 86_400  # s


class Graph(Store):
    """A graph some way off, in virtual time; fails as a Store does. Lists are in the order of the follows."""

    offers = ("follow", "unfollow", "since", "followed", "followers", "count", "looked", "away")
    delay = 0.0005, 0.0025

    def __init__(self, name="graph"):
        super().__init__(name)
        self.followings, self.following, self.looks = {}, {}, {}

    async def follow(self, user, author):
        """Have a user follow an author."""
        await self._call(lambda: self._follow(user, author))

    async def unfollow(self, user, author):
        """Have a user no longer follow an author."""
        await self._call(lambda: self._unfollow(user, author))

    async def since(self, user, author):
        """From when on the user follows the author; None if he doesn't."""
        return await self._call(lambda: self.followings.get(user, {}).get(author))

    async def followed(self, user, above=0):
        """Whom a user follows, of those with more than so many followers."""
        return await self._call(lambda: [author for author in self.followings.get(user, {})
                                         if len(self.following[author]) > above])

    async def followers(self, author):
        """An author's active followers."""
        return await self._call(lambda: [user for user in self.following.get(author, {}) if self._active(user)])

    async def count(self, author):
        """How many followers an author has."""
        return await self._call(lambda: len(self.following.get(author, {})))

    async def looked(self, user):
        """Note that a user looks at his timeline: whether he was active before."""
        return await self._call(lambda: self._looked(user))

    async def away(self, user):
        """Forget that a user has looked."""
        await self._call(lambda: self.looks.pop(user, None) and None)

    def _follow(self, user, author):
        since = self.followings.setdefault(user, {}).setdefault(author, now())
        self.following.setdefault(author, {})[user] = since

    def _unfollow(self, user, author):
        self.followings.get(user, {}).pop(author, None)
        self.following.get(author, {}).pop(user, None)

    def _active(self, user):
        return user in self.looks and now() - self.looks[user] <= ACTIVE

    def _looked(self, user):
        before = self._active(user)
        self.looks[user] = now()
        return before
