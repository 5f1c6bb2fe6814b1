"""Boards for lab 19's searches, and what is said of them on this side of the line."""

from pathlib import Path

from systemdesign.capstone import boards
from systemdesign.capstone.board import KNOBS, NAIVE

from .beside_search import SHAPES

HERE = Path(__file__).parent
HIDDEN = 106, 117, 118, 144, 149, 161, 164, 173, 223, 247, 257, 265
"""The seeds of the hidden boards: on each a design with 100 is known, and one knob at a time stands still below 50."""
SMALL = {"colour": ("", "red", "green"), "size": (0, 3, None, 2.5), "fold": (False, True)}
LONE = {"only": ("one",)}
TEXTS = dict.fromkeys(("oak", "elm", "ash", "fir", "yew"), ("low", "some", "much", ""))
TWINS = {"size": ("0", 0, "3", 3), "colour": ("None", "red", None)}
"""Settings that print alike."""
WIDE = {f"knob {number}": tuple(range(number, number + 3)) for number in range(12)}
LETTERS = [f"knob {letter}" for letter in "abcdefghijk"]


def first(knobs):
    """Each knob at its first setting, the last knob first."""
    return {name: knobs[name][0] for name in reversed(knobs)}


def last(knobs):
    """Each knob at its last setting."""
    return {name: settings[-1] for name, settings in knobs.items()}


def run(design, knobs, board, **options):
    return [design, knobs, board, options]


def elsewhere(seed, salt):
    """A search on a board of texts, whose hashes are another process's for every salt."""
    return run(first(TEXTS), TEXTS, ["rugged", seed, salt])


def hidden(seed, **options):
    """The search on a hidden board, from the naive design. The knobs have other names: nobody knows it by heart."""
    design, knobs = dict(zip(LETTERS, NAIVE.values())), dict(zip(LETTERS, KNOBS.values()))
    return run(design, knobs, {"names": [*KNOBS], "world": boards.drawn(seed)}, **options)


def searches(lab, *runs, beside=False):
    """What came of these runs, one after the other; `beside` the search, where objects and hashes are its own."""
    bring = lab.beside if beside else lab.bring
    return bring(HERE / "beside_search.py").searched(bring(Path(boards.__file__)), list(runs))


def value(run, places):
    """The score of a design of this run's board, as it is."""
    _, knobs, board, _ = run
    if type(board) is dict:
        settings = [each[place] for each, place in zip(knobs.values(), places, strict=True)]
        return boards.estimate(dict(zip(board["names"], settings, strict=True)), board["world"])
    return SHAPES[board[0]](board[1], places)


def start(run):
    """The places of the design that a run begins with."""
    design, knobs, *_ = run
    return [settings.index(design[name]) for name, settings in knobs.items()]


def shown(run, places):
    """A design in words; what is none is a text already."""
    if type(places) is str:
        return places
    return {name: settings[place] for (name, settings), place in zip(run[1].items(), places, strict=True)}
