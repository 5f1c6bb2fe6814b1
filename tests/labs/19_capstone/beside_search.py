"""What runs beside the student: searches on boards that answer by formula, and what they asked.

It reports what it saw. What should be is judged on the other side of the line.
"""

import random


def rugged(seed, places):
    """A score from -50 to 50 that no neighbour tells anything of, from the places of a design's settings."""
    return random.Random(f"{seed} {list(places)}").uniform(-50.0, 50.0)


def flat(seed, places):
    """The same for all, and worth nothing."""
    return 0.0


def downhill(seed, places):
    """Every change from the first settings makes it worse, and is negative."""
    return -1.0 - sum(places)


def cold(seed, places):
    """Rugged, and below zero everywhere."""
    return rugged(seed, places) - 60.0


def abyss(seed, places):
    """Rugged, and below what somebody might take for the least of all numbers."""
    return rugged(seed, places) - 1e12


SHAPES = {"rugged": rugged, "flat": flat, "downhill": downhill, "cold": cold, "abyss": abyss}


def elsewhere(salt, design, knobs):
    """The same design and knobs as another process has them: texts hash otherwise there, and sets have other orders."""

    class Text(str):
        def __hash__(self):
            return hash((salt, str(self)))

    def text(value):
        return Text(value) if type(value) is str else value

    found = {text(name): tuple(map(text, settings)) for name, settings in knobs.items()}
    return {text(name): text(setting) for name, setting in design.items()}, found


def plain(value):
    return str(value) if isinstance(value, str) else value


def places(design, knobs):
    """The place of each knob's setting, or words for what is no design of these knobs."""
    if not isinstance(design, dict):
        return f"{design!r}"[:300]
    design = {plain(name): plain(setting) for name, setting in design.items()}
    if set(design) != set(knobs):
        return f"{design!r}"[:300]
    found = [
        next((n for n, one in enumerate(settings) if type(one) is type(design[name]) and one == design[name]), None)
        for name, settings in knobs.items()
    ]
    return f"{design!r}"[:300] if None in found else found


def searched(boards, runs):
    """Of each [design, knobs, board, options], one after the other: what was asked, found, and changed."""
    alive = []
    return [one(boards, alive, number, *each) for number, each in enumerate(runs)]


def one(boards, alive, number, design, knobs, board, options):
    asked, handed, steady, before = [], [], [], {name: tuple(settings) for name, settings in knobs.items()}
    if type(board) is list and board[2:]:
        design, knobs = elsewhere(board[2], design, knobs)
    given, first, settings = dict(design), dict(design), dict(knobs)

    def judge(design):
        handed.append(design)
        steady.append(given == first and knobs == settings)
        asked.append(places(design, before))
        if len(asked) > 5_000:
            raise RuntimeError("your search has called `judge` 5,000 times")
        if type(asked[-1]) is str:
            return 0.0
        if type(board) is dict:
            settings_of = [design[name] for name in before]
            return boards.estimate(dict(zip(board["names"], settings_of, strict=True)), board["world"])
        return SHAPES[board[0]](board[1], asked[-1])

    alive.append(judge)  # no later one gets its `id`
    random.seed(number)
    found = book.improve(given, knobs, judge, **options)  # noqa: F821
    kept = all(steady) and [*given.items()] == [*first.items()] and [*knobs.items()] == [*settings.items()]
    left = [places(one, before) for one in handed] == asked
    own, told = all(found is not one for one in [given, *alive]), places(found, before)
    alive.append(found)
    if isinstance(found, dict) and own:
        found.clear()
        kept = kept and given == first and knobs == settings
    return {"asked": asked, "found": told, "kept": kept, "left": left, "own": own}
