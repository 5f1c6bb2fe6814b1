"""The rules of part 4 of lab 17, once more: the order is fixed by the first page."""

from dataclasses import dataclass

from .state import HERE

NEWEST = "Ranked are the newest `depth` ids of the user, or all where there are fewer."
BEST = "The best come first; of equals, the newer one, that is, the greater id."
OWN = "Nothing is kept in the object, and users do not disturb each other."
FOLLOW = "With the `next` of a page come those that follow in this order."


@dataclass
class Row:
    """A page, and what was asked for while it was made: [what, user, cursor or id, size]."""

    reader: str
    user: object
    outcome: str
    ids: list
    next: object
    asked: list

    def pages(self):
        return [row for row in self.asked if row[0] == "page"]

    def scores(self):
        return [row[2] for row in self.asked if row[0] == "score"]


class World:
    """What the source has, and the scores; as the script says."""

    def __init__(self, ids, scores):
        self.ids, self.scores = {user: list(found) for user, found in ids}, {(u, i): s for u, i, s in scores}

    def best(self, user, depth):
        """The order that a first page fixes now."""
        ids = self.ids.get(user, [])[:depth]
        return sorted(ids, key=lambda id: (-self.scores.get((user, id), 0), -id))


class Seen:
    """One play, walked through by these rules."""

    def __init__(self, rows, rules, script, depth, told, world):
        self.rules, self.nexts = rules, {}
        self.rows, self.script, self.depth, self.told = [Row(*row) for row in rows], script, depth, told
        self.world, self.orders, self.places = World(world["ids"], world.get("scores", [])), {}, {}

    def of(self, reader):
        return [row for row in self.rows if row.reader == reader]

    def shown(self, reader):
        return [id for row in self.of(reader) for id in row.ids]

    def walk(self):
        rows = iter(self.rows)
        for verb, *rest in self.script:
            if verb == "ids":
                self.world.ids[rest[0]] = list(rest[1])
            elif verb == "score":
                self.world.scores[rest[0], rest[1]] = rest[2]
            elif verb == "together":
                for each in rest:
                    self.first(next(rows), each[3])
            elif verb == "open":
                self.first(next(rows), rest[3])
            elif self.goes_on(rest[0], verb):
                self.later(next(rows), rest[3] or 20, verb)
        return self

    def goes_on(self, reader, verb):
        nexts = self.nexts[reader]
        return (nexts[-1] if verb == "turn" else nexts[max(0, len(nexts) - 2)]) is not None

    def page(self, row, place, size, rule):
        order = self.orders[row.reader]
        where = f"{self.told}{row.user!r} has {order[:60]}, best first; a page from place {place} on, size {size}, "
        assert row.outcome == "page", f"{where}came to {row.outcome}: (ids, next) is a list, and a text or None."
        rule = f"{rule} {OWN}" if "5" in self.rules else rule
        judged = place == 0 or {*self.rules} & {"3", "5"}
        assert not judged or row.ids == order[place : place + size], (
            f"{where}had {row.ids}, and it should have {order[place : place + size]}. {rule}"
        )
        end = min(len(order), place + size)
        self.places[row.reader].append(end)
        self.nexts[row.reader].append(row.next)
        right = (row.next is None) == (end == len(order)) and isinstance(row.next, (str, type(None)))
        assert "4" not in self.rules or right, (
            f"{where}had {row.next!r} as `next`: it is None when all of these ids are shown, and else a text."
        )
        return where

    def first(self, row, size):
        self.orders[row.reader] = self.world.best(row.user, self.depth)
        self.places[row.reader], self.nexts[row.reader] = [], []
        self.page(row, 0, size or 20, NEWEST if "1" in self.rules else BEST)

    def later(self, row, size, verb):
        places = self.places[row.reader]
        place = places[-1] if verb == "turn" else places[max(0, len(places) - 2)]
        where = self.page(row, place, size, FOLLOW)
        assert "3" not in self.rules or not row.asked, (
            f"{where}asked for {[each[0] for each in row.asked][:9]}: after the first page neither `page` nor `score` "
            "is called."
        )


def play(lab, rules, script, told="", depth=None, **world):
    """One play, walked through by these rules."""
    return played(lab, rules, script, told, depth, **world).walk()


def played(lab, rules, script, told="", depth=None, **world):
    """One play, to be walked through."""
    stage = lab.bring(HERE / "beside_ranks.py", every=16, first=2)
    rows = stage.play(script, {} if depth is None else {"depth": depth}, **world)
    return Seen(rows, rules, script, depth or 200, told, world)
