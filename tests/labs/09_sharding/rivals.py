"""Rings that break one rule of part 1: an answer like one of theirs has its mistake, and the hint names it."""

from bisect import bisect
from math import ceil

from .circle import Circle, by_zones, fingerprint


def split(walk, nodes):
    """The first node of each zone, and the others, both as they come."""
    firsts = {nodes[name][1]: name for name in reversed(walk)}.values()
    taken = [name for name in walk if name in firsts]
    return taken, [name for name in walk if name not in taken]


def nearest(places, here):
    """The place next to a key's, on whichever side it lies."""
    after = bisect(places, here)
    if after == len(places) or (after and here[0] - places[after - 1][0] < places[after][0] - here[0]):
        return after - 1
    return after


def nearest_zone(walk, nodes, count):
    taken = []
    for name in walk:
        if not taken or nodes[taken[-1]][1] != nodes[name][1]:
            taken.append(name)
    return (taken + [name for name in walk if name not in taken])[:count]


def in_rounds(walk, nodes, count):
    found, rest = [], list(walk)
    while rest:
        taken, rest = split(rest, nodes)
        found += taken
    return found[:count]


def ahead_first(walk, nodes, count):
    taken, rest = split(walk, nodes)
    end = walk.index(taken[-1])
    return (taken + sorted(rest, key=lambda name: (walk.index(name) < end, walk.index(name))))[:count]


def then(order):
    """One node a zone, then the others in another order."""

    def choose(walk, nodes, count):
        taken, rest = split(walk, nodes)
        return (taken + order(rest, nodes))[:count]

    return choose


def alike(look):
    """Zones that look alike are one; with None, they are none."""

    def choose(walk, nodes, count):
        looks = {name: (nodes[name][0], look(nodes[name][1])) for name in nodes}
        own = {name: (weight, ("none", name) if zone is None else zone) for name, (weight, zone) in looks.items()}
        return by_zones(walk, own, count)

    return choose


def backwards(rest, nodes):
    return rest[::-1]


def by_name(rest, nodes):
    return sorted(rest)


def by_list(rest, nodes):
    return [name for name in nodes if name in rest]


def by_weight(rest, nodes):
    return sorted(rest, key=lambda name: -nodes[name][0])


def numbered(words, *formulas):
    return 2, words, [{"many": many} for many in formulas]


def written(form):
    return (
        3,
        f'a node\'s i-th place is fingerprint(f"{{name}}/{{i}}"), and yours is fingerprint(f"{form}")',
        [{"place": form.format}],
    )


def keyed(words, key):
    return 3, f"a key's place is fingerprint(key): {words}", [{"key": key}]


def walked(words, *walks):
    return 4, words, [{"walk": walk} for walk in walks]


def chosen(rule, words, choose, **options):
    return rule, words, [{"choose": choose, **options}]


SIGNS = ["", "-", ":", "#", "_", ".", "|", "@", ",", " ", "+", "~"]
FORMS = [f"{{name}}{sign}{{i}}" for sign in SIGNS] + [f"{{i}}{sign}{{name}}" for sign in ["/", *SIGNS]]
FORMS += ["{name}/{i}/{weight}", "{name}/{zone}/{i}", "{zone}/{name}/{i}", "({name!r}, {i})", "({i}, {name!r})"]
TURNS = "a place depends on its node's name and number alone: you number the places of all nodes in one row"
CORRECT = "after one node of each zone go on with those passed over, in the order in which they were met"
FIRST = "the first place clockwise from the key's is its owner's"
BEYOND = "after the last place on the circle comes the first"
BEFORE = "points times weight is rounded, not the weight before it: some node has fewer places, or more"
RIVALS = [
    numbered("a node has as many places as points times weight: yours pays no heed to the weight", lambda p, w: p),
    numbered(
        "points times weight is rounded to the nearest, and you cut the fraction off", lambda p, w: int(p * w) or 1
    ),
    numbered("points times weight is rounded to the nearest, and you round up", lambda p, w: max(1, ceil(p * w))),
    numbered(
        BEFORE, lambda p, w: max(1, round(w) * p), lambda p, w: max(1, int(w) * p), lambda p, w: max(1, round(w)) * p
    ),
    numbered("even a node of little weight has one place at least, and yours has none", lambda p, w: round(p * w)),
    numbered("each of your nodes has a place more than points times weight", lambda p, w: max(1, round(p * w)) + 1),
    numbered("each of your nodes has a place less than points times weight", lambda p, w: max(1, round(p * w) - 1)),
    *map(written, FORMS),
    *((3, TURNS, [{"place": form.format}]) for form in ("{turn}", "{name}/{turn}", "{turn}/{name}")),
    keyed("you take that of its repr", lambda key: fingerprint(repr(key))),
    keyed("you put something behind the key", lambda key: fingerprint(f"{key}/0")),
    keyed("you have taken a key that is false for none", lambda key: fingerprint(key) if key else 0),
    keyed("you take that of a part of the key", lambda key: fingerprint(str(key).split(":")[0])),
    walked(
        "clockwise is towards larger fingerprints, and you walk the other way",
        lambda row, at: row[:at][::-1] + row[at:][::-1],
    ),
    walked(
        f"{FIRST}: you begin one place further on",
        lambda row, at: row[at + 1 :] + row[: at + 1],
        lambda row, at: (row + row + row)[at + 1 :][: len(row)],
    ),
    walked(f"{FIRST}: you begin one place before it", lambda row, at: row[at - 1 :] + row[: at - 1]),
    walked(f"{BEYOND}: your walk ends there", lambda row, at: row[at:], lambda row, at: row[at:] or row[:1]),
    walked(
        f"{BEYOND}: a key beyond it is not the last one's",
        lambda row, at: row[min(at, len(row) - 1) :] + row[: min(at, len(row) - 1)],
    ),
    walked(
        f"{BEYOND}: your walk misses the last place",
        lambda row, at: [row[(at + step) % (len(row) - 1 or 1)] for step in range(len(row))],
    ),
    (4, f"{FIRST}: you begin at the nearest place, which may lie behind the key", [{"start": nearest}]),
    (4, "larger fingerprints are larger numbers, and yours are sorted as texts", [{"number": str}]),
    chosen(4, "`count` says how many owners there are: yours pays no heed to it", lambda walk, nodes, count: walk[:1]),
    chosen(5, "pass over a node whose zone is taken: yours takes whoever comes next", lambda w, n, count: w[:count]),
    chosen(5, "pass over a node whose zone is among those taken, not only the last one's zone", nearest_zone),
    chosen(5, "a zone that is 0 or empty is a zone like any other", alike(lambda zone: zone or None)),
    chosen(5, "1 and '1' are two zones: you compare how they print", alike(str)),
    chosen(5, "zones are the same when they are equal: you compare a part of their names", alike(lambda z: str(z)[:1])),
    chosen(6, f"those passed over are met before those still ahead: {CORRECT}", ahead_first),
    chosen(6, f"when each zone is taken you begin again with the zones: {CORRECT}", in_rounds),
    chosen(6, f"when each zone is taken you stop: {CORRECT}", then(lambda rest, nodes: [])),
    chosen(6, f"you take those passed over from the last to the first: {CORRECT}", then(backwards)),
    chosen(6, f"you sort those passed over by name: {CORRECT}", then(by_name)),
    chosen(6, f"you take the others as `nodes` lists them: {CORRECT}", then(by_list)),
    chosen(6, f"you sort those passed over by weight: {CORRECT}", then(by_weight)),
]


def mistake(nodes, points, asked, found):
    """(rule, words) of the first rival that gives just these answers; None when there is none."""
    if points != 64 and gives(found, asked, Circle(nodes), Circle(nodes, first=1), Circle(nodes, many=lambda p, w: 64)):
        return 2, "a node has as many places as points times weight: yours pays no heed to `points`"
    for rule, words, options in RIVALS:
        if gives(found, asked, *(Circle(nodes, points, first=first, **one) for one in options for first in (0, 1))):
            return rule, words
    return None


def gives(found, asked, *rings):
    return any([ring.owners(*ask) for ask in asked] == found for ring in rings)


def neighbours_apart(keys, firsts):
    """How often the owner changes when one goes round the circle from key to key."""
    row = [name for _, name in sorted((fingerprint(key), name) for key, name in zip(keys, firsts))]
    return sum(one != other for one, other in zip(row, row[1:] + row[:1]))
