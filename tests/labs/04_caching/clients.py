"""Part 4 of lab 04 once more, as a model, and clients who follow it."""

from inspect import isawaitable

from systemdesign import now
from systemdesign.grading.hints import hint

from .scene import FALSE, same


def plain(answer):
    """The answer of a plain function."""
    if isawaitable(answer):
        answer.close()
        raise AssertionError("The methods are plain functions, whose callers await nothing: `def`, not `async def`.")
    return answer


def got(answer):
    """A pair, and what is wrong if it is none."""
    plain(answer)
    assert isinstance(answer, (tuple, list)) and len(answer) == 2, (
        f'`get` returns a pair: ("hit", value), ("fill", token) or ("wait", None); yours is {answer!r}. (rule 2)'
    )
    return tuple(answer)


def row(version):
    """What the row of a key holds after so many changes: sometimes a value that is false."""
    return version if version % 3 else FALSE[version // 3 % len(FALSE)]


class Slot:
    """What the rules say of one key. `why` is the reason why it is as it is. Tokens are the student's own."""

    def __init__(self, ttl, patience):
        self.ttl, self.patience = ttl, patience
        self.value = self.token = None
        self.value_ends = self.lease_ends = 0.0
        self.why, self.refused = "nobody was ever given its lease (rule 2)", False

    def due(self):
        """(the answer's kind, why)."""
        if now() < self.value_ends:
            kind = "hit"
        elif now() < self.lease_ends:
            kind = "wait"
        else:
            kind = "fill"
            if self.lease_ends:
                self.why = f"its lease ended {self.patience:g} s after it was given (rule 3)"
            elif self.value_ends:
                self.why = f"its value has ended, {self.ttl:g} s after its fill (rule 1)"
        if self.refused and kind != "fill":
            return kind, "a fill that is refused changes nothing, no value and no lease (rule 4)"
        return kind, self.why

    def give(self, token):
        self.token, self.lease_ends, self.value_ends, self.refused = token, now() + self.patience, 0.0, False
        self.why = f"its lease was given at {now():.2f} s, for {self.patience:g} s, and others wait (rule 3)"

    def fill(self, value, token):
        """(whether it is stored, why)."""
        if now() >= self.lease_ends:
            self.refused = True
            return False, "no lease of the key is in force"
        if token != self.token:
            self.refused = True
            return False, "this is not the token of the lease that the key has now"
        self.value, self.value_ends, self.lease_ends, self.refused = value, now() + self.ttl, 0.0, False
        self.why = f"it was filled at {now():.2f} s, and that is a hit for {self.ttl:g} s (rule 1)"
        return True, "this is the token of the lease that the key has now"

    def invalidate(self):
        self.why = (
            "its lease ended when the key was invalidated (rule 3)"
            if now() < self.lease_ends
            else "it was invalidated, and no value is a hit then (rule 1)"
        )
        self.value_ends = self.lease_ends = 0.0
        self.refused = False


class Clients:
    """The clients of one cache: each may hold tokens of each key, with the row as it was when it got them."""

    def __init__(self, lab, name, story, chance, ttl, patience):
        self.cache, self.name, self.story, self.chance = lab.LeasedCache(ttl, patience), name, story, chance
        self.lives = ttl, patience
        self.slots, self.versions, self.hands, self.given = {}, {}, {}, []

    def slot(self, key):
        return self.slots.setdefault(key, Slot(*self.lives))

    def note(self, text, found, due):
        self.story.note(text if found == due else f"{text}, should be {due}")

    def read(self, key, who):
        slot = self.slot(key)
        (due, why), (kind, what) = slot.due(), got(self.cache.get(key))
        self.note(f"{who} reads {key!r} of {self.name}: {kind} {what!r}", kind, due)
        assert kind == due, f"`get({key!r})` should say {due!r}, and yours says {kind!r}: {why}."
        if kind == "hit":
            assert same(what, slot.value), f"The value filled last is {slot.value!r}, and the hit {what!r} (rule 1)."
        elif kind == "fill":
            assert isinstance(what, int), f"A token is a whole number, and yours is {what!r} (rule 2)."
            assert what not in self.given, f"The token {what} was given before, for this key or another (rule 2)."
            self.given.append(what)
            self.hands.setdefault((key, who), []).append((what, self.versions.setdefault(key, 1)))
            slot.give(what)

    def fill(self, key, who):
        """With the token that the client got last."""
        if (key, who) in self.hands:
            token, version = self.hands[key, who][-1]
            self.offer(key, who, row(version), token)

    def late(self, key, who):
        """With any token that was ever given, or one that never was."""
        self.offer(key, who, "a late one", self.chance.choice([*self.given, 10**12]))

    def offer(self, key, who, value, token):
        (due, why), done = self.slot(key).fill(value, token), self.cache.fill(key, value, token)
        self.note(f"{who} fills {key!r} of {self.name} with {value!r} and token {token}: {done}", done, due)
        assert done is due, f"`fill` should return {due}, and yours returns {done!r}: {why} (rule 4)."

    def write(self, key, who):
        self.versions[key] = self.versions.get(key, 1) + 1
        with hint("`invalidate` of a key that the cache has never seen does nothing (rule 1)."):
            self.cache.invalidate(key)
        self.slot(key).invalidate()
        self.story.note(f"{who} changes the row of {key!r} and invalidates it in {self.name}")
