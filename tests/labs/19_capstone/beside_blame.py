"""What runs beside the student: post-mortems of days of which a table is there, and what they asked."""


def blamed(days):
    """Of each [design, faults, rows], rows of [faults that are out, score]: what was found, asked, and changed."""
    return [one(*day) for day in days]


def one(design, faults, rows):
    table, asked, others = {frozenset(out): score for out, score in rows}, [], []
    given, before = dict(design), tuple(faults)

    def run(design, without):
        out = list(without) if type(without) is not str else [f"the text {without!r}"]
        asked.append(out)
        if design is not given and design != given:
            others.append(repr(design)[:300])
        if frozenset(out) not in table:
            return 0
        return table[frozenset(out)]

    found = book.blame(given, run, before)  # noqa: F821
    return {"found": plain(found), "asked": asked, "others": others, "kept": given == design}


def plain(found):
    """(fault, pair) as data, or in words where it is no such thing."""
    if type(found) not in (tuple, list) or len(found) != 2:
        return f"{found!r}"[:300]
    fault, pair = found
    return [fault if type(fault) in (str, type(None)) else repr(fault), names(pair)]


def names(pair):
    good = type(pair) in (tuple, list) and all(type(name) is str for name in pair)
    return list(pair) if good else None if pair is None else repr(pair)[:300]
