"""What runs beside the student: promises from days that held or not, and the seeds that were asked for."""

from decimal import Decimal
from numbers import Real

DESIGN = {"instances": 3, "ttl": 5}
KINDS = {
    "list": list,
    "range": lambda seeds: seeds,
    "tuple": tuple,
    "iterator": iter,
    "generator": lambda s: (n for n in s),
}


def promised(several):
    """Of each [the seeds' kind, first seed, step, what each day does]: [returned, seeds asked for, designs, kept]."""
    return [one(*each) for each in several]


def one(kind, first, step, held):
    seeds, asked, others = range(first, first + step * len(held), step), [], []
    given = dict(DESIGN)

    def run(design, seed):
        asked.append(seed)
        if design != DESIGN:
            others.append(repr(design)[:300])
        return seed in seeds and held[seeds.index(seed)]

    returned = plain(book.promise(given, run, KINDS[kind](seeds)))  # noqa: F821
    return [returned, asked, others, given == DESIGN]


def counted(several):
    """Of each [held, seeds]: what was returned, for as many seeds of which so many held, spread among the others."""
    found = []
    for held, count in several:
        found.append(plain(book.promise(dict(DESIGN), lambda design, seed: seed * 11 % count < held, range(count))))  # noqa: B023, F821
    return found


def plain(found):
    """Three numbers, or words for what is none."""
    good = isinstance(found, (tuple, list)) and len(found) == 3 and all(map(number, found))
    return [*map(float, found)] if good else f"{found!r}"[:300]


def number(one):
    """Whether it is one, a fraction or a decimal too."""
    return isinstance(one, (Real, Decimal)) and type(one) is not bool
