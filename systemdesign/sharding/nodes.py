"""Which nodes a map is made of: what can be none is refused before it loses a key."""

from collections import Counter
from math import inf, nan
from reprlib import repr as shortly


def named(nodes):
    """The names, as a list. Raises ValueError where there are none, or one is there twice: names are told by text."""
    names = list(nodes)
    if not names:
        raise ValueError("there is no node to own a key: name at least one")
    texts, equal = Counter(map(str, names)), Counter(names)
    twice = [name for name in names if max(texts[str(name)], equal[name]) > 1]
    if twice:
        raise ValueError(f"{twice[0]!r} is there twice: name each node once, and give it a weight for a larger share")
    return names


def weighed(nodes):
    """{name: weight}, from names, or from names with weights. Raises ValueError as `named`, and for no weight."""
    names = named(nodes)
    weights = dict(nodes) if isinstance(nodes, dict) else dict.fromkeys(names, 1)
    for name, weight in weights.items():
        if not 0 < number(weight) < inf:
            raise ValueError(
                f"the weight of {name!r} is {shortly(weight)}: give it a positive number, or leave the node out"
            )
    return {name: number(weight) for name, weight in weights.items()}


def even(nodes):
    """The names, as a list, for a map that knows no weights. Raises ValueError as `weighed`, and where they differ."""
    weights = weighed(nodes)
    if len(set(weights.values())) > 1:
        raise ValueError("this map gives all nodes the same share, and knows no weights: give it the names alone")
    return list(weights)


def number(value):
    """As a float; not a number where it is none, or beyond all floats."""
    try:
        return nan if isinstance(value, (str, bytes)) else float(value)
    except (TypeError, ValueError, OverflowError):
        return nan
