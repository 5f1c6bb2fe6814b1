"""The ring of lab 09 once more, as plainly as its rules can be said; each rule can be broken by an option."""

from bisect import bisect
from hashlib import blake2b


def fingerprint(text):
    return int.from_bytes(blake2b(str(text).encode(), digest_size=8).digest(), "little")


def rounded(points, weight):
    return max(1, round(points * weight))


def clockwise(places, start):
    return places[start:] + places[:start]


def by_zones(walk, nodes, count):
    """A node for each zone as they come, then those that were passed over."""
    taken, passed, zones = [], [], set()
    for name in walk:
        (passed if nodes[name][1] in zones else taken).append(name)
        zones.add(nodes[name][1])
    return (taken + passed)[:count]


class Circle:
    """`Ring`, by the rules: or by others, where `options` replace one."""

    def __init__(self, nodes, points=64, **options):
        self.nodes = nodes
        many = options.get("many", rounded)
        number, self.start = options.get("number", int), options.get("start", bisect)
        first, place = options.get("first", 0), options.get("place", "{name}/{i}".format)
        row = [(name, i) for name, (weight, _) in nodes.items() for i in range(first, first + many(points, weight))]
        self.places = sorted(
            (number(fingerprint(place(name=name, i=i, turn=turn, weight=nodes[name][0], zone=nodes[name][1]))), name)
            for turn, (name, i) in enumerate(row)
        )
        key = options.get("key", fingerprint)
        self.key = lambda one: number(key(one))
        self.walk, self.choose = options.get("walk", clockwise), options.get("choose", by_zones)
        self.different = options.get("different", True)

    def owners(self, key, count=1):
        met = [name for _, name in self.walk(self.places, self.start(self.places, (self.key(key),)))]
        return self.choose(list(dict.fromkeys(met)) if self.different else met, self.nodes, count)
