"""Days of which a table is drawn, and the post-mortem as plainly as it can be said."""

import random
from itertools import combinations
from pathlib import Path

from systemdesign.capstone.board import NAIVE, REFERENCE
from systemdesign.capstone.day import day
from systemdesign.capstone.score import score

HERE = Path(__file__).parent
NAMES = ("zeta", "alpha", "", "mid", "omega", "beta", "0", "kappa")
SHOP = ("payment hangs", "flash crowd", "fails fast", "freeze")
HALF = {**REFERENCE, "budget": 0.1}
"""Its budget is too small for its tries: what fails fast and what freezes cost half of the score, and little alone."""


def subsets(faults):
    """No fault, each, and each two."""
    return [(), *combinations(faults, 1), *combinations(faults, 2)]


def drawn(seed, count, low=-9, high=9, base=40):
    """A day of so many faults whose every score is drawn by itself, a whole number."""
    chance, faults = random.Random(seed), NAMES[:count]
    return [NAIVE, faults, [[out, base + (chance.randint(low, high) if out else 0)] for out in subsets(faults)]]


def told(faults, base=40, **gains):
    """A day with these gains: of one fault, or of two as one__other. What isn't said adds up."""
    rows = []
    for out in subsets(faults):
        alone = sum(gains.get(name, 0) for name in out)
        rows.append([out, base + gains.get("__".join(out), alone) if out else base])
    return [NAIVE, faults, rows]


def played(design=HALF, faults=SHOP, seed=1):
    """A day of the shop itself."""
    return [design, faults, [[out, score(day(design, seed, out))] for out in subsets(faults)]]


def gains(one):
    """{faults: gain} of a day, whatever is out, by the table."""
    _, _, rows = one
    table = {tuple(out): score for out, score in rows}
    return {out: score - table[()] for out, score in table.items()}


def right(one):
    """[fault, pair] by the rules."""
    faults, gain = one[1], gains(one)
    fault, pair, most, beyond = None, None, 0, 0
    for name in faults:
        if gain[name,] > most:
            fault, most = name, gain[name,]
    for first, second in combinations(faults, 2):
        excess = gain[first, second] - gain[first,] - gain[second,]
        if excess > beyond:
            pair, beyond = [first, second], excess
    return [fault, pair]


def blamed(lab, *days):
    return lab.bring(HERE / "beside_blame.py").blamed([[dict(design), *rest] for design, *rest in days])
