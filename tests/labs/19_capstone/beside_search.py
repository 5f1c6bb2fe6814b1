"""What runs beside the student: searches on boards that answer by formula, and what they asked.

It reports what it saw. What should be is judged on the other side of the line.
"""

import random


def rugged(seed, places):
    """A score from -50 to 50 that no neighbour tells anything of, from the places of a design's settings."""
    return random.Random(f"{seed} {list(places)}").uniform(-50.0, 50.0)


def flat(seed, places):
    """The same for all."""
    return 7.0


def downhill(seed, places):
    """Every change from the first settings makes it worse, and is negative."""
    return -1.0 - sum(places)


SHAPES = {"rugged": rugged, "flat": flat, "downhill": downhill}


def places(design, knobs):
    """The place of each knob's setting, or words for what is no design of these knobs."""
    if type(design) is not dict or set(design) != set(knobs):
        return f"{design!r}"[:300]
    found = [
        next((n for n, one in enumerate(settings) if type(one) is type(design[name]) and one == design[name]), None)
        for name, settings in knobs.items()
    ]
    return f"{design!r}"[:300] if None in found else found


def searched(boards, runs):
    """Of each [design, knobs, board, options], one after the other: what was asked, found, and changed."""
    return [one(boards, number, *each) for number, each in enumerate(runs)]


def one(boards, number, design, knobs, board, options):
    asked, given, before = [], dict(design), {name: tuple(settings) for name, settings in knobs.items()}

    def judge(design):
        asked.append(places(design, before))
        if len(asked) > 5_000:
            raise RuntimeError("your search has called `judge` 5,000 times")
        if type(asked[-1]) is str:
            return 0.0
        if type(board) is dict:
            return boards.estimate(design, board)
        return SHAPES[board[0]](board[1], asked[-1])

    random.seed(number)
    found = book.improve(given, knobs, judge, **options)  # noqa: F821
    kept = given == design and list(given) == list(design) and knobs == before
    own, told = found is not given, places(found, before)
    if type(found) is dict and own:
        found.clear()
        kept = kept and given == design and knobs == before
    return {"asked": asked, "found": told, "kept": kept, "own": own}
