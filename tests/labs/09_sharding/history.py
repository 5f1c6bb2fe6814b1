"""What clients wrote and read, and what a read may therefore return: rules 5, 6 and 7 of part 3, once more."""

from collections import defaultdict
from dataclasses import dataclass
from math import inf


@dataclass(eq=False)
class Write:
    """A put, or a delete (`value` None). `end` is when its client heard of it; `seen`, when a reader first had it."""

    value: object
    start: float
    end: float = inf
    error: str | None = None
    seen: float = inf

    def known(self, time):
        """Whether some client has been told, by then, that it was done."""
        return self.seen <= time or (self.end <= time and not self.error)


class Broken(AssertionError):
    """A read returned what it may not."""


class History:
    """For each key all writes, and what was seen of their order. Of two writes the later one began when the other had
    ended; of two at once the one that was read later."""

    def __init__(self, data):
        self.writes = defaultdict(lambda: [Write(None, -1.0, -1.0)])
        for key, value in data.items():
            self.writes[key] = [Write(value, -1.0, -1.0)]
        self.order, self.reads = set(), defaultdict(list)

    def write(self, key, value, start):
        self.writes[key].append(Write(value, start))
        return self.writes[key][-1]

    def before(self, one, other):
        return one.end < other.start or (one, other) in self.order

    def read(self, key, value, start, end):
        """Raises Broken when a read from `start` to `end` may not return this value."""
        found = [write for write in self.writes[key] if same(write.value, value) and write.start <= end]
        fresh = [write for write in found if not self.later(key, write, start)]
        if not fresh:
            self.tell(key, value, self.later(key, found[-1], start) if found else self.newest(key, start))
        if len(fresh) == 1:
            self.learn(key, fresh[0], start, end)

    def later(self, key, write, time):
        """A write that this read had to return, or something later, instead of `write`."""
        return next((one for one in self.writes[key][::-1] if one.known(time) and self.before(write, one)), None)

    def newest(self, key, time):
        return next((one for one in self.writes[key][::-1] if one.known(time)), None)

    def learn(self, key, write, start, end):
        for earlier in [one for ended, one in self.reads[key] if ended <= start and one is not write]:
            if not self.before(earlier, write):
                self.order.add((earlier, write))
        self.reads[key].append((end, write))
        write.seen = min(write.seen, end)

    def tell(self, key, value, newer):
        if newer is None or (value is not None and not any(same(one.value, value) for one in self.writes[key])):
            raise Broken(f"By rule 1 a read of {key!r} returns what was put, and {value!r} never was.")
        if newer.value is None:
            raise Broken(f"By rule 7 a deleted key does not come back: {key!r} was deleted, and then it was {value!r}.")
        now = f"is gone, and was {newer.value!r}" if value is None else f"is {value!r}, and was {newer.value!r}"
        if newer.error:
            raise Broken(f"By rule 6 a later read does not unsee what was seen: {key!r} {now} in an earlier read.")
        raise Broken(f"By rule 5 what was acknowledged is never lost: {key!r} {now}, acknowledged before.")


def same(one, other):
    return one.__class__ is other.__class__ and one == other
