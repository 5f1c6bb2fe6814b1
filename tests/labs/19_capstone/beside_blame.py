"""What runs beside the student: post-mortems of days of which a table is there, and what they asked."""

from collections.abc import Collection


def blamed(days):
    """Of each [design, faults, rows], rows of [faults that are out, score]: what was found, asked, and changed."""
    return [one(*day) for day in days]


def one(due, faults, rows):
    table, asked, others = {frozenset(out): score for out, score in rows}, [], []
    given, before = dict(due), tuple(faults)

    def run(design, without):
        out = list(without) if collected(without) else [f"the {type(without).__name__} {without!r}"[:300]]
        asked.append(out)
        if design != due:
            others.append(repr(design)[:300])
        if frozenset(out) not in table:
            return 0
        return table[frozenset(out)]

    found = book.blame(given, run, before)  # noqa: F821
    return {"found": plain(found), "asked": asked, "others": others, "kept": given == due}


def collected(without):
    """Whether it is a collection of names: neither one name nor what can be gone through only once."""
    return isinstance(without, Collection) and not isinstance(without, str)


def plain(found):
    """(fault, pair) as data, or in words where it is no such thing."""
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        return f"{found!r}"[:300]
    fault, pair = found
    return [fault if type(fault) in (str, type(None)) else repr(fault), names(pair)]


def names(pair):
    good = isinstance(pair, tuple) and all(type(name) is str for name in pair)
    return list(pair) if good else None if pair is None else repr(pair)[:300]
