"""Part 2 of lab 09 is judged with books: where each key is, where it may go next, and why."""

from collections import Counter

from systemdesign.grading.hints import hint

from .bounds import Reckoning, first_with_room, others
from .departure import Departure

REPEATED = "a key that is there already is counted once: your *m* counts it each time that it comes"
NO_ROOM = "A key found no node: the bounds leave room for one more, *m* counting the new key."


def said(suspect):
    rule, words, _ = suspect
    return f"By rule {rule} {words}"


class Books:
    """A ring, a Bounded on it, and what each call must answer. The first answer that is wrong is told."""

    def __init__(self, lab, nodes, slack=None, points=64, ring=None):
        self.nodes, self.ring = nodes, ring or lab.Ring(nodes, points)
        self.bounded = lab.Bounded(self.ring) if slack is None else lab.Bounded(self.ring, slack=slack)
        self.right = Reckoning({name: w for name, (w, _) in nodes.items()}, 0.25 if slack is None else slack)
        self.homes, self.orders, self.gone = {}, {}, {}
        self.wrong, self.lists, self.repeats = None, [], 0
        self.suspects = [*others(self.right), (3, REPEATED, lambda name, m: self.right.bound(name, m + self.repeats))]

    def order(self, key):
        if key not in self.orders:
            self.orders[key] = self.ring.owners(key, len(self.nodes))
        return self.orders[key]

    def add(self, key):
        """A key comes. A wrong place is noted, and told by `settle`: further keys show which mistake it is."""
        if not self.homes and not self.gone:
            self.check_new(key)
        held, count = Counter(self.homes.values()), len(self.homes) + 1
        choices = {} if key in self.homes else {one: self.choice(key, held, one[2], count) for one in self.suspects}
        with hint(next((said(one) for one in choices if choices[one] is None), NO_ROOM)):
            name = self.bounded.add(key)
        if key in self.homes:
            stays = f"By rule 3 {key!r}, there already, stays where it is, on {self.homes[key]}, and `add` says so"
            assert name == self.homes[key], f"{stays}: yours returned {name!r}."
            self.repeats += 1
            return
        named = name in self.nodes or self.bounded.node(key) is None
        assert named, f"By rule 2 `add` returns the name of the node that the key went to, not {name!r}."
        nowhere = next((said(one) for one in choices if name is None and choices[one] is None), None)
        assert not nowhere, f"{nowhere}: key {count}, {key!r}, found no node that has room."
        assert name in self.nodes, f"By rule 2 `add` returns the name of the node that the key went to, not {name!r}."
        right = self.choice(key, held, self.right.bound, count)
        if name != right and not self.wrong:
            self.wrong = self.told(key, name, right, held, count)
        self.suspects = [one for one in self.suspects if choices[one] == name]
        self.homes[key] = name

    def check_new(self, key):
        found, loads = self.bounded.node(key), plain(self.bounded.loads(), self.nodes)
        kept = found is None and set(loads) <= set(self.nodes)
        assert kept, (
            f"By rule 4 nobody holds {key!r} yet, for this Bounded is new: `node` of it is {found!r}, and `loads()` "
            f"has {list(loads)}. Keep what each holds in `self`, and not in the class."
        )

    def choice(self, key, held, bound, count):
        return first_with_room(self.order(key), held, bound, count)

    def told(self, key, name, right, held, count):
        where = f"key {count}, {key!r}, went to {name} ({held[name]} keys) and not to {right} ({held[right]})"
        limit = self.right.bounds(count)
        facts = f"with {count} keys their bounds are {limit[name]} and {limit[right]}; its order is {self.shown(key)}."
        if self.gone.get(key) == name:
            said = "By rule 2 a key that comes back goes to the first node within its bound, not where it was"
        elif held[name] >= limit[name]:
            said = "By rule 1 every node is within its bound"
        else:
            said = "By rule 2 a key goes to the first node that stays within its bound"
        return said, f"{where}; {facts}"

    def shown(self, key):
        return ", ".join(self.order(key)[:6])

    def settle(self):
        """Tell what was wrong with the places that `add` chose."""
        if self.wrong:
            plainly, where = self.wrong
            raise AssertionError(f"{said(self.suspects[0]) if self.suspects else plainly}: {where}")
        self.check_loads()

    def check(self):
        """What `node` and `loads` say, of everything."""
        for key, home in self.homes.items():
            found = self.bounded.node(key)
            assert found == home, (
                f"By rule 4 `node({key!r})` is the node that holds the key, {home}, and not {found!r}."
            )
        self.check_loads()

    def check_loads(self):
        loads, held = plain(self.bounded.loads(), self.nodes), Counter(self.homes.values())
        missing = sorted(set(self.nodes) - set(loads))
        assert not missing, f"By rule 5 `loads()` has every node, also one that holds no key: {missing} are missing."
        right = {name: held[name] for name in self.nodes}
        total = f"there are {len(self.homes)} keys, each counted once"
        assert loads == right, f"By rule 5 `loads()` is every node's number of keys, {right}, and not {loads}: {total}."

    def remove(self, key):
        """A key leaves: who has too many gives just these, and nobody else moves."""
        before = dict(self.homes)
        with hint(
            "By rule 6 keys of a node over its bound move: when one left, another found no room, or was lost."
        ):
            told = self.bounded.remove(key)
        assert isinstance(told, list), f"By rule 8 `remove` returns the list of the keys that moved, and not {told!r}."
        assert self.bounded.node(key) is None, f"By rule 6 the key leaves: `node({key!r})` is None then."
        self.gone[key] = self.homes.pop(key, None)
        self.homes = {one: self.bounded.node(one) for one in self.homes}
        self.check_moved(before)
        Departure(self, key, {one: home for one, home in before.items() if one != key}).judge(told)
        self.check_loads()

    def check_moved(self, before):
        """The loads tell that keys have moved, and `node` does not."""
        loads, held = plain(self.bounded.loads(), self.nodes), Counter(self.homes.values())
        stays = all(before[key] == home for key, home in self.homes.items())
        limit = self.right.bounds(len(self.homes))
        assert not (stays and any(loads.get(n, 0) <= limit[n] < held[n] for n in self.nodes)), (
            "By rule 4 `node` of a key that moved is the node that holds it now: yours names the one where it was."
        )


def plain(loads, nodes):
    """A dict; of another kind of dict, which stayed with the student, what it says of the nodes."""
    assert loads is not None, "By rule 5 `loads()` returns a dict of every node's number of keys, and yours nothing."
    return loads if isinstance(loads, dict) else {name: loads.get(name) for name in nodes}
