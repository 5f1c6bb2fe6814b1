"""Part 2 of lab 09: what the others may do when a key leaves."""

from collections import Counter

from .bounds import first_with_room


class Departure:
    """A key left: what the others did, against what they may do."""

    def __init__(self, books, key, before):
        self.books, self.key, self.before, self.after = books, key, before, books.homes
        self.count = len(before)
        self.bounds = books.right.bounds(self.count)
        self.moved = [one for one in before if before[one] != self.after[one]]

    def judge(self, told):
        for one, home in self.after.items():
            assert home in self.books.nodes, f"By rule 6 {one!r} moves to another node, and yours is nowhere: {home!r}."
        held, now = Counter(self.before.values()), Counter(self.after.values())
        gave = Counter(self.before[one] for one in self.moved)
        for name, bound in self.bounds.items():
            self.judge_node(name, max(0, held[name] - bound), gave[name], now[name])
        self.judge_places(held - gave)
        self.judge_list(told)

    def judge_node(self, name, excess, gave, now):
        bound = self.bounds[name]
        assert gave >= excess, (
            f"By rule 1 every node is within its bound, *m* being the number of keys there are then: {name} holds "
            f"{now}, and its bound is {bound} now that {self.count} keys are left. Bounds shrink when a key leaves."
        )
        home = next((one for one in self.moved if self.before[one] == name), None)
        assert gave <= excess, (
            f"By rule 6 as many keys move as a node has too many, and no others: {self.key!r} left, {name} (bound "
            f"{bound}) had {excess} too many, and {gave} moved, such as {home!r} to {self.after[home]}."
        )

    def judge_places(self, held):
        """Some order of the moves must explain where each key went: full nodes stay full."""
        left = list(self.moved)
        while left:
            fits = [one for one in left if self.first(one, held) == self.after[one]]
            assert fits, self.misplaced(left[0], held)
            held = held + Counter(self.after[one] for one in fits[:1])
            left.remove(fits[0])

    def first(self, key, held):
        return first_with_room(self.books.order(key), held, lambda name, count: self.bounds[name], self.count)

    def misplaced(self, key, held):
        right, name = self.first(key, held), self.after[key]
        where = f"it held {held[name]} of {self.bounds[name]}, and {right} {held[right]} of {self.bounds[right]}"
        return (
            f"By rule 7 a key that moves goes to the first node in its own order that has room: {key!r} moved from "
            f"{self.before[key]} to {name} and not to {right}; {where}; the "
            f"order of {key!r} is {self.books.shown(key)}."
        )

    def judge_list(self, told):
        said = f"By rule 8 `remove` returns the list of the keys that moved: {self.moved}, and not {told}."
        earlier, self.books.lists = self.books.lists, self.books.lists + self.moved
        goes_on = earlier and told == earlier + self.moved
        assert not goes_on, f"{said} What moved at earlier calls is still among them: begin a new list."
        back = [one for one in told if one in self.after and one not in self.moved]
        assert not back, (
            f"{said} {back[0]!r} is where it was: if you took it up and put it back, take up only as many as a node "
            "has too many (rule 6)."
        )
        assert self.key not in told, f"{said} The key that left is not among them."
        assert sorted(map(repr, told)) == sorted(map(repr, self.moved)), said
