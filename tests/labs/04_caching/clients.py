"""Part 4 of lab 04 once more, as a model, and clients who follow it."""

from collections import Counter

from systemdesign import now


def leases(lab, ttl=60.0, patience=5.0):
    return lab.LeasedCache(ttl, patience)


def got(answer):
    """A pair, and what is wrong if it is none."""
    assert isinstance(answer, (tuple, list)) and len(answer) == 2, (
        f'`get` returns a pair: ("hit", value), ("fill", token) or ("wait", None); yours is {answer!r}.'
    )
    return tuple(answer)


class Rules:
    """The rules of part 4 for one key, once more, as plainly as they can be said. Tokens are the students' own."""

    def __init__(self, ttl, patience):
        self.ttl, self.patience = ttl, patience
        self.value = self.token = None
        self.value_ends = self.lease_ends = 0.0

    def due(self):
        if now() < self.value_ends:
            return "hit"
        return "wait" if now() < self.lease_ends else "fill"

    def give(self, token):
        self.token, self.lease_ends = token, now() + self.patience

    def fill(self, value, token):
        if now() >= self.lease_ends or token != self.token:
            return False
        self.value, self.value_ends, self.lease_ends = value, now() + self.ttl, 0.0
        return True

    def invalidate(self):
        self.value_ends = self.lease_ends = 0.0


class Clients:
    """Clients a, b and c of one cache: each may hold a token and the row as it was when it got it."""

    def __init__(self, cache, story):
        self.cache, self.story, self.rules = cache, story, Rules(ttl=6.0, patience=4.0)
        self.row, self.hands, self.given = 1, {}, Counter()

    def note(self, text, found, due):
        self.story.note(text if found == due else f"{text}, should be {due}")

    def read(self, who):
        due, (kind, what) = self.rules.due(), got(self.cache.get("k"))
        self.note(f"{who} reads: {kind} {what if what is not None else ''}", kind, due)
        assert kind == due, f"Here `get` should say {due!r}, and yours says {kind!r} (ttl=6, patience=4)."
        if kind == "hit":
            assert what == self.rules.value, f"The value filled last is {self.rules.value!r}, and {who} got {what!r}."
            assert what == self.row, f"The row is at version {self.row}, and {who} got version {what}: a stale set."
        elif kind == "fill":
            self.given[what] += 1
            assert self.given[what] == 1, f"The token {what} was given before."
            self.rules.give(what)
            self.hands[who] = what, self.row

    def fill(self, who):
        if who in self.hands:
            token, row = self.hands[who]
            due, done = self.rules.fill(row, token), self.cache.fill("k", row, token)
            self.note(f"{who} fills with version {row}: {done}", done, due)
            assert done is due, f"Here `fill` should return {due}, and yours returns {done!r} (ttl=6, patience=4)."

    def write(self, who):
        self.row += 1
        self.rules.invalidate()
        self.cache.invalidate("k")
        self.story.note(f"{who} writes version {self.row}")

    def crash(self, who):
        self.story.note(f"{who} crashes" + (" with a token in its hand" if self.hands.pop(who, None) else ""))
