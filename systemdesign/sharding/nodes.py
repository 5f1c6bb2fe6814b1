"""Which nodes a map is made of: what can be none is refused before it loses a key."""

from collections import Counter
from math import isfinite


def named(nodes):
    """The names, as a list. Raises ValueError where there are none, or one is there twice."""
    names = list(nodes)
    if not names:
        raise ValueError("there is no node to own a key: name at least one")
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise ValueError(f"{twice[0]!r} is there twice: name each node once, and give it a weight for a larger share")
    return names


def weighed(nodes):
    """{name: weight}, from names, or from names with weights. Raises ValueError as `named`, and for no weight."""
    names = named(nodes)
    weights = dict(nodes) if isinstance(nodes, dict) else dict.fromkeys(names, 1)
    for name, weight in weights.items():
        if not (isfinite(weight) and weight > 0):
            raise ValueError(f"the weight of {name!r} is {weight}: give it a positive number, or leave the node out")
    return weights
