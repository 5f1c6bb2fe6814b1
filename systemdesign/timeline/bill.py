"""What pushing and pulling cost in a world, a pair of author and reader and a day, by the rule that chooses.

The unit is an insert into a list. A pushed pair costs an insert for each post, a pulled one the price of reading a list
for each time that the reader looks. So every rule that goes by the author is pushed + price · pulled.
"""

from bisect import bisect
from functools import lru_cache
from itertools import accumulate

from systemdesign.timeline.world import PEOPLE, world


class Bill:
    """The bills of a world."""

    def __init__(self, world):
        self.world, self.many = world, len(world.pairs)
        self.pushed = [posts * followers for posts, followers in zip(world.posts, world.followers)]
        self.pulled = [0.0] * PEOPLE
        for author, reader in world.pairs:
            self.pulled[author] += world.reads[reader]
        ratios = sorted((world.posts[author] / world.reads[reader], world.posts[author], world.reads[reader])
                        for author, reader in world.pairs if world.reads[reader])
        self._ratios = [ratio for ratio, _, _ in ratios]
        self._posts = [0.0, *accumulate(posts for _, posts, _ in ratios)]
        self._reads = [0.0, *accumulate(reads for _, _, reads in ratios)]

    def by_author(self, price, pulls):
        """Pull the authors of whom `pulls(posts a day, followers)` is true, push the others."""
        choices = map(pulls, self.world.posts, self.world.followers)
        return sum(price * pulled if choice else pushed
                   for choice, pushed, pulled in zip(choices, self.pushed, self.pulled)) / self.many

    def push(self):
        """Push all."""
        return sum(self.pushed) / self.many

    def active(self):
        """Push to those who look."""
        return self._posts[-1] / self.many

    def pull(self, price):
        """Pull all."""
        return price * sum(self.pulled) / self.many

    def best(self, price):
        """Each pair as it is cheaper: push where the author's posts are fewer than this reader's reads × price."""
        pushed = bisect(self._ratios, price)
        return (self._posts[pushed] + price * (self._reads[-1] - self._reads[pushed])) / self.many

    def dealt(self, price, limit):
        """Pull above so many followers, if all rates are dealt out anew, to authors and to readers: the mean over all
        ways to do so, which is that of pushing all and pulling all, weighted by the pairs.
        """
        pushed = sum(many for many in self.world.followers if many <= limit) / self.many
        return (pushed * sum(self.world.posts) + (1 - pushed) * price * sum(self.world.reads)) / PEOPLE


@lru_cache(maxsize=64)
def bill(never=0.3, seed=0):
    """The bills of the world in which this share never looks."""
    return Bill(world(never, seed))
