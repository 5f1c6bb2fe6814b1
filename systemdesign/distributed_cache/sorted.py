"""A sorted set: members with scores, in the order of scores, and of members where scores are equal."""

from bisect import bisect_left, bisect_right, insort
from operator import itemgetter

SCORE = itemgetter(0)


class Sorted(dict):
    """{member: score}. The order is a list, made when it is first asked for, and kept by bisection from then on."""

    def __init__(self, members=()):
        super().__init__(members)
        self._order = None

    @property
    def order(self):
        """[(score, member)], the lowest first."""
        if self._order is None:
            self._order = sorted([(score, member) for member, score in self.items()])
        return self._order

    def put(self, member, score):
        """Add a member, or give it another score."""
        if self._order is not None:
            if member in self:
                self._leave(member)
            insort(self._order, (score, member))
        self[member] = score

    def remove(self, member):
        """Remove a member, whether it was there."""
        if member not in self:
            return False
        if self._order is not None:
            self._leave(member)
        del self[member]
        return True

    def rank(self, member):
        """The place of a member, from 0."""
        return bisect_left(self.order, (self[member], member))

    def between(self, low, high, of=SCORE):
        """The places from bound to bound of scores, or of members where all have one score.

        A bound is what `of` gives of an entry of the order, and whether it is itself left out.
        """
        first = (bisect_right if low[1] else bisect_left)(self.order, low[0], key=of)
        last = (bisect_left if high[1] else bisect_right)(self.order, high[0], key=of)
        return range(first, max(first, last))

    def _leave(self, member):
        del self._order[bisect_left(self._order, (self[member], member))]
