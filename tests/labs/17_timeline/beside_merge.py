"""Lists that are told what was read of them, merged with the student's function beside it."""

MOST = 5_000
"""Ids that a list without end gives before it ends after all."""


class Through:
    """What can be gone through with `for`, and nothing else."""

    def __init__(self, ids):
        self.ids = ids

    def __iter__(self):
        return iter(self.ids)


KINDS = {
    "list": list,
    "tuple": tuple,
    "iterator": iter,
    "generator": lambda ids: (id for id in ids),
    "through": Through,
}


def endless(ids):
    """These ids, and then others down from the last one without end, each less than the one before."""
    yield from ids
    last = ids[-1] if ids else 10**6
    yield from range(last - 1, last - 1 - MOST, -1)


def noted(number, ids, read):
    for id in ids:
        read.append([number, id])
        yield id


def newest(several):
    """Of each [lists, count, kind of each, kind of all, endless ones]: what it came to, what was read, if changed."""
    return [one(*each) for each in several]


def one(lists, count, kinds, outer, without_end):
    read, made = [], []
    for number, ids in enumerate(lists):
        kind = kinds[number % len(kinds)]
        if kind in ("list", "tuple"):
            made.append(KINDS[kind](ids))
        else:
            source = endless(ids) if number in without_end else ids
            made.append(KINDS[kind](noted(number, source, read)))
    plain = [list(each) for each in made if type(each) is list]
    given = KINDS[outer](made)
    found = book.newest(given, count)  # noqa: F821
    kept = plain == [each for each in made if type(each) is list]
    same = outer != "list" or (len(given) == len(made) and all(a is b for a, b in zip(given, made, strict=True)))
    value = found if type(found) is list else []
    value = [each if type(each) in (int, str, type(None)) else repr(each) for each in value]
    return [type(found).__name__, value, read, kept and same]
