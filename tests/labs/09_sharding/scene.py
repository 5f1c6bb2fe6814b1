"""What parts 1 and 2 of lab 09 are judged with: nodes, keys, and who owns them."""

from .circle import Circle
from .rivals import mistake, neighbours_apart

KEYS = [f"key{number}" for number in range(400)]
ODD = [0, "", (), None, 1, "1", -7, 2.5, ("a", 1), "ann/0x", "key 1", "ключ", "a.b", "a-b"]
ODD += ["user:1", "user:2", "{tag}a", "{tag}b", "A", "a", "a "]
TEN = {f"n{number}": (1, "xyz"[number % 3]) for number in range(10)}
WEIGHTS = {"ann": (1, "a"), "bob": (2.3, "b"), "cyd": (0.37, "c"), "dan": (1.7, "d"), "eve": (0.01, "e")}


def alone(nodes):
    """The same nodes, each in a zone of its own: then replicas are simply the next nodes clockwise."""
    return {name: (weight, name) for name, (weight, _) in nodes.items()}


def told(ring, asked):
    return [ring.owners(*ask) for ask in asked]


def by_the_rules(nodes, points, asked, found):
    """Whether the answers are those of the rules, with places counted from 0 or from 1."""
    return any(told(Circle(nodes, points, first=first), asked) == found for first in (0, 1))


def judge(ring, nodes, points, asked, otherwise):
    """Compare each answer of the ring with the rules. `otherwise` is the hint for a mistake that has no name."""
    found = told(ring, asked)
    if by_the_rules(nodes, points, asked, found):
        return
    twice = next((names for names in found if len(set(names)) < len(names)), None)
    assert not twice, f"By rule 4 the owners are different nodes, and yours are {twice}."
    named = mistake(nodes, points, asked, found)
    words = f"By rule {named[0]} {named[1]}." if named else apart(nodes, points, asked, found) or otherwise
    raise AssertionError(f"{words} {example(nodes, points, asked, found)}")


def apart(nodes, points, asked, found):
    """Words for keys that go round the circle in no order."""
    firsts = {key: names[0] for (key, *_), names in zip(asked, found) if names}
    most = len(Circle(nodes, points).places)
    if len(firsts) > 4 * most and neighbours_apart(firsts, firsts.values()) > 2 * most + 20:
        return "By rule 3 a key's place on the circle is fingerprint(key), and neighbours there go to one node."


def example(nodes, points, asked, found):
    expected = told(Circle(nodes, points), asked)
    ask, right, wrong = next(row for row in zip(asked, expected, found) if row[1] != row[2])
    where = f" of the nodes {nodes} with points={points}" if len(nodes) < 8 else ""
    return f"`owners({', '.join(map(repr, ask))})`{where} is {right}, and yours is {wrong}."
